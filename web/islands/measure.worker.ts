import { measure } from '../../measurement-agent/engine/engine.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { browserTransport } from '../../measurement-agent/engine/transports/browser.ts';
import { ok } from '../../measurement-agent/protocol/fallible.ts';
import { measuring } from './measuring.ts';
import type { RunCommand } from './run-messages.ts';

/** The measurement runs here, in a thread of its own, so that drawing the page never delays a timestamp. */

const AGENT = { name: 'jissoku-web', version: import.meta.env.AGENT_VERSION, kind: 'browser' } as const;

/** A server that takes longer to answer is reported, and the result can be sent again. */
const SUBMIT_TIMEOUT_MS = 20_000;

const transport = browserTransport(self.location.origin);

const handle = measuring({
  async measure(declared, signal, onEvent) {
    const measured = await measure({
      transport,
      clock: systemClock,
      random: Math.random,
      signal,
      agent: AGENT,
      declared,
      onEvent,
    });
    if (!measured.ok) return measured;
    return ok({ submission: measured.value.submission, token: measured.value.session.token });
  },
  submit: (token, submission) => transport.submit(token, submission, AbortSignal.timeout(SUBMIT_TIMEOUT_MS)),
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its own page only
  report: (report) => self.postMessage(report),
});

/** Thrown outside this task, a fault reaches the page's error handler, which tells the person. */
function surface(fault: unknown): void {
  queueMicrotask(() => {
    throw fault;
  });
}

self.addEventListener('message', ({ data }: MessageEvent<RunCommand>) => {
  handle(data).catch(surface);
});
