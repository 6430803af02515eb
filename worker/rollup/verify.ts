import { areaOfSubdivision } from '../domain/directory.ts';
import { wholesOf } from '../domain/statistics/added-up-cells.ts';
import { applyChange, cellChanges, textOf } from '../domain/statistics/cell-changes.ts';
import { decodeSums, encodeSums } from '../domain/statistics/cell-code.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import { type CellSums, emptySums, isEmpty, mergeSums } from '../domain/statistics/cell-sums.ts';
import type { HiddenBy } from '../domain/statistics/hidden-cells.ts';
import type { RollupContext } from '../domain/statistics/line-contributions.ts';
import { lineMonths } from '../domain/statistics/line-month.ts';
import { DEFAULT_PROFILE } from '../domain/statistics/profile.ts';
import type { ToldCell } from '../domain/statistics/told-cells.ts';
import type { Env } from '../env.ts';
import { allCellsFrom } from '../storage/cells.ts';
import { readDirectory } from '../storage/directory.ts';
import { countLineMonths, lineMonthFields, lineMonthsOf } from '../storage/line-months.ts';
import { changesOf, lastPublication, lastSummaryOf } from '../storage/publications.ts';
import { lastStep, linesFrom, type QueuedTest, testsOfLines } from '../storage/rollup-queue.ts';
import { knownPeriods, lastToldOf } from '../storage/told-cells.ts';
import { addedUpSummary, summaryOf } from './add-up.ts';
import { inSteps, toldNow, toldText, withQuarters } from './tell.ts';

const AT_A_TIME = 2_000;

/** What a recount found other than the rollups have. */
export interface Difference {
  /** Or a line, of whose months it is. */
  cell: string;
  /** `told` is of a cell that is told though it must not be, or not told though it may. */
  kind: 'missing' | 'surplus' | 'other' | 'told';
}

/**
 * Counts every result from scratch and compares with what the refreshes made of them; works out anew what is told, and compares
 * with what the last publication does. Meant for a database that nothing writes to meanwhile, with all lines refreshed and no
 * publication under way.
 *
 * @returns How many cells were compared, and those that differ.
 */
export async function verifyRollup(
  { DB }: Pick<Env, 'DB'>,
  nowMs: number,
): Promise<{ cells: number; results: number; differences: Difference[] }> {
  const directory = await readDirectory(DB, nowMs);
  const step = await lastStep(DB);
  const context = {
    asOf: step?.asOf ?? 0,
    profile: DEFAULT_PROFILE,
    areaOf: (code: string) => areaOfSubdivision(code, directory),
  };
  const expected = new Map<string, CellSums>();
  const differences: Difference[] = [];
  let results = 0;
  let months = 0;
  for (let after = '00'; ; ) {
    const lines = await linesFrom(DB, after, AT_A_TIME);
    const tests = Map.groupBy(await testsOfLines(DB, lines), ({ line }) => line);
    const counted = [...tests.values()].map((of) => of.map(({ test }) => test));
    results += counted.reduce((sum, { length }) => sum + length, 0);
    const ofLines = await monthsOtherwise(DB, lines, tests, context);
    differences.push(...ofLines.differences);
    months += ofLines.rows;
    for (const change of cellChanges(
      counted.map((now) => ({ line: '', before: [], beforeAsOf: 0, after: now })),
      context,
    )) {
      const sums = expected.get(textOf(change.key)) ?? emptySums();
      applyChange(sums, change);
      expected.set(textOf(change.key), sums);
    }
    const last = lines.at(-1);
    if (last === undefined) break;
    after = last;
  }

  if (months < (await countLineMonths(DB))) differences.push({ cell: 'line-months', kind: 'surplus' });

  const wholes = new Map<string, CellKey>();
  let cells = 0;
  for (let after = 0; ; ) {
    const some = await allCellsFrom(DB, after, AT_A_TIME);
    const changes = await changesOf(DB, some);
    for (const { sums, summary, lines, results: counted, ...key } of some) {
      const cell = textOf(key);
      const now = sums === null ? emptySums() : decodeSums(sums);
      const toldOf = sums === null ? null : summaryOf(now);
      if (sums !== null) for (const whole of wholesOf(key)) wholes.set(textOf(whole), whole);
      for (const change of changes.get(cell)?.sums ?? []) mergeSums(now, decodeSums(change));
      const own = expected.get(cell);
      expected.delete(cell);
      cells += 1;
      if (own === undefined) {
        if (!isEmpty(now)) differences.push({ cell, kind: 'surplus' });
      } else if (
        encodeSums(own) !== encodeSums(now) ||
        own.lines !== lines ||
        own.results !== counted ||
        summary !== toldOf
      )
        differences.push({ cell, kind: 'other' });
    }
    const last = some.at(-1);
    if (last === undefined) break;
    after = last.rowid;
  }
  for (const cell of expected.keys()) differences.push({ cell, kind: 'missing' });
  const published = await lastPublication(DB);
  if (published !== null) {
    differences.push(...(await addedUpOtherwise(DB, wholes, published.asOf)));
    differences.push(...(await toldOtherwise(DB, { directory, asOf: published.asOf })));
  }
  return { cells, results, differences };
}

/** Rows of these lines' months, and lines that have others than their results make. */
async function monthsOtherwise(
  database: D1Database,
  lines: readonly string[],
  tests: ReadonlyMap<string, readonly QueuedTest[]>,
  context: RollupContext,
): Promise<{ rows: number; differences: Difference[] }> {
  const rows = await lineMonthsOf(database, lines);
  const kept = Map.groupBy(rows, ({ line }) => line);
  const differences = lines.flatMap((line): Difference[] => {
    const own = (tests.get(line) ?? []).map(({ test }) => test);
    const made = lineMonths(own, context).map((month) => JSON.stringify(lineMonthFields(line, month)));
    // Written anew, so that both have the same spaces.
    const had = (kept.get(line) ?? []).map(({ fields }) => JSON.stringify(JSON.parse(fields)));
    return new Set(made).symmetricDifference(new Set(had)).size === 0 ? [] : [{ cell: line, kind: 'other' }];
  });
  return { rows: rows.length, differences };
}

/** Cells that were added up from others to anything else than these are together. */
async function addedUpOtherwise(
  database: D1Database,
  wholes: ReadonlyMap<string, CellKey>,
  asOf: number,
): Promise<Difference[]> {
  const differences: Difference[] = [];
  for (const [cell, key] of wholes) {
    const [expected, kept] = await Promise.all([
      addedUpSummary(database, key, asOf),
      lastSummaryOf(database, key),
    ]);
    if (kept === undefined) differences.push({ cell, kind: 'missing' });
    else if (kept !== expected) differences.push({ cell, kind: 'other' });
  }
  return differences;
}

/** Cells that are told otherwise than what is published allows. */
async function toldOtherwise(database: D1Database, by: HiddenBy): Promise<Difference[]> {
  const differences: Difference[] = [];
  const bySlice = Map.groupBy(withQuarters(await knownPeriods(database)), ({ slice }) => slice);
  for (const [slice, known] of bySlice)
    for (const periods of inSteps([...new Set(known.map(({ period }) => period))])) {
      const expected = (await toldNow(database, periods, slice, by)).flatMap(({ cells }) => cells);
      const told = await lastToldOf(database, { periods, slice });
      const texts = (cells: readonly ToldCell[]) => new Set(cells.map((cell) => toldText(cell)));
      for (const cell of texts(expected).symmetricDifference(texts(told)))
        differences.push({ cell: `${slice} ${cell}`, kind: 'told' });
    }
  return differences;
}
