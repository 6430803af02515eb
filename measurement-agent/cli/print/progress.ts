import { createLogUpdate } from 'log-update';
import type { EngineEvent, Stage } from '../../engine/events.ts';
import { longestLoadMs, mostBytes } from '../../metrics/plan-bytes.ts';
import type { Plan } from '../../protocol/plan.ts';
import { bytesText, delayText, rateText, ratioText } from './figures.ts';

/** Tells a person how far a test is. `done` leaves the terminal as it was found. */
export interface Progress {
  onEvent(event: EngineEvent): void;
  done(): void;
}

const NAMES = {
  idle: 'Idle',
  loss: 'Loss',
  download: 'Download',
  upload: 'Upload',
  bidirectional: 'Both',
} as const satisfies Record<Stage, string>;

function figureOf(ended: Extract<EngineEvent, { type: 'stage-ended' }>): string {
  if (ended.stage === 'idle') return delayText(ended.rttMs);
  if (ended.stage === 'bidirectional')
    return `${rateText(ended.downloadBps)} down, ${rateText(ended.uploadBps)} up`;
  return ended.stage === 'loss' ? ratioText(ended.lossRatio) : rateText(ended.bps);
}

/** One line a stage, for logs. */
function lineProgress(write: (line: string) => void): Progress {
  return {
    onEvent(event) {
      if (event.type === 'stage-started') write(`Measuring ${event.stage} …`);
      else if (event.type === 'stage-ended') write(`  ${event.stage}: ${figureOf(event)}`);
    },
    done() {},
  };
}

/** One line that is written over, for a terminal. */
function liveProgress(stream: NodeJS.WriteStream): Progress {
  const update = createLogUpdate(stream);
  const BAR_WIDTH = 24;
  const show = (stage: keyof typeof NAMES, fraction: number, figure: string) => {
    const filled = Math.round(Math.min(1, fraction) * BAR_WIDTH);
    update(`${NAMES[stage].padEnd(8)}  ${'━'.repeat(filled)}${'·'.repeat(BAR_WIDTH - filled)}  ${figure}`);
  };
  return {
    onEvent(event) {
      if (event.type === 'idle-sample') show('idle', event.done / event.of, delayText(event.rttMs));
      else if (event.type === 'load-sample')
        show(event.direction, event.atMs / event.ofMs, rateText(event.bps));
      else if (event.type === 'loss-sample') show('loss', event.sent / event.of, `${event.sent} datagrams`);
      else if (event.type === 'session') update('Connected');
    },
    done: () => update.clear(),
  };
}

/** What a test will move, told before it begins. */
export function announcement(plan: Plan, maxBytes: number | null): string {
  if (maxBytes !== null) return `Moves ${bytesText(maxBytes)} at most.`;
  const atHundred = bytesText(mostBytes(plan, 100e6));
  return `Moves what the line carries in ${Math.round(longestLoadMs(plan) / 1000)} s at most: ${atHundred} at 100 Mbit/s.`;
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? liveProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}
