import { describe, expect, it } from 'vitest';
import { stabilityOf, type WatchSample } from '../metrics/stability.ts';
import type { Clock } from './clock.ts';
import type { Transport } from './transport.ts';
import { type SimulatedLine, simulate } from './transports/simulated.ts';
import { watchLine } from './watch-line.ts';

const LINE: SimulatedLine = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20, seed: 3 };

interface Stall {
  fromMs: number;
  untilMs: number;
  /** Whether messages that came meanwhile are heard before timers that came due. */
  messagesFirst?: boolean;
  /** Whether the monotonic clock stood still meanwhile, as some do while a machine is suspended. */
  clockStands?: boolean;
}

/** The same clock and transport in a thread that does not run from one time to another. */
function stalled(clock: Clock, transport: Transport, stall: Stall): { clock: Clock; transport: Transport } {
  const { fromMs, untilMs, messagesFirst = false, clockStands = false } = stall;
  const wakesIn = () => {
    const nowMs = clock.now();
    return nowMs >= fromMs && nowMs < untilMs ? untilMs - nowMs : 0;
  };
  const seen = (atMs: number) =>
    clockStands && atMs > fromMs ? Math.max(fromMs, atMs - (untilMs - fromMs)) : atMs;
  return {
    clock: {
      now: () => seen(clock.now()),
      utc: () => clock.utc(),
      after(delayMs, callback) {
        let cancel = clock.after(delayMs, () => {
          const laterMs = wakesIn();
          if (laterMs === 0) callback();
          else cancel = clock.after(laterMs + (messagesFirst ? 1 : 0), callback);
        });
        return () => cancel();
      },
    },
    transport: {
      ...transport,
      connect: (channel, token, events, signal) =>
        transport.connect(
          channel,
          token,
          {
            ...events,
            onText(text) {
              const laterMs = wakesIn();
              if (laterMs === 0) events.onText(text, seen(clock.now()));
              else clock.after(laterMs, () => events.onText(text, seen(clock.now())));
            },
          },
          signal,
        ),
    },
  };
}

async function watched(line: SimulatedLine, durationMs: number, stall?: Stall): Promise<WatchSample[]> {
  const { time, transport, random, datagrams } = simulate(line);
  const samples: WatchSample[] = [];
  const outcome = await time.run(
    watchLine({
      ...(stall === undefined ? { clock: time, transport } : stalled(time, transport, stall)),
      datagrams,
      random,
      signal: new AbortController().signal,
      durationMs,
      onSample: (sample) => samples.push(sample),
    }),
  );
  expect(outcome.ok).toBe(true);
  return samples;
}

