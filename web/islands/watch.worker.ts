import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { browserTransport } from '../../measurement-agent/engine/transports/browser.ts';
import { watchLine } from '../../measurement-agent/engine/watch-line.ts';
import type { WatchReport } from './watch/report.ts';

/** Watches in a thread of its own: its timers run on while the page is out of sight. */

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its own page only
const report = (message: WatchReport) => self.postMessage(message);

self.addEventListener('message', ({ data }: MessageEvent<{ durationMs: number }>) => {
  void watchLine({
    transport: browserTransport(self.location.origin),
    clock: systemClock,
    random: Math.random,
    // Who wants to end the watch ends this thread.
    signal: new AbortController().signal,
    durationMs: data.durationMs,
    onSample: (sample) => report({ type: 'sample', sample }),
  }).then((ended) => report({ type: 'ended', ok: ended.ok }));
});
