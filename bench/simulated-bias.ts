/**
 * How far the simulated line of the unit tests is from an emulated one: the same engine, the same line, both errors
 * beside each other. What the simulator says about a line it gets wrong by this much proves nothing.
 *
 *   LINK_CMD=… npm run bench:simulated -- [--runs 3] [--line "down=100e6 up=20e6 rtt=20"]…
 */
import { parseArgs } from 'node:util';
import { measure } from '../measurement-agent/engine/engine.ts';
import { simulate } from '../measurement-agent/engine/transports/simulated.ts';
import { NOTHING_DECLARED, type Submission } from '../measurement-agent/protocol/result.ts';
import { lineKeys, median, percent, rateError } from './line-truth.ts';
import { measureWithNode } from './our-tools.ts';
import { withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    line: {
      type: 'string',
      multiple: true,
      default: ['down=100e6 up=20e6 rtt=20', 'down=40e6 up=12e6 rtt=55', 'down=12e6 up=1e6 rtt=35'],
    },
  },
});

type Figures = Pick<Submission, 'idle' | 'download' | 'upload'>;

/** A queue as the emulated line has when nothing is said of it: 100 ms of the rate, 64 KiB at least. */
function defaultQueueBytes(rateBps: number): number {
  return Math.max(65_536, (rateBps * 100) / 8000);
}

for (const line of values.line) {
  const runs = Number(values.runs);
  const simulated = await Promise.all(Array.from({ length: runs }, (_, seed) => onSimulatedLine(line, seed)));
  const emulated: Figures[] = [];
  await withServerOnLine(line, async () => {
    while (emulated.length < runs) emulated.push(await measureWithNode());
  });
  const truth = lineKeys(line);
  for (const [name, figure] of [
    ['download', (f: Figures) => rateError(f.download?.goodputBps, truth.down)],
    ['upload', (f: Figures) => rateError(f.upload?.goodputBps, truth.up)],
  ] as const) {
    const [inSimulation, onLine] = [median(simulated.map(figure)), median(emulated.map(figure))];
    const bias = inSimulation === null || onLine === null ? null : inSimulation - onLine;
    console.log(
      `${line} | ${name} | simulated ${percent(inSimulation)} | emulated ${percent(onLine)} | bias ${percent(bias)}`,
    );
  }
  const idleMs = (figures: Figures[]) =>
    median(figures.map(({ idle }) => idle?.rttMs.p50 ?? null))?.toFixed(2);
  console.log(`${line} | idle RTT p50 | simulated ${idleMs(simulated)} ms | emulated ${idleMs(emulated)} ms`);
}

async function onSimulatedLine(line: string, seed: number): Promise<Figures> {
  const keys = lineKeys(line);
  const direction = (rateBps = 0, queueBytes = defaultQueueBytes(rateBps)) => ({ rateBps, queueBytes });
  const { time, random, transport } = simulate({
    download: { ...direction(keys.down, keys.queue_down), lossRatio: keys.loss_down ?? 0 },
    upload: { ...direction(keys.up, keys.queue_up), lossRatio: keys.loss_up ?? 0 },
    rttMs: keys.rtt ?? 0,
    seed,
  });
  const run = measure({
    transport,
    clock: time,
    random,
    signal: new AbortController().signal,
    agent: { name: 'simulated-bias', version: '0', kind: 'node' },
    declared: NOTHING_DECLARED,
    synthetic: true,
  });
  const outcome = await time.run(run);
  if (!outcome.ok) throw new Error(outcome.error.reason);
  return outcome.value.submission;
}
