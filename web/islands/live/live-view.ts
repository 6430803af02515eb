import type { EngineEvent } from '../../../measurement-agent/engine/events.ts';
import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import type { RatePoint } from '../../charts/curve.ts';
import { formatRatio } from '../../format/count.ts';
import { formatDelay } from '../../format/delay.ts';
import { formatSecondsLeft } from '../../format/duration.ts';
import { type Figure, figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { formatRate } from '../../format/rate.ts';
import { progressSlot, setText, slot, stepItem } from '../slots.ts';
import { isPageStage, overall, type PageStage, STAGES, stageDurations, wholeMs } from '../timeline.ts';
import type { Words } from '../words.ts';
import type { LivePlots } from './live-plots.ts';
import { PlotPoints } from './plot-points.ts';
import { settlingMean } from './settling.ts';
import { warmFormats } from './warm-formats.ts';

/** The running panel. Only stages are announced: a figure that changes all the time would drown a listener. */
export interface LiveView {
  begin(): void;
  show(event: EngineEvent): void;
  saving(): void;
  /** The panel is left: nothing more is drawn. */
  end(): void;
}

/** Four times a second is as often as figures are read, and leaves the processor to the measurement. */
const PAINT_EVERY_MS = 250;

/** `now` is a monotonic clock, ms; `plots` is null where there is no room for them. */
export function liveView(
  { run }: Pick<Words, 'run'>,
  lang: Lang,
  now: () => number,
  plots: LivePlots | null,
): LiveView {
  let durations: Record<PageStage, number> = { idle: 0, loss: 0, download: 0, upload: 0 };
  let points = new PlotPoints();
  let beganMs = 0;
  /** What the stage has measured: round trips in ms, or [ms since it began, bit/s]. */
  let rttsMs: number[] = [];
  let rates: RatePoint[] = [];
  let lossRatio: number | null = null;
  let stage: PageStage | null = null;
  let fraction = 0;
  let painting: ReturnType<typeof setInterval> | null = null;

  warmFormats(lang);

  const sinceBegin = () => now() - beganMs;

  function announce(text: string): void {
    slot('stage').textContent = text;
    slot('announce').textContent = text;
  }

  function showValue(figure: Figure | null, settled: boolean): void {
    slot('live-value').textContent = figure?.value ?? '–';
    slot('live-unit').textContent = figure?.unit ?? '';
    slot('live').classList.toggle('settled', settled);
  }

  function figureSoFar(): Figure | null {
    if (stage === 'loss')
      return lossRatio === null ? null : { value: formatRatio(lossRatio, lang), unit: '' };
    const figure = stage === 'idle' ? quantile(ascending(rttsMs), 0.5) : settlingMean(rates);
    if (figure === null) return null;
    return stage === 'idle' ? formatDelay(figure, lang) : formatRate(figure, lang);
  }

  /** Writes only, and in one go: the page is laid out once for each. */
  function paint(): void {
    const spanMs = Math.max(wholeMs(durations), sinceBegin());
    plots?.show(points.drawing(spanMs));
    if (stage === null) return;
    if (!slot('live').classList.contains('settled')) showValue(figureSoFar(), false);
    const { percent, leftMs } = overall(durations, stage, fraction);
    progressSlot('progress').value = percent;
    setText(slot('seconds-left'), run.secondsLeft(formatSecondsLeft(leftMs, lang)));
  }

  function enter(next: PageStage): void {
    stage = next;
    fraction = 0;
    rttsMs = [];
    rates = [];
    lossRatio = null;
    points.enter(sinceBegin());
    announce(run.announce[next]);
    for (const each of STAGES) {
      if (each === next) stepItem(each).setAttribute('aria-current', 'step');
      else stepItem(each).removeAttribute('aria-current');
    }
    showValue(null, false);
  }

  function settle(ended: PageStage, figure: Figure | null): void {
    stepItem(ended).classList.add('settled');
    slot(`step-${ended}`).textContent =
      figure === null ? run.notMeasured : figure.unit === '' ? figure.value : figureText(figure);
    showValue(figure, figure !== null);
    fraction = 1;
  }

  function end(): void {
    if (painting !== null) clearInterval(painting);
    painting = null;
  }

  return {
    begin() {
      end();
      points = new PlotPoints();
      beganMs = now();
      stage = null;
      for (const each of STAGES) {
        stepItem(each).classList.remove('settled');
        stepItem(each).removeAttribute('aria-current');
        slot(`step-${each}`).textContent = '';
      }
      showValue(null, false);
      progressSlot('progress').value = 0;
      slot('seconds-left').textContent = '\u00a0';
      plots?.expectLoss(true);
      announce(run.announce.session);
      paint();
      painting = setInterval(paint, PAINT_EVERY_MS);
    },
    show(event) {
      const atMs = sinceBegin();
      if (event.type === 'session') {
        durations = stageDurations(event.plan, event.stages);
        const withLoss = event.stages.includes('loss');
        stepItem('loss').hidden = !withLoss;
        plots?.expectLoss(withLoss);
      } else if (event.type === 'stage-started') {
        if (isPageStage(event.stage)) enter(event.stage);
      } else if (event.type === 'idle-sample') {
        rttsMs.push(event.rttMs);
        points.delay(atMs, event.rttMs);
        fraction = event.done / event.of;
      } else if (event.type === 'load-sample') {
        rates.push([event.atMs, event.bps]);
        points.rate(atMs, event.bps);
        fraction = event.atMs / durations[event.direction];
      } else if (event.type === 'working-sample') {
        points.delay(atMs, event.rttMs);
      } else if (event.type === 'loss-sample') {
        lossRatio = event.sent === 0 ? null : event.overtaken / event.sent;
        if (lossRatio !== null) points.loss(atMs, lossRatio);
        fraction = event.sent / event.of;
      } else if (event.type === 'working-loss-sample') {
        if (event.sent > 0) points.loss(atMs, event.overtaken / event.sent);
      } else if (event.type === 'rate-known') {
        showValue(figureSoFar(), true);
      } else if (event.type === 'stage-ended') {
        if (event.stage === 'idle')
          settle('idle', event.rttMs === null ? null : formatDelay(event.rttMs, lang));
        else if (event.stage === 'loss')
          settle(
            'loss',
            event.lossRatio === null ? null : { value: formatRatio(event.lossRatio, lang), unit: '' },
          );
        else if (event.stage !== 'bidirectional')
          settle(event.stage, event.bps === null ? null : formatRate(event.bps, lang));
      }
    },
    saving() {
      end();
      paint();
      progressSlot('progress').value = 100;
      slot('seconds-left').textContent = '\u00a0';
      announce(run.announce.submit);
    },
    end,
  };
}
