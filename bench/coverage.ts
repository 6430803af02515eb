/**
 * Statistics against a known truth. A population of four million lines is simulated with all its tests of three months
 * (coverage/population.ts) and reduced by the product's own code, from lineFigures to the sketch, the interval and the ranking.
 *
 * Runs draw their lines from it with replacement, so each run is a sample of independent lines, and what the whole population
 * has is the truth that its intervals must hold: known without an error, and never estimated from a run. Another population of
 * this size would have a slightly different one; the report says how different, but no figure below hangs on that.
 *
 * Exits with 1 when digits differ through the API, when an ISP's agents move the crowd, and, from 1,000 runs on, when coverage,
 * width or rankings miss what is asked of them: with fewer, chance would decide.
 *
 *   npm run bench:coverage -- [--runs 2000] [--lines 4000000] [--seed 1] [--quick] [--through-api 20]
 */
import { parseArgs } from 'node:util';
import { seeded } from '../worker/domain/statistics/seeded.ts';
import { tryGaming } from './coverage/gaming.ts';
import { type IntervalOutcome, tryIntervals } from './coverage/intervals.ts';
import { ALL_EQUAL, SOME_EQUAL, tryOrdering } from './coverage/ordering.ts';
import {
  linesIn,
  makePool,
  monthFigureBps,
  type Pool,
  quantileOfSorted,
  sortedFigures,
  thinned,
} from './coverage/pool.ts';
import { drawLine, ISPS, testsAtAllHours } from './coverage/population.ts';
import { tryThroughApi } from './coverage/through-api.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    lines: { type: 'string' },
    seed: { type: 'string', default: '1' },
    quick: { type: 'boolean', default: false },
    'through-api': { type: 'string', default: '0' },
  },
});
const runs = Number(values.runs ?? (values.quick ? 100 : 2_000));
const lines = Number(values.lines ?? (values.quick ? 200_000 : 4_000_000));

/** What is asked of the statistics. */
const LEAST_COVERAGE = 0.93;
const WIDEST = 1.15;
const FAMILY_WISE = 0.05;
/** With fewer runs even what holds is missed by chance. */
const JUDGED_FROM_RUNS = 1_000;

/** Lines a month. */
const SIZES = [30, 100, 1_000, 100_000];
/** What share of lines measures in each month. */
const MONTHS = [
  { name: '1', shares: [1] },
  { name: '3', shares: [1, 1, 1] },
  { name: '3, unequal', shares: [1, 0.25, 0.25] },
];
/** Lines of each ISP in a ranking. */
const RANKED = [
  { name: '100 lines each', lines: ISPS.map(() => 100) },
  { name: '1,000 lines each', lines: ISPS.map(() => 1_000) },
  { name: '10,000 lines each', lines: ISPS.map(() => 10_000) },
  { name: '800 to 4,000 lines, as their shares', lines: ISPS.map(({ share }) => Math.round(20_000 * share)) },
  { name: '100 to 12,800 lines', lines: ISPS.map((_, index) => 100 * 2 ** (index % 8)) },
  {
    name: '1,000 lines each, a quarter of them in two more months',
    lines: ISPS.map(() => 1_000),
    shares: [1, 0.25, 0.25],
  },
];
const GAMED = { lines: 1_000, agents: 10, runs: Math.min(runs, 20) };
const ALL_HOURS_LINES = 10_000;

const missed: string[] = [];
const beganMs = performance.now();

/** Every part has numbers of its own, so that none hangs on how long another is. */
function randomOf(part: string): () => number {
  return seeded(`coverage ${values.seed} ${part}`);
}

function tell(text: string): void {
  process.stderr.write(`${((performance.now() - beganMs) / 1000).toFixed(0)} s: ${text}\n`);
}

function percent(share: number, digits = 1): string {
  return `${(100 * share).toFixed(digits)}%`;
}

function signed(share: number): string {
  return `${share < 0 ? '−' : '+'}${percent(Math.abs(share), 2)}`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  console.log(`| ${head.join(' | ')} |\n|${' --- |'.repeat(head.length)}`);
  for (const row of rows) console.log(`| ${row.join(' | ')} |`);
  console.log('');
}

function tellPopulation(pool: Pool): void {
  const present = linesIn(pool, 1);
  const figures = sortedFigures(pool, present, 1);
  const counts = Uint32Array.from(
    present,
    (line) => (pool.testFrom[3 * line + 1] ?? 0) - (pool.testFrom[3 * line] ?? 0),
  );
  const once = counts.filter((count) => count === 1).length;
  const tests = counts.reduce((sum, count) => sum + count, 0);
  const often = counts.filter((count) => count >= 100);
  const middle = quantileOfSorted(figures, 0.5);
  // Ranks that 1.96 standard deviations of a median are away.
  const apart = 1.96 * Math.sqrt(0.25 / figures.length);
  const error =
    (quantileOfSorted(figures, 0.5 + apart) - quantileOfSorted(figures, 0.5 - apart)) / 2 / middle;
  const random = randomOf('all hours');
  const allHours = Float64Array.from({ length: ALL_HOURS_LINES }, () => {
    const line = drawLine(random);
    return monthFigureBps(testsAtAllHours(line, random), line.tierBps) ?? Number.NaN;
  }).sort();
  console.log(
    `${pool.lines} lines, ${present.length} of them in the first month, where ${percent(once / present.length, 0)} test once and ${percent(often.length / present.length)} a hundred times or more, who make ${percent(often.reduce((sum, count) => sum + count, 0) / tests, 0)} of the tests. Their true median is ${(middle / 1e6).toFixed(1)} Mbit/s (± ${percent(error, 2)} in another population of this size). Measured in every hour and not when people choose to it would be ${(quantileOfSorted(allHours, 0.5) / 1e6).toFixed(1)} Mbit/s.\n`,
  );
}

