import { areaOfSubdivision } from '../domain/directory.ts';
import { applyChange, cellChanges, textOf } from '../domain/statistics/cell-changes.ts';
import { decodeSums, encodeSums } from '../domain/statistics/cell-code.ts';
import { type CellSums, emptySums, isEmpty, mergeSums } from '../domain/statistics/cell-sums.ts';
import { DEFAULT_PROFILE } from '../domain/statistics/profile.ts';
import type { Env } from '../env.ts';
import { allCellsFrom } from '../storage/cells.ts';
import { readDirectory } from '../storage/directory.ts';
import { changesOf } from '../storage/publications.ts';
import { lastStep, linesFrom, testsOfLines } from '../storage/rollup-queue.ts';

const AT_A_TIME = 2_000;

/** What a recount found other than the rollups have. */
export interface Difference {
  cell: string;
  kind: 'missing' | 'surplus' | 'other';
}

/**
 * Counts every result from scratch and compares with what the refreshes made of them. Meant for a database that nothing
 * writes to meanwhile, with all lines refreshed.
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
  let results = 0;
  for (let after = '00'; ; ) {
    const lines = await linesFrom(DB, after, AT_A_TIME);
    const tests = Map.groupBy(await testsOfLines(DB, lines), ({ line }) => line);
    const counted = [...tests.values()].map((of) => of.map(({ test }) => test));
    results += counted.reduce((sum, { length }) => sum + length, 0);
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

  const differences: Difference[] = [];
  let cells = 0;
  for (let after = 0; ; ) {
    const some = await allCellsFrom(DB, after, AT_A_TIME);
    const changes = await changesOf(DB, some);
    for (const { sums, lines, results: counted, ...key } of some) {
      const cell = textOf(key);
      const now = sums === null ? emptySums() : decodeSums(sums);
      for (const change of changes.get(cell)?.sums ?? []) mergeSums(now, decodeSums(change));
      const own = expected.get(cell);
      expected.delete(cell);
      cells += 1;
      if (own === undefined) {
        if (!isEmpty(now)) differences.push({ cell, kind: 'surplus' });
      } else if (encodeSums(own) !== encodeSums(now) || own.lines !== lines || own.results !== counted)
        differences.push({ cell, kind: 'other' });
    }
    const last = some.at(-1);
    if (last === undefined) break;
    after = last.rowid;
  }
  for (const cell of expected.keys()) differences.push({ cell, kind: 'missing' });
  return { cells, results, differences };
}
