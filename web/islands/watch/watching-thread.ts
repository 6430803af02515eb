import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import { browserDatagrams, pageDatagrams } from '../page-datagrams.ts';
import type { WatchCommand, WatchReport } from './messages.ts';

/** A watch that runs. */
export interface RunningWatch {
  /** Ends it at once; nothing more is told. */
  end(): void;
}

/** Begins a watch in a thread of its own. `onEnd` says whether there ever was a connection. */
export function beginWatch(
  durationMs: number,
  onSample: (sample: WatchSample) => void,
  onEnd: (ok: boolean) => void,
): RunningWatch {
  const worker = new Worker(new URL('../watch.worker.ts', import.meta.url), { type: 'module' });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker has no origin to name
  const post = (command: WatchCommand) => worker.postMessage(command);
  const datagrams = pageDatagrams(browserDatagrams, (answer) => post({ type: 'datagrams', answer }));
  const end = () => {
    worker.terminate();
    datagrams.end();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<WatchReport>) => {
    if (data.type === 'sample') onSample(data.sample);
    else if (data.type === 'datagrams') void datagrams.handle(data.request);
    else {
      end();
      onEnd(data.ok);
    }
  });
  worker.addEventListener('error', () => {
    end();
    onEnd(false);
  });
  post({ type: 'watch', durationMs });
  return { end };
}
