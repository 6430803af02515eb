import type { RunCommand, RunReport } from './run-messages.ts';

/** The page's end of the measuring worker. */
export interface MeasuringWorker {
  send(command: RunCommand): void;
  /** Ends whatever runs at once; the next command finds a fresh worker. */
  end(): void;
}

/** Loads the worker right away, so that a line that breaks later cannot keep the test program from starting. */
export function measuringWorker(onReport: (report: RunReport) => void, onFault: () => void): MeasuringWorker {
  function begin(): Worker {
    const worker = new Worker(new URL('./measure.worker.ts', import.meta.url), { type: 'module' });
    worker.addEventListener('message', ({ data }: MessageEvent<RunReport>) => onReport(data));
    worker.addEventListener('error', () => {
      end();
      onFault();
    });
    return worker;
  }

  let current: Worker | null = begin();

  function end(): void {
    current?.terminate();
    current = null;
  }

  return {
    send(command) {
      current ??= begin();
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
      current.postMessage(command);
    },
    end,
  };
}
