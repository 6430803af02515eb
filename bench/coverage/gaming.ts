import { ascending, quantile } from '../../measurement-agent/metrics/quantile.ts';
import { encodeSums } from '../../worker/domain/statistics/cell-code.ts';
import { addShare, type CellSums, emptySums } from '../../worker/domain/statistics/cell-sums.ts';
import { lineContributions } from '../../worker/domain/statistics/line-contributions.ts';
import type { LineTest } from '../../worker/domain/statistics/line-test.ts';
import { DEFAULT_PROFILE } from '../../worker/domain/statistics/profile.ts';
import { monthFigureBps } from './pool.ts';
import { drawLine, drawLineOf, GAMER, ispAgentOf, MONTHS, type Random, testsOf } from './population.ts';

const DAY_MS = 86_400_000;

export interface GamingOutcome {
  runs: number;
  /** Runs in which any cell of the crowd changed when the ISP's own agents came. */
  changed: number;
  /** Mean change of the ISP's figures by those agents, were everything one heap of tests. */
  agents: MovedTests;
  /** The same by those of its crowd's lines that test all night, and of the median over lines. */
  night: MovedTests & { lineMedian: number };
}

/** Mean changes of an ISP's figures over all tests, as shares. */
interface MovedTests {
  testMean: number;
  testMedian: number;
}

type TestsOfLines = readonly LineTest[][];

/**
 * An ISP sets up agents of its own, and some of its customers test at three in the morning, hundreds of times: what does that
 * move? Every cell of the crowd is counted with and without the agents.
 */
export function tryGaming(
  { lines, agents, runs }: { lines: number; agents: number; runs: number },
  random: Random,
): GamingOutcome {
  const outcome: GamingOutcome = {
    runs,
    changed: 0,
    agents: { testMean: 0, testMedian: 0 },
    night: { lineMedian: 0, testMean: 0, testMedian: 0 },
  };
  for (let run = 0; run < runs; run += 1) {
    const drawn = Array.from({ length: lines }, () => drawLineOf(GAMER, random));
    const others = Array.from({ length: lines }, () => testsOf(drawLine(random), 0, random));
    const tested = drawn.map((line) => ({ line, tests: testsOf(line, 0, random) }));
    const crowd = tested.map(({ tests }) => tests);
    const honest = tested.filter(({ line }) => !line.games).map(({ tests }) => tests);
    const own = Array.from({ length: agents }, () => testsOf(ispAgentOf(GAMER, random), 0, random));
    if (crowdCells([...others, ...crowd]) !== crowdCells([...others, ...crowd, ...own])) outcome.changed += 1;
    addMoved(outcome.agents, crowd, [...crowd, ...own], runs);
    addMoved(outcome.night, honest, crowd, runs);
    outcome.night.lineMedian += (lineMedian(crowd) / lineMedian(honest) - 1) / runs;
  }
  return outcome;
}

function addMoved(moved: MovedTests, before: TestsOfLines, after: TestsOfLines, runs: number): void {
  const by = (figure: (rates: readonly number[]) => number) =>
    (figure(ratesOf(after)) / figure(ratesOf(before)) - 1) / runs;
  moved.testMean += by(mean);
  moved.testMedian += by(middle);
}

/** The product's figure: the median over lines. */
function lineMedian(lines: TestsOfLines): number {
  return middle(lines.flatMap((tests) => monthFigureBps(tests, 1) ?? []));
}

/** All cells of the crowd as they would be stored, as one text. */
function crowdCells(lines: TestsOfLines): string {
  const [year, month] = MONTHS[0];
  const context = {
    asOf: Math.floor(Date.UTC(year, month + 1, 1) / DAY_MS),
    profile: DEFAULT_PROFILE,
    areaOf: () => null,
  };
  const cells = new Map<string, CellSums>();
  for (const tests of lines)
    if (tests.length > 0)
      lineContributions(tests, context, ({ groupingSet, period, slice, place }, share) => {
        if (!slice.includes(' crowd-browser ')) return;
        const name = [groupingSet, period, slice, place].join(' ');
        const sums = cells.get(name) ?? emptySums();
        cells.set(name, sums);
        addShare(sums, share, 1);
      });
  return [...cells]
    .map(([name, sums]) => `${name} ${encodeSums(sums)}`)
    .toSorted()
    .join('\n');
}

function ratesOf(lines: TestsOfLines): number[] {
  return lines.flatMap((tests) => tests.flatMap(({ downloadBps }) => downloadBps ?? []));
}

function middle(values: readonly number[]): number {
  return quantile(ascending(values), 0.5) ?? Number.NaN;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
