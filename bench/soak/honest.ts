import { submitPatiently } from '../../measurement-agent/cli/submit.ts';
import type { Random } from '../../measurement-agent/engine/clock.ts';
import { measure } from '../../measurement-agent/engine/engine.ts';
import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import type { RequestFailure, Transport } from '../../measurement-agent/engine/transport.ts';
import { nodeTransport } from '../../measurement-agent/engine/transports/node.ts';
import { wait } from '../../measurement-agent/engine/wait.ts';
import type { LoadPlan, Plan } from '../../measurement-agent/protocol/plan.ts';
import { NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import { Tally } from './tally.ts';
import type { Traffic } from './traffic.ts';

const LOAD: LoadPlan = { durationMs: 500, connections: 2, minWindowMs: 500, halfWidthRatio: 1 };
/** As small as a measurement can be: hundreds of them share one machine with the server. */
const PLAN: Plan = {
  idle: { probes: 20, meanSpacingMs: 10 },
  download: LOAD,
  upload: LOAD,
  working: { meanSpacingMs: 50, rateShare: 0.01 },
};
const MAX_BYTES = 300_000;
/** Mean pause between two runs of one client. */
const PAUSE_MS = 10_000;
const AGENT = { name: 'jissoku-soak', version: '0.0.0', kind: 'node' } as const;

/** What became of honest runs. */
export class HonestBook {
  /** Results that the server said it has stored, with the address that asked. */
  readonly stored = new Map<string, string>();
  /** Why runs ended without. */
  readonly failures = new Tally();
}

/** Measures, submits and pauses, over and over, as our agent does; ends with the run that `signal` finds under way. */
export async function beHonest(
  traffic: Traffic,
  localAddress: string,
  random: Random,
  book: HonestBook,
  signal: AbortSignal,
): Promise<void> {
  const transport = counted(nodeTransport({ origin: traffic.origin, ipVersion: 4, localAddress }), traffic);
  const never = new AbortController().signal;
  // Nobody begins with the others.
  await wait(systemClock, random() * PAUSE_MS, signal);
  while (!signal.aborted) {
    const measured = await measure({
      transport,
      clock: systemClock,
      random,
      signal: never,
      agent: AGENT,
      declared: NOTHING_DECLARED,
      synthetic: true,
      plan: PLAN,
      maxBytes: MAX_BYTES,
    });
    if (measured.ok) {
      const { submission, session } = measured.value;
      const submitted = await submitPatiently(transport, session.token, submission, systemClock, () => {});
      if (submitted.ok) book.stored.set(submitted.value.id, localAddress);
      else book.failures.count(`submit: ${reasonOfRequest(submitted.error)}`);
    } else book.failures.count(reasonOfRun(measured.error));
    await wait(systemClock, -Math.log(1 - random()) * PAUSE_MS, signal);
  }
}

/** Every request and every opening of a connection is one more. */
function counted(transport: Transport, traffic: Traffic): Transport {
  return {
    ...transport,
    openSession(...asked) {
      traffic.requests += 1;
      return transport.openSession(...asked);
    },
    connect(...asked) {
      traffic.requests += 1;
      return transport.connect(...asked);
    },
    submit(...asked) {
      traffic.requests += 1;
      return transport.submit(...asked);
    },
  };
}

function reasonOfRun(failure: EngineFailure): string {
  if (failure.reason === 'session') return `session: ${reasonOfRequest(failure.failure)}`;
  return failure.reason === 'connect' ? `connect: ${failure.failure.reason}` : failure.reason;
}

function reasonOfRequest(failure: RequestFailure): string {
  return failure.reason === 'problem' ? (failure.problem.type.split('/').at(-1) ?? '') : failure.reason;
}
