import { createLogUpdate } from 'log-update';
import type { EngineEvent } from '../../engine/events.ts';
import { delayText, rateText } from './figures.ts';

/** Tells a person how far a test is. `done` leaves the terminal as it was found. */
export interface Progress {
  onEvent(event: EngineEvent): void;
  done(): void;
}

const NAMES = { idle: 'Idle', download: 'Download', upload: 'Upload' } as const;

/** One line a stage, for logs. */
function lineProgress(write: (line: string) => void): Progress {
  return {
    onEvent(event) {
      if (event.type === 'stage-started') write(`Measuring ${event.stage} …`);
      else if (event.type === 'stage-ended')
        write(
          event.stage === 'idle'
            ? `  idle: ${delayText(event.rttMs)}`
            : `  ${event.stage}: ${rateText(event.bps)}`,
        );
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
      else if (event.type === 'session') update('Connected');
    },
    done: () => update.clear(),
  };
}

export function progressOn(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? liveProgress(stream) : lineProgress((line) => stream.write(`${line}\n`));
}