/** What came of so many lines a month, in months of such a name. */
type Tried = IntervalOutcome & { months: string; n: number };

function tellIntervals(outcomes: readonly Tried[]): void {
  for (const { months, n, tallies } of outcomes)
    for (const { name, runs: told, held, widthBps, exactWidthBps } of tallies) {
      if (held < LEAST_COVERAGE * told) missed.push(`coverage of ${name} at ${n} lines, months: ${months}`);
      if (widthBps > WIDEST * exactWidthBps) missed.push(`width of ${name} at ${n} lines, months: ${months}`);
    }
  table(
    [
      'months',
      'lines a month',
      'quantile',
      'runs',
      'interval holds the truth',
      'width / exact',
      'width',
      'bias',
    ],
    outcomes.flatMap(({ months, n, tallies }) =>
      tallies
        .filter((tally) => tally.runs > 0)
        .map(({ name, truthBps, runs: told, held, widthBps, exactWidthBps, valueBps }) => [
          months,
          n,
          name,
          told,
          percent(held / told),
          (widthBps / exactWidthBps).toFixed(3),
          percent(widthBps / told / truthBps),
          signed(valueBps / told / truthBps - 1),
        ]),
    ),
  );
  table(
    ['months', 'lines a month', 'median over lines', 'median of all tests', 'mean of all tests'],
    outcomes.flatMap(({ months, n, tallies, naive }) => {
      const median = tallies.find(({ name }) => name === 'p50');
      if (median === undefined || median.runs === 0) return [];
      const { truthBps } = median;
      return [
        [
          months,
          n,
          signed(median.valueBps / median.runs / truthBps - 1),
          signed(naive.medianBps / naive.runs / truthBps - 1),
          signed(naive.meanBps / naive.runs / truthBps - 1),
        ],
      ];
    }),
  );
}

function tellOrdering(pool: Pool): void {
  table(
    [
      'ten ISPs',
      'true medians',
      'runs',
      'runs with a wrong range',
      'runs with a wrong pair',
      'different pairs told apart',
    ],
    RANKED.flatMap(({ name, lines: each, shares = [1] }) =>
      [
        { kind: 'some equal', medians: SOME_EQUAL },
        { kind: 'all equal', medians: ALL_EQUAL },
      ].map(({ kind, medians }) => {
        tell(`ranking, ${name}, ${kind}`);
        const outcome = tryOrdering(
          thinned(pool, shares),
          { medians, lines: each, months: shares.length, runs },
          randomOf(`ranking ${name} ${kind}`),
        );
        if (outcome.wrongRange > FAMILY_WISE * runs) missed.push(`ranking of ${name}, ${kind}`);
        return [
          name,
          kind,
          runs,
          percent(outcome.wrongRange / runs),
          percent(outcome.wrongPair / runs),
          outcome.different === 0 ? '' : percent(outcome.toldApart / outcome.different),
        ];
      }),
    ),
  );
}

function tellGaming(): void {
  tell('an ISP that games');
  const { changed, agents, night } = tryGaming(GAMED, randomOf('gaming'));
  table(
    ['what an ISP with 1,000 lines does', 'the crowd, by lines', 'median of all tests', 'mean of all tests'],
    [
      [
        '10 agents of its own, which test all night',
        `changed in ${changed} of ${GAMED.runs} runs`,
        ...movedBy(agents),
      ],
      ['2% of its customers do so', signed(night.lineMedian), ...movedBy(night)],
    ],
  );
  if (changed > 0) process.exitCode = 1;
}

function movedBy({ testMedian, testMean }: ReturnType<typeof tryGaming>['agents']): string[] {
  return [signed(testMedian), signed(testMean)];
}

async function tellThroughApi(asked: number): Promise<void> {
  const { results, same, figures, differences } = await tryThroughApi(asked, randomOf('api'), tell);
  console.log(
    `${same} of ${asked} runs gave the same digits through acceptance, rollup and GET /api/v1/quality: ${results} results submitted, ${figures} quantiles compared with their intervals.`,
  );
  for (const difference of differences) console.log(`- ${difference}`);
  if (same < asked) process.exitCode = 1;
}

if (Number(values['through-api']) > 0) await tellThroughApi(Number(values['through-api']));
const pool = makePool(lines, randomOf('population'), (share) => {
  if (Math.round(share * 1e4) % 1000 === 0) tell(`population ${percent(share, 0)}`);
});
tellPopulation(pool);
tellIntervals(
  MONTHS.flatMap(({ name, shares }) => {
    const population = thinned(pool, shares);
    return SIZES.map((n) => {
      tell(`intervals of ${n} lines, months: ${name}`);
      const random = randomOf(`intervals ${n} ${name}`);
      return {
        months: name,
        n,
        ...tryIntervals(population, { n, months: shares.length, runs }, random),
      };
    });
  }),
);
tellOrdering(pool);
tellGaming();
if (runs < JUDGED_FROM_RUNS) console.log(`Nothing is judged by fewer than ${JUDGED_FROM_RUNS} runs.`);
else if (missed.length > 0) console.log(`Missed: ${missed.join('; ')}.`);
else
  console.log(
    `Held: coverage of ${percent(LEAST_COVERAGE, 0)} and more, width within ${WIDEST} of the exact interval, at most ${percent(FAMILY_WISE, 0)} of rankings wrong.`,
  );
if (runs >= JUDGED_FROM_RUNS && missed.length > 0) process.exitCode = 1;
tell('done');
