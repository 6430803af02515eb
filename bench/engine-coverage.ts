/**
 * How often the 95% interval of a rate contains the truth, by region of the space of simulated lines. Three truths: what the
 * line carried of the load in the window; what the line could have carried; and the mean of other runs of the same line.
 *
 *   npm run bench:engine-coverage -- [--lines 400] [--repeats 8] [--seed 1]
 */
import { parseArgs } from 'node:util';
import type { SimulatedLine } from '../measurement-agent/engine/transports/simulated.ts';
import type { Load } from '../measurement-agent/protocol/result.ts';
import type { Direction } from '../measurement-agent/protocol/summary.ts';
import { median, percent } from './line-truth.ts';
import { contains, DIRECTIONS, isFilled, lineOf, runOn, type Truth, truthOf } from './simulated-space.ts';

const { values } = parseArgs({
  options: {
    lines: { type: 'string', default: '400' },
    repeats: { type: 'string', default: '8' },
    seed: { type: 'string', default: '1' },
  },
});

interface Figure {
  load: Load;
  truth: Truth;
  /** Mean of the figures of the other runs of this line; null when there are none. */
  othersBps: number | null;
}

/** A loss of this many packets is of the order of one in a run. */
const RARE_LOSS = 3e-4;

function regionOf(line: SimulatedLine, direction: Direction): string {
  if (isFilled(line, direction)) return 'filled by TCP';
  const lossRatio = line[direction].lossRatio ?? 0;
  const loss = lossRatio === 0 ? 'no loss' : lossRatio < RARE_LOSS ? 'loss below 0.03%' : 'loss 0.03 to 1%';
  const length = line.rttMs <= 100 ? 'to 100 ms' : line.rttMs <= 200 ? '100 to 200 ms' : '200 to 600 ms';
  return `${loss}, ${length}`;
}

const regions = new Map<string, Figure[]>();
let without = 0;
for (let index = 0; index < Number(values.lines); index += 1) {
  const line = lineOf(Number(values.seed) + index);
  const figures: Record<Direction, Figure[]> = { download: [], upload: [] };
  for (let repeat = 0; repeat < Number(values.repeats); repeat += 1) {
    // Other seeds than any line of this run has.
    const run = await runOn({ ...line, seed: line.seed + repeat * 1_000_003 });
    for (const direction of DIRECTIONS) {
      const load = run.submission[direction];
      const truth = truthOf(run, line, direction);
      if (load === null || truth === null) without += 1;
      else figures[direction].push({ load, truth, othersBps: null });
    }
  }
  for (const direction of DIRECTIONS) {
    const region = regionOf(line, direction);
    regions.set(region, [...(regions.get(region) ?? []), ...withOthers(figures[direction])]);
  }
}

function withOthers(figures: readonly Figure[]): Figure[] {
  const sum = figures.reduce((total, { load }) => total + load.goodputBps, 0);
  return figures.map((figure) => ({
    ...figure,
    othersBps: figures.length < 2 ? null : (sum - figure.load.goodputBps) / (figures.length - 1),
  }));
}

/** Share of intervals that contain a truth, of those that have both. */
function share(figures: readonly Figure[], truthBps: (figure: Figure) => number | null): string {
  const held = figures.flatMap((figure) => {
    const bps = truthBps(figure);
    const inside = bps === null ? null : contains(figure.load, bps);
    return inside === null ? [] : [inside];
  });
  return held.length === 0 ? '' : `${((100 * held.filter(Boolean).length) / held.length).toFixed(1)}%`;
}

function row(name: string, figures: readonly Figure[]): string {
  const halfWidths = figures.map(({ load }) =>
    load.interval ? (load.interval.highBps - load.interval.lowBps) / 2 / load.goodputBps : null,
  );
  const cells = [
    name,
    figures.length,
    share(figures, ({ truth }) => truth.carriedBps),
    share(figures, ({ truth }) => truth.fullBps),
    share(figures, ({ othersBps }) => othersBps),
    percent(median(halfWidths)).replace('+', '± '),
    percent(median(figures.map(({ truth }) => truth.utilisation))).replace('+', ''),
    percent(median(figures.map(({ load, truth }) => load.goodputBps / truth.fullBps - 1))),
    `${((100 * figures.filter(({ load }) => load.steady === true).length) / figures.length).toFixed(0)}%`,
  ];
  return `| ${cells.join(' | ')} |`;
}

console.log(
  '| region | figures | contains what was carried | … what the line could carry | … the mean of other runs | half-width | line busy | error against the line | steady |',
);
console.log('| --- | --- | --- | --- | --- | --- | --- | --- | --- |');
for (const [name, figures] of [...regions].toSorted(([a], [b]) => a.localeCompare(b)))
  console.log(row(name, figures));
console.log(row('all', [...regions.values()].flat()));
if (without > 0) console.log(`${without} directions without a figure`);
