import { decodeSums, encodeSums } from '../domain/statistics/cell-code.ts';
import { emptySums, mergeSums } from '../domain/statistics/cell-sums.ts';
import { mayPublish, netTags } from '../domain/statistics/changed-lines.ts';
import type { Env } from '../env.ts';
import {
  beginPublication,
  type ChangedCell,
  cellsToPublish,
  endPublication,
  lastPublication,
  type Publication,
  publicationUnderWay,
} from '../storage/publications.ts';
import { sweepReplaced } from '../storage/replaced-cells.ts';
import { type CellPostponement, type CellPublication, commitPublication } from '../storage/rollup-commit.ts';
import { lastStep, type RollupStep } from '../storage/rollup-queue.ts';
import { addUpSome, summaryOf } from './add-up.ts';
import { endCells, tellSome } from './tell.ts';

const DAY_MS = 86_400_000;

export interface PublishLimits {
  /** Cells a step; a cell has up to 200 kB. */
  cellsAStep: number;
  /** Steps at most; what is left waits for the next time. */
  steps: number;
}

/** What the edge's cron does at a time. */
export const SCHEDULED_PUBLISHING: PublishLimits = { cellsAStep: 50, steps: 1_000 };

/**
 * From now on cells that changed enough are to be published; `continuePublishing` does it. A publication is later than the one
 * before, whatever the clock says.
 */
export async function beginPublishing({ DB }: Pick<Env, 'DB'>, nowMs: number): Promise<void> {
  const ended = await lastPublication(DB);
  const atMs = ended === null ? nowMs : Math.max(nowMs, ended.atMs + 1);
  await beginPublication(DB, { atMs, asOf: Math.floor(nowMs / DAY_MS) });
}

/**
 * Goes on with a publication that has begun, in steps of one transaction each: first all cells, then what is told of each
 * period. Answers rest on the one before until all is done, and on all of this one from then on. Nothing happens when none has
 * begun; one that was cut off goes on.
 *
 * @returns Whether none is under way any more.
 */
export async function continuePublishing(
  { DB }: Pick<Env, 'DB'>,
  limits: PublishLimits = SCHEDULED_PUBLISHING,
): Promise<boolean> {
  const ended = await lastPublication(DB);
  let steps = 0;
  if (ended !== null)
    while (steps < limits.steps && !(await sweepReplaced(DB, ended, limits.cellsAStep))) steps += 1;
  for (; steps < limits.steps; steps += 1) {
    // In this order: when another moves anything after the step was read, the step that is made of it fails.
    const last = await lastStep(DB);
    const publication = await publicationUnderWay(DB);
    if (publication === null) return true;
    const next = last && { ...last, step: last.step + 1 };
    if (next !== null && !publication.hasCells) await publishSome(DB, next, publication, ended, limits);
    else if (next === null || !(await tellSome(DB, next, publication))) {
      await endPublication(DB, publication.atMs, Date.now());
      return (await publicationUnderWay(DB)) === null;
    }
  }
  return false;
}

/**
 * Publishes some of the cells in which at least ten lines changed since they were, of two networks: the difference between two
 * publications is then of ten lines, too. One line that changed in ten refreshes is one. A cell that has fewer is published
 * as nothing.
 */
async function publishSome(
  database: D1Database,
  next: RollupStep,
  publication: Publication,
  ended: Publication | null,
  { cellsAStep }: PublishLimits,
): Promise<void> {
  const changed = await cellsToPublish(database, cellsAStep);
  if (changed.length === 0) {
    if (!(await addUpSome(database, next, publication))) await endCells(database, next, publication, ended);
    return;
  }
  // When a refresh was faster, the next round reads what it left.
  await commitPublication(
    database,
    next,
    {
      publications: changed
        .filter(({ changes }) => mayPublish(netTags(changes.lines)))
        .map((cell) => published(cell)),
      postponements: changed
        .filter(({ changes }) => !mayPublish(netTags(changes.lines)))
        .map((cell) => postponed(cell)),
    },
    publication.atMs,
  );
}

function published({ key, sums, changes }: ChangedCell): CellPublication {
  const merged = sums === null ? emptySums() : decodeSums(sums);
  for (const change of changes.sums) mergeSums(merged, decodeSums(change));
  const { lines, results } = merged;
  return { key, lines, results, sums: encodeSums(merged), summary: summaryOf(merged) };
}

function postponed({ key, changes }: ChangedCell): CellPostponement {
  const merged = emptySums();
  for (const change of changes.sums) mergeSums(merged, decodeSums(change));
  return { key, changedLines: netTags(changes.lines), sums: encodeSums(merged) };
}
