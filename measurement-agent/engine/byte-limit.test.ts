/** What a limit on bytes must not change: the meaning of the figures that it leaves. In simulated time. */
import { expect, test } from 'vitest';
import { NOTHING_DECLARED, type Submission } from '../protocol/result.ts';
import { DATA_SAVER_BYTES } from '../protocol/spec.ts';
import { type MeasureOptions, measure } from './engine.ts';
import { type SimulatedLine, type Simulation, simulate } from './transports/simulated.ts';

async function runOn(
  line: Omit<SimulatedLine, 'seed'>,
  { withLoss, ...options }: Pick<MeasureOptions, 'maxBytes' | 'bidirectional'> & { withLoss?: boolean },
): Promise<{ submission: Submission; simulation: Simulation }> {
  const simulation = simulate({ seed: 1, ...line });
  const { time, random, transport, datagrams } = simulation;
  const outcome = await time.run(
    measure({
      ...options,
      transport,
      ...(withLoss ? { datagrams } : {}),
      clock: time,
      random,
      signal: new AbortController().signal,
      agent: { name: 'test', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
      synthetic: true,
    }),
  );
  if (!outcome.ok) throw new Error(outcome.error.reason);
  return { submission: outcome.value.submission, simulation };
}

const LINE = { download: { rateBps: 20e6 }, upload: { rateBps: 20e6 }, rttMs: 20 };

// 120 ms under load. The rate is known after some 8.5 MB of download and the hold takes another 1.6: most of these limits
// end inside it, where a line that has nothing more to carry answers within 20 ms.
test.each(Array.from({ length: 21 }, (_, index) => 13e6 + index * 0.25e6))(
  'no round trip on the load is of a line that ran dry: %d bytes',
  async (maxBytes) => {
    const { submission } = await runOn(LINE, { maxBytes });
    const { download } = submission;
    if (download === null) throw new Error('no download');
    // Without a figure nothing untrue is said.
    expect(download.selfRttMs?.p50 ?? Number.POSITIVE_INFINITY).toBeGreaterThan(60);
  },
);

test.each([40e6, 45e6, 50e6])('both directions at once end together: %d bytes', async (maxBytes) => {
  const line = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20 };
  const { submission } = await runOn(line, { maxBytes, bidirectional: true });
  const { bidirectional, bytes } = submission;
  expect(bytes.download + bytes.upload).toBeLessThanOrEqual(maxBytes);
  if (!bidirectional) throw new Error(submission.missing.bidirectional);
  const [down, up] = [bidirectional.download, bidirectional.upload].map(({ series }) => series.length);
  expect(Math.abs((down ?? 0) - (up ?? 0))).toBeLessThanOrEqual(4);
});

// Headers, acknowledgements, probes and datagrams of the loss measurement included.
test.each(
  [5e6, 10e6, 20e6, 50e6, 100e6, 1e9].flatMap((rateBps) =>
    [0, 0.003].flatMap((lossRatio) => [5, 20, 60].map((rttMs) => ({ rateBps, lossRatio, rttMs }))),
  ),
)('a data saver puts no more than 10 MB on the line: %j', async ({ rateBps, lossRatio, rttMs }) => {
  const { simulation } = await runOn(
    { download: { rateBps, lossRatio }, upload: { rateBps: rateBps / 2, lossRatio }, rttMs },
    { maxBytes: DATA_SAVER_BYTES, withLoss: true },
  );
  const { download, upload } = simulation.carried;
  const until = simulation.time.now();
  expect(download.between(0, until).ip + upload.between(0, until).ip).toBeLessThanOrEqual(10e6);
});
