import type { EngineEvent } from '../../measurement-agent/engine/events.ts';
import { formatCount, formatRatio } from '../format/count.ts';
import { formatDelay } from '../format/delay.ts';
import { formatSecondsLeft } from '../format/duration.ts';
import { type Figure, figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRate } from '../format/rate.ts';
import { liveCurve } from './live-curve.ts';
import { pathSlot, progressSlot, setText, slot, stepItem } from './slots.ts';
import { isPageStage, overall, type PageStage, STAGES, stageDurations } from './timeline.ts';
import type { Words } from './words.ts';

/** The running panel. Only stages are announced: a figure that changes ten times a second would drown a listener. */
export interface LiveView {
  begin(): void;
  show(event: EngineEvent): void;
  saving(): void;
}

export function liveView({ run }: Pick<Words, 'run'>, lang: Lang): LiveView {
  let durations: Record<PageStage, number> = { idle: 0, loss: 0, download: 0, upload: 0 };
  let curveSpan = 1;
  const curve = liveCurve(pathSlot('live-line'), pathSlot('live-area'), () => curveSpan);

  function announce(text: string): void {
    slot('stage').textContent = text;
    slot('announce').textContent = text;
  }

  function showValue(figure: Figure | null): void {
    slot('live-value').textContent = figure?.value ?? '–';
    slot('live-unit').textContent = figure?.unit ?? '';
  }

  function progress(stage: PageStage, fraction: number): void {
    const { percent, leftMs } = overall(durations, stage, fraction);
    progressSlot('progress').value = percent;
    setText(slot('seconds-left'), run.secondsLeft(formatSecondsLeft(leftMs, lang)));
  }

  function enter(stage: PageStage): void {
    announce(run.announce[stage]);
    for (const each of STAGES) {
      if (each === stage) stepItem(each).setAttribute('aria-current', 'step');
      else stepItem(each).removeAttribute('aria-current');
    }
    curve.clear();
    showValue(null);
    progress(stage, 0);
  }

  function settle(stage: PageStage, figure: string | null): void {
    stepItem(stage).classList.add('settled');
    slot(`step-${stage}`).textContent = figure ?? run.notMeasured;
    progress(stage, 1);
  }

  return {
    begin() {
      for (const stage of STAGES) {
        stepItem(stage).classList.remove('settled');
        stepItem(stage).removeAttribute('aria-current');
        slot(`step-${stage}`).textContent = '';
      }
      curve.clear();
      showValue(null);
      progressSlot('progress').value = 0;
      setText(slot('seconds-left'), null);
      announce(run.announce.session);
    },
    show(event) {
      if (event.type === 'session') {
        durations = stageDurations(event.plan, event.stages);
        stepItem('loss').hidden = !event.stages.includes('loss');
      } else if (event.type === 'stage-started') {
        if (isPageStage(event.stage)) enter(event.stage);
      } else if (event.type === 'idle-sample') {
        curveSpan = event.of;
        curve.add(event.done, event.rttMs);
        showValue(formatDelay(event.rttMs, lang));
        progress('idle', event.done / event.of);
      } else if (event.type === 'load-sample') {
        curveSpan = event.ofMs;
        curve.add(event.atMs, event.bps);
        showValue(formatRate(event.bps, lang));
        progress(event.direction, event.atMs / event.ofMs);
      } else if (event.type === 'loss-sample') {
        showValue({ value: formatCount(event.sent, lang), unit: run.datagramsSent });
        progress('loss', event.sent / event.of);
      } else if (event.type === 'stage-ended') {
        if (event.stage === 'idle')
          settle('idle', event.rttMs === null ? null : figureText(formatDelay(event.rttMs, lang)));
        else if (event.stage === 'loss')
          settle('loss', event.lossRatio === null ? null : formatRatio(event.lossRatio, lang));
        else if (event.stage !== 'bidirectional')
          settle(event.stage, event.bps === null ? null : figureText(formatRate(event.bps, lang)));
      }
    },
    saving() {
      progressSlot('progress').value = 100;
      setText(slot('seconds-left'), null);
      announce(run.announce.submit);
    },
  };
}
