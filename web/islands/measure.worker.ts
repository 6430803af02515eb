import { measure } from '../../measurement-agent/engine/engine.ts';
import { browserSurroundings } from '../../measurement-agent/engine/surroundings/browser.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { browserTransport } from '../../measurement-agent/engine/transports/browser.ts';
import { ok } from '../../measurement-agent/protocol/fallible.ts';
import { DATA_SAVER_BYTES } from '../../measurement-agent/protocol/spec.ts';
import type { PageMessage, WorkerMessage } from './datagram-messages.ts';
import { measuring } from './measuring.ts';
import { mediumOf } from './medium.ts';
import { workerDatagrams } from './worker-datagrams.ts';

/** The measurement runs here, in a thread of its own, so that drawing the page never delays a timestamp. */

const AGENT = { name: 'jissoku-web', version: import.meta.env.AGENT_VERSION, kind: 'browser' } as const;

/** A server that takes longer to answer is reported, and the result can be sent again. */
const SUBMIT_TIMEOUT_MS = 20_000;

const transport = browserTransport(self.location.origin);
const surroundings = browserSurroundings({
  hostname: self.location.hostname,
  medium: () => mediumOf(self.navigator),
  scope: self,
});

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its own page only
const report = (message: WorkerMessage) => self.postMessage(message);
const { datagrams, hear } = workerDatagrams((request) => report({ type: 'datagrams', request }));

const handle = measuring({
  async measure({ declared, dataSaver, origin, groupId }, signal, onEvent) {
    const measured = await measure({
      transport: origin === null ? transport : browserTransport(origin),
      groupId,
      datagrams,
      surroundings,
      clock: systemClock,
      random: Math.random,
      signal,
      agent: AGENT,
      declared,
      ...(dataSaver ? { maxBytes: DATA_SAVER_BYTES } : {}),
      onEvent,
    });
    if (!measured.ok) return measured;
    const { submission, session } = measured.value;
    const { isp, asName } = session.network;
    return ok({ submission, token: session.token, isp: isp?.name ?? asName });
  },
  submit: (token, submission) => transport.submit(token, submission, AbortSignal.timeout(SUBMIT_TIMEOUT_MS)),
  report,
});

/** Thrown outside this task, a fault reaches the page's error handler, which tells the person. */
function surface(fault: unknown): void {
  queueMicrotask(() => {
    throw fault;
  });
}

self.addEventListener('message', ({ data }: MessageEvent<PageMessage>) => {
  if (data.type === 'datagrams') hear(data.answer);
  else handle(data).catch(surface);
});