describe('watchLine()', () => {
  it('watches a quiet line over several sessions, two probes a second', async () => {
    const { answered, unanswered, rttMs, breaches } = stabilityOf(await watched(LINE, 600_000), 100);
    // Poisson: five standard deviations about 1,200.
    expect(Math.abs(answered - 1_200)).toBeLessThan(5 * Math.sqrt(1_200));
    expect(unanswered).toBe(0);
    expect(breaches).toEqual([]);
    expect(Math.abs((rttMs?.p50 ?? 0) - 20)).toBeLessThan(1);
  });

  it('finds an outage, and when it was', async () => {
    const outages = [[60_000, 70_000]] as const;
    const line = { ...LINE, download: { ...LINE.download, outages }, upload: { ...LINE.upload, outages } };
    const { breaches } = stabilityOf(await watched(line, 120_000), 500);
    expect(breaches).toHaveLength(1);
    expect(Math.abs((breaches[0]?.fromMs ?? 0) - 60_000)).toBeLessThan(3_000);
    expect(Math.abs((breaches[0]?.untilMs ?? 0) - 70_000)).toBeLessThan(3_000);
  });

  it('goes on with another connection when one dies', async () => {
    const line: SimulatedLine = { ...LINE, death: { channel: 'echo', index: 0, afterMs: 30_000 } };
    const samples = await watched(line, 60_000);
    const last = samples.findLast(({ kind }) => kind === 'round-trip');
    expect(last?.atMs).toBeGreaterThan(55_000);
    expect(samples.filter(({ kind }) => kind === 'unanswered').length).toBeLessThan(3);
  });

  const BROKEN = { fromMs: 30_000, untilMs: 42_000 };
  it.each([
    ['closes the connection', 30_000, { channel: 'echo', index: 0, afterMs: 30_000 }],
    ['comes while a session is replaced', 239_000, undefined],
  ] as const)('an outage that %s is one, and as long as it was', async (_, fromMs, death) => {
    const untilMs = fromMs + BROKEN.untilMs - BROKEN.fromMs;
    const outages = [[fromMs, untilMs]] as const;
    const line: SimulatedLine = {
      ...LINE,
      download: { ...LINE.download, outages },
      upload: { ...LINE.upload, outages },
      ...(death !== undefined && { death }),
    };
    const { breaches } = stabilityOf(await watched(line, fromMs + 60_000), 500);
    expect(breaches).toHaveLength(1);
    expect(Math.abs((breaches[0]?.fromMs ?? 0) - fromMs)).toBeLessThan(3_000);
    expect(Math.abs((breaches[0]?.untilMs ?? 0) - untilMs)).toBeLessThan(3_000);
  });

  it.each([
    ['a second', { fromMs: 30_000, untilMs: 31_000 }],
    ['a second, messages first', { fromMs: 30_000, untilMs: 31_000, messagesFirst: true }],
    ['a minute', { fromMs: 30_000, untilMs: 90_000 }],
    ['a minute, messages first', { fromMs: 30_000, untilMs: 90_000, messagesFirst: true }],
    ['a minute on a clock that stands', { fromMs: 30_000, untilMs: 90_000, clockStands: true }],
  ] as const)('blames nothing on the line while the thread does not run for %s', async (_, stall) => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const { breaches, asleepMs, rttMs } = stabilityOf(
        await watched({ ...LINE, seed }, 120_000, stall),
        100,
      );
      expect(breaches).toEqual([]);
      expect(rttMs?.max).toBeLessThan(100);
      expect(Math.abs(asleepMs - (stall.untilMs - stall.fromMs))).toBeLessThan(2_500);
    }
  });

  it('a line that is away when the device wakes has some seconds to come back', async () => {
    const outages = [[30_000, 95_000]] as const;
    const line = { ...LINE, download: { ...LINE.download, outages }, upload: { ...LINE.upload, outages } };
    const stall = { fromMs: 30_000, untilMs: 90_000 };
    const { breaches, asleepMs } = stabilityOf(await watched(line, 150_000, stall), 100);
    expect(breaches).toEqual([]);
    expect(asleepMs).toBeGreaterThan(64_000);
  });

  it('a line that stays away after the device woke is an outage', async () => {
    const outages = [[30_000, 140_000]] as const;
    const line = { ...LINE, download: { ...LINE.download, outages }, upload: { ...LINE.upload, outages } };
    const stall = { fromMs: 30_000, untilMs: 90_000 };
    const { breaches } = stabilityOf(await watched(line, 150_000, stall), 100);
    expect(breaches).toHaveLength(1);
    expect(breaches[0]?.unanswered).toBeGreaterThan(20);
  });

  it('does not lose a probe when it changes from one session to the next', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      const far = { ...LINE, rttMs: 400, seed };
      expect(stabilityOf(await watched(far, 260_000), 1_000).unanswered).toBe(0);
    }
  });

  it('finds how many datagrams a line loses, over several relays', async () => {
    const line = { ...LINE, download: { ...LINE.download, lossRatio: 0.05 } };
    const { datagrams } = stabilityOf(await watched(line, 600_000), 1_000);
    // Two a second, but for three seconds that a lost one is waited for after every ten.
    expect(datagrams?.sent).toBeGreaterThan(900);
    expect(datagrams?.sent).toBeLessThan(1_250);
    expect(datagrams?.lowRatio).toBeLessThan(0.05);
    expect(datagrams?.highRatio).toBeGreaterThan(0.05);
  });

  it('watches without a relay', async () => {
    expect(stabilityOf(await watched({ ...LINE, turn: false }, 60_000), 100).datagrams).toBeNull();
  });

  it('datagrams that a sleeping device did not hear are not lost', async () => {
    const { datagrams } = stabilityOf(
      await watched(LINE, 240_000, { fromMs: 100_000, untilMs: 160_000 }),
      1_000,
    );
    expect(datagrams?.lost).toBe(0);
    expect(datagrams?.sent).toBeGreaterThan(200);
  });
});
