import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { browserTransport } from '../../measurement-agent/engine/transports/browser.ts';
import { watchLine } from '../../measurement-agent/engine/watch-line.ts';
import type { WatchCommand, WatchReport } from './watch/messages.ts';
import { workerDatagrams } from './worker-datagrams.ts';

/** Watches in a thread of its own: its timers run on while the page is out of sight. */

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its own page only
const report = (message: WatchReport) => self.postMessage(message);
const { datagrams, hear } = workerDatagrams((request) => report({ type: 'datagrams', request }));

self.addEventListener('message', ({ data }: MessageEvent<WatchCommand>) => {
  if (data.type === 'datagrams') {
    hear(data.answer);
    return;
  }
  void watchLine({
    transport: browserTransport(self.location.origin),
    datagrams,
    clock: systemClock,
    random: Math.random,
    // Who wants to end the watch ends this thread.
    signal: new AbortController().signal,
    durationMs: data.durationMs,
    onSample: (sample) => report({ type: 'sample', sample }),
  }).then((ended) => report({ type: 'ended', ok: ended.ok }));
});
