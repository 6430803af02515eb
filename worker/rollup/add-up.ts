import { ANONYMOUS_FROM_LINES } from '../../measurement-agent/protocol/statistics.ts';
import { partsOf } from '../domain/statistics/added-up-cells.ts';
import type { CellKey } from '../domain/statistics/cell-key.ts';
import { encodeSummary, summarise } from '../domain/statistics/cell-summary.ts';
import { type CellSums, homesIn } from '../domain/statistics/cell-sums.ts';
import { periodOf } from '../domain/statistics/period.ts';
import { addedUpSums } from '../domain/statistics/published-cells.ts';
import { type Publication, publishedParts, someCellsToAddUp } from '../storage/publications.ts';
import { type CellAddedUp, commitAddedUp } from '../storage/rollup-commit.ts';
import type { RollupStep } from '../storage/rollup-queue.ts';

/** Cells a step: each is added up from up to some dozens of others. */
const CELLS_A_STEP = 20;

/**
 * Publishes some of the quarters and combinations that are added up from what is published of their parts: whatever changes in
 * them, ten lines of a part did.
 *
 * @returns false when none waits for it.
 */
export async function addUpSome(
  database: D1Database,
  next: RollupStep,
  publication: Publication,
): Promise<boolean> {
  const keys = await someCellsToAddUp(database, CELLS_A_STEP);
  if (keys.length === 0) return false;
  const addedUp: CellAddedUp[] = [];
  // One after the other: the parts of one may have some megabytes.
  for (const key of keys)
    addedUp.push({ key, summary: await addedUpSummary(database, key, publication.asOf) });
  await commitAddedUp(database, next, addedUp, publication.atMs);
  return true;
}

/** What is told of a cell by what is published of its parts; null where nothing is. */
export async function addedUpSummary(
  database: D1Database,
  key: CellKey,
  asOf: number,
): Promise<string | null> {
  const periods = periodOf(key.period, asOf)?.cells ?? [];
  return summaryOf(addedUpSums(await publishedParts(database, partsOf(key, periods))));
}

/** What is told of a cell; null where it has too few lines for that: ten homes, in whatever month. */
export function summaryOf(sums: CellSums): string | null {
  return homesIn(sums) >= ANONYMOUS_FROM_LINES ? encodeSummary(summarise(sums)) : null;
}
