import type { Month } from '../domain/month.ts';
import { cellHash, inputHashOf } from '../domain/reports/hash.ts';
import { REPORTED_SETS, reportedSlices } from '../domain/reports/reported-slices.ts';
import { cellsToHash } from '../storage/reports.ts';

/** A cell has up to 200 kB. */
const CELLS_AT_ONCE = 100;

/** The input hash of a month as it is published now. */
export async function inputHash(database: D1Database, month: Month, synthetic: boolean): Promise<string> {
  const hashes: string[] = [];
  for (const { name } of REPORTED_SETS)
    for (const slice of reportedSlices(synthetic))
      for (let after: string | null = null; ; ) {
        const cells = await cellsToHash(database, { groupingSet: name, month, slice, after }, CELLS_AT_ONCE);
        hashes.push(...(await Promise.all(cells.map((cell) => cellHash(cell)))));
        if (cells.length < CELLS_AT_ONCE) break;
        after = cells.at(-1)?.place ?? null;
      }
  return inputHashOf(hashes);
}
