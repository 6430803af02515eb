import { useFiguresOf } from '../../measurement-agent/metrics/scores/measured-figures.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatRatio } from '../format/count.ts';
import { formatDelay } from '../format/delay.ts';
import { type Figure, figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import { suitabilityText } from '../pages/suitability-text.ts';
import { type UseGrade, useGrades } from '../pages/use-grades.ts';
import { setText, slot, useItem } from './slots.ts';
import type { Words } from './words.ts';

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

function fillGrade({ use, grade, limit }: UseGrade): void {
  const item = useItem(use);
  const part = (name: string): HTMLElement => {
    const element = item.querySelector<HTMLElement>(`.${name}`);
    if (element === null) throw new TypeError(`The use ${use} has no place for its ${name}.`);
    return element;
  };
  const letter = part('letter');
  letter.className = `letter ${grade?.key ?? ''}`;
  setText(letter, grade?.letter ?? null);
  setText(part('spoken'), grade?.letter ?? null);
  setText(part('name'), grade?.word ?? null);
  setText(part('score'), grade?.score ?? null);
  part('limit').textContent = limit;
}

/** Writes what was measured into the result panel: the sentence, the figures, whether it counts. */
export function showFigures(
  submission: Submission,
  { run, suitability, missingReasons }: Words,
  lang: Lang,
): void {
  const { idle, download, upload, loss, missing, verdict } = submission;
  slot('verdict').textContent = suitabilityText(useFiguresOf(submission), suitability, lang).uses;

  const rate = (bps: number | undefined) => (bps === undefined ? null : formatRate(bps, lang));
  const delay = (ms: number | undefined) => (ms === undefined ? null : formatDelay(ms, lang));
  const why = (...fields: (keyof Submission['missing'])[]) => {
    const reason = fields.map((field) => missing[field]).find((each) => each !== undefined);
    return missingReasons[reason ?? 'not-measured'];
  };
  fillTile('tile-download', rate(download?.goodputBps), why('download'));
  fillTile('tile-upload', rate(upload?.goodputBps), why('upload'));
  fillTile('tile-idle', delay(idle?.rttMs.p50), why('idle'));
  const workingDownload = delay(download?.workingRttMs?.p50);
  fillTile('tile-working-download', workingDownload, why('download.workingRttMs', 'download'));
  fillTile('tile-working-upload', delay(upload?.workingRttMs?.p50), why('upload.workingRttMs', 'upload'));
  const lost = loss && { value: formatRatio(loss.lossRatio, lang), unit: '' };
  fillTile('tile-loss', lost, why('loss'));

  const whole = verdict.valid ? run.counted : run.notCounted;
  setText(slot('counted'), wasStopped(submission) ? run.stoppedKept : whole);
  const used = submission.bytes.download + submission.bytes.upload;
  setText(slot('bytes-used'), run.bytesUsed(figureText(formatBytes(used, lang))));
}

/** The same with what limits the line, and the grades per use. */
export function showOutcome(submission: Submission, words: Words, lang: Lang): void {
  showFigures(submission, words, lang);
  const figures = useFiguresOf(submission);
  const { limit, delay } = suitabilityText(figures, words.suitability, lang);
  setText(slot('verdict-delay'), [limit, delay].filter(Boolean).join(' ') || null);
  const { rows, partial } = useGrades(figures, words.suitability, lang);
  for (const row of rows) fillGrade(row);
  setText(slot('grades-partial'), partial);
}
