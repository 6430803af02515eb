import { expect, test } from 'vitest';
import { NOTHING_DECLARED, submissionSchema } from '../../protocol/result.ts';
import { measure } from '../engine.ts';
import { simulate } from '../transports/simulated.ts';
import { type Machine, watchMachine } from './watch.ts';

/** A run on a simulated line, on a machine that is quiet but for what is given. */
async function runOn(machine: Partial<Machine>, stopAfterMs: number | null = null) {
  const { time, random, transport } = simulate({
    download: { rateBps: 50e6 },
    upload: { rateBps: 10e6 },
    rttMs: 20,
    seed: 1,
  });
  const stop = new AbortController();
  if (stopAfterMs !== null) time.after(stopAfterMs, () => stop.abort());
  const quiet: Machine = {
    read: () => ({ threadBusyMs: null, cores: null, interface: null, retransmittedSegments: null }),
    describe: () => ({ loopback: false, medium: 'wired', vpn: false, networkChanged: false }),
  };
  const outcome = await time.run(
    measure({
      transport,
      clock: time,
      random,
      signal: stop.signal,
      agent: { name: 'test', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
      surroundings: () => watchMachine({ ...quiet, ...machine }, time),
    }),
  );
  if (!outcome.ok) throw new Error(outcome.error.reason);
  return submissionSchema.parse(outcome.value.submission);
}

test('a run tells of each of its parts, and a quiet machine is no reason for anything', async () => {
  const { surroundings, verdict, download } = await runOn({});
  expect(surroundings?.idle?.timerLateMs).toMatchObject({ p50: 0, max: 0 });
  expect(surroundings?.download?.durationMs).toBeGreaterThan(download?.durationMs ?? Number.NaN);
  expect(surroundings?.upload?.timerLateMs?.samples).toBeGreaterThan(100);
  expect(verdict).toEqual({ valid: true, reasons: [] });
});

test('a part that was not reached is null', async () => {
  const { surroundings } = await runOn({}, 2_000);
  expect(surroundings?.download).not.toBeNull();
  expect(surroundings?.upload).toBeNull();
});

test('what falsified the figures is in the verdict', async () => {
  const describe = () => ({ loopback: false, medium: 'wifi', vpn: false, networkChanged: true }) as const;
  const { verdict } = await runOn({ describe });
  expect(verdict).toEqual({
    valid: false,
    reasons: [
      { code: 'network-changed', excludes: true },
      { code: 'wireless', excludes: false },
    ],
  });
});
