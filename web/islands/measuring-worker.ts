import type { PageMessage, WorkerMessage } from './datagram-messages.ts';
import { browserDatagrams, pageDatagrams } from './page-datagrams.ts';
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
    worker.addEventListener('message', ({ data }: MessageEvent<WorkerMessage>) => {
      if (data.type === 'datagrams') void datagrams.handle(data.request);
      else onReport(data);
    });
    worker.addEventListener('error', () => {
      end();
      onFault();
    });
    return worker;
  }

  const datagrams = pageDatagrams(browserDatagrams, (answer) => post({ type: 'datagrams', answer }));
  let current: Worker | null = begin();

  function post(message: PageMessage): void {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
    current?.postMessage(message);
  }

  function end(): void {
    datagrams.end();
    current?.terminate();
    current = null;
  }

  return {
    send(command) {
      current ??= begin();
      post(command);
    },
    end,
  };
}
