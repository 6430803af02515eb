import { ANONYMOUS_FROM_LINES } from '../../measurement-agent/protocol/statistics.ts';
import { decodeSums, encodeSums } from '../domain/statistics/cell-code.ts';
import { encodeSummary, summarise } from '../domain/statistics/cell-summary.ts';
import { emptySums, mergeSums } from '../domain/statistics/cell-sums.ts';
import { mayPublish, netTags } from '../domain/statistics/changed-lines.ts';
import type { Env } from '../env.ts';
import {
  beginPublication,
  type ChangedCell,
  cellsToPublish,
  endPublication,
  publicationUnderWay,
} from '../storage/publications.ts';
import { type CellPostponement, type CellPublication, commitPublication } from '../storage/rollup-commit.ts';
import { lastStep } from '../storage/rollup-queue.ts';

const DAY_MS = 86_400_000;

export interface PublishLimits {
  /** Cells a step; a cell has up to 200 kB. */
  cellsAStep: number;
  /** Steps at most; what is left waits for the next time. */
  steps: number;
}

/** What the edge's cron does at a time. */
export const SCHEDULED_PUBLISHING: PublishLimits = { cellsAStep: 50, steps: 1_000 };

/** From now on cells that changed enough are to be published; `continuePublication` does it. */
export async function beginPublishing({ DB }: Pick<Env, 'DB'>, nowMs: number): Promise<void> {
  await beginPublication(DB, { atMs: nowMs, asOf: Math.floor(nowMs / DAY_MS) });
}

/**
 * Publishes, some cells at a time, those in which at least ten lines changed since they were, of two networks: the difference
 * between two publications is then of ten lines, too. One line that changed in ten refreshes is one. A cell that has fewer
 * is published as nothing. Nothing happens when no publication
 * has begun; one that was cut off goes on.
 *
 * @returns Whether none is under way any more.
 */
export async function continuePublishing(
  { DB }: Pick<Env, 'DB'>,
  limits: PublishLimits = SCHEDULED_PUBLISHING,
): Promise<boolean> {
  const publication = await publicationUnderWay(DB);
  if (publication === null) return true;
  for (let steps = 0; steps < limits.steps; steps += 1) {
    const last = await lastStep(DB);
    const changed = await cellsToPublish(DB, limits.cellsAStep);
    if (last === null || changed.length === 0) {
      await endPublication(DB, publication.atMs, Date.now());
      return true;
    }
    // When a refresh was faster, the next round reads what it left.
    await commitPublication(
      DB,
      { ...last, step: last.step + 1 },
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
  return false;
}

function published({ key, sums, changes }: ChangedCell): CellPublication {
  const merged = sums === null ? emptySums() : decodeSums(sums);
  for (const change of changes.sums) mergeSums(merged, decodeSums(change));
  const { lines, results } = merged;
  const summary = lines >= ANONYMOUS_FROM_LINES ? encodeSummary(summarise(merged)) : null;
  return { key, lines, results, sums: encodeSums(merged), summary };
}

function postponed({ key, changes }: ChangedCell): CellPostponement {
  const merged = emptySums();
  for (const change of changes.sums) mergeSums(merged, decodeSums(change));
  return { key, changedLines: netTags(changes.lines), sums: encodeSums(merged) };
}
