import { describe, expect, it } from 'vitest';
import { stabilityOf, type WatchSample } from '../metrics/stability.ts';
import { type SimulatedLine, simulate } from './transports/simulated.ts';
import { watchLine } from './watch-line.ts';

const LINE: SimulatedLine = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20, seed: 3 };

async function watched(line: SimulatedLine, durationMs: number): Promise<WatchSample[]> {
  const { time, transport, random } = simulate(line);
  const samples: WatchSample[] = [];
  const outcome = await time.run(
    watchLine({
      transport,
      clock: time,
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
});
