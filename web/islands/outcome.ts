import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatDelay } from '../format/delay.ts';
import { type Figure, figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import type { Messages } from '../messages/ja.ts';
import { lineFiguresOf } from '../pages/suitability.ts';
import { suitabilityText } from '../pages/suitability-text.ts';
import { setText, slot } from './slots.ts';

interface Words {
  run: Messages['run'];
  suitability: Messages['suitability'];
}

function fillTile(name: string, figure: Figure | null, missing: string): void {
  const cell = slot(name).querySelector('dd');
  if (!cell) throw new TypeError(`The tile ${name} has no place for its figure.`);
  const span = (className: string, text: string) => {
    const element = document.createElement('span');
    element.className = className;
    element.textContent = text;
    return element;
  };
  if (figure === null) cell.replaceChildren(span('missing', missing));
  else cell.replaceChildren(span('value', figure.value), span('unit', `\u00a0${figure.unit}`));
}

/** The person stopped the test after it had begun to measure. */
export function wasStopped({ verdict }: Submission): boolean {
  return verdict.reasons.some(({ code }) => code === 'stopped');
}

/** Writes what was measured into the result panel: the sentence, the figures, whether it counts. */
export function showOutcome(submission: Submission, { run, suitability }: Words, lang: Lang): void {
  const { idle, download, upload, verdict } = submission;
  const words = suitabilityText(lineFiguresOf(submission), suitability, lang);
  slot('verdict').textContent = words.uses;
  setText(slot('verdict-delay'), words.delay);

  const rate = (bps: number | undefined) => (bps === undefined ? null : formatRate(bps, lang));
  const delay = (ms: number | undefined) => (ms === undefined ? null : formatDelay(ms, lang));
  fillTile('tile-download', rate(download?.goodputBps), run.notMeasured);
  fillTile('tile-upload', rate(upload?.goodputBps), run.notMeasured);
  fillTile('tile-idle', delay(idle?.rttMs.p50), run.notMeasured);
  fillTile('tile-working-download', delay(download?.workingRttMs?.p50), run.notMeasured);
  fillTile('tile-working-upload', delay(upload?.workingRttMs?.p50), run.notMeasured);

  const whole = verdict.valid ? run.counted : run.notCounted;
  setText(slot('counted'), wasStopped(submission) ? run.stoppedKept : whole);
  const used = submission.bytes.download + submission.bytes.upload;
  setText(slot('bytes-used'), run.bytesUsed(figureText(formatBytes(used, lang))));
}
