import { areaOfSubdivision } from '../domain/directory.ts';
import { applyChange, type ChangedLine, cellChanges } from '../domain/statistics/cell-changes.ts';
import { encodeSums } from '../domain/statistics/cell-code.ts';
import { emptySums } from '../domain/statistics/cell-sums.ts';
import { ROLLING_DAYS } from '../domain/statistics/grouping-sets.ts';
import type { RollupContext } from '../domain/statistics/line-contributions.ts';
import { lineMonths } from '../domain/statistics/line-month.ts';
import { DEFAULT_PROFILE } from '../domain/statistics/profile.ts';
import { rollupVersion } from '../domain/statistics/rollup-version.ts';
import type { Env } from '../env.ts';
import { readDirectory } from '../storage/directory.ts';
import { type CellWrite, commitReset, commitStep, commitWindows } from '../storage/rollup-commit.ts';
import {
  lastStep,
  type QueuedTest,
  type RollupStep,
  someDirtyLines,
  supersededOfLines,
  testsOfLines,
} from '../storage/rollup-queue.ts';

const DAY_MS = 86_400_000;

/** Clocks on Earth are at most 14 hours from UTC. */
const CLOCKS_APART_MS = 14 * 3_600_000;

export interface RefreshLimits {
  /** Lines a step: each step writes once what they bring into their cells. */
  linesAStep: number;
  /** Steps at most; what is left waits for the next refresh. */
  steps: number;
}

/** What the edge's cron does at a time: some 20 MB of memory a step, far below its limits. */
export const SCHEDULED_LIMITS: RefreshLimits = { linesAStep: 1_000, steps: 100 };

/**
 * Brings rollups up to date with the results, a step of some lines at a time. Every step is one transaction: whoever dies in
 * between, or runs beside another, leaves rollups that are right for the lines they have, and the others still marked.
 *
 * @returns Lines counted, and whether none is left.
 */
export async function refresh(
  { DB }: Pick<Env, 'DB'>,
  nowMs: number,
  limits: RefreshLimits = SCHEDULED_LIMITS,
): Promise<{ lines: number; done: boolean }> {
  const directory = await readDirectory(DB, nowMs);
  const areaOf = (code: string) => areaOfSubdivision(code, directory);
  const version = rollupVersion(directory);
  let lines = 0;
  for (let steps = 0; steps < limits.steps; steps += 1) {
    const last = await currentWindows(DB, version, nowMs);
    const context: RollupContext = { asOf: last.asOf, profile: DEFAULT_PROFILE, areaOf };
    const counted = await refreshSome(DB, last, context, nowMs, limits.linesAStep);
    if (counted === 0) return { lines, done: true };
    lines += counted ?? 0;
  }
  return { lines, done: false };
}

function dayOf(atMs: number): number {
  return Math.floor(atMs / DAY_MS);
}

/** The last step, once it is of this version and rolling windows reach today. */
async function currentWindows(database: D1Database, version: number, nowMs: number): Promise<RollupStep> {
  for (;;) {
    const last = await lastStep(database);
    const today = dayOf(nowMs);
    if (last?.version !== version)
      await commitReset(database, { step: (last?.step ?? 0) + 1, version, asOf: today }, nowMs);
    else if (last.asOf < today)
      await commitWindows(
        database,
        { step: last.step + 1, version, asOf: today },
        ROLLING_DAYS.map((days) => ({
          fromMs: (last.asOf - days + 1) * DAY_MS - CLOCKS_APART_MS,
          toMs: (today - days + 1) * DAY_MS + CLOCKS_APART_MS,
        })),
        nowMs,
      );
    else return last;
  }
}

/** Counts some lines anew; their number, or null when another was faster. */
async function refreshSome(
  database: D1Database,
  last: RollupStep,
  context: RollupContext,
  nowMs: number,
  limit: number,
): Promise<number | null> {
  const dirty = await someDirtyLines(database, limit);
  if (dirty.length === 0) return 0;
  const names = dirty.map(({ line }) => line);
  const [now, superseded] = await Promise.all([
    testsOfLines(database, names),
    supersededOfLines(database, names),
  ]);
  const changed = changedLines(names, now, superseded);
  const committed = await commitStep(
    database,
    { step: last.step + 1, version: last.version, asOf: context.asOf },
    {
      dirty,
      resultIds: now.map(({ test }) => test.id),
      cells: cellWrites(changed, context),
      lineMonths: names.map((line, index) => ({
        line,
        months: lineMonths(changed[index]?.after ?? [], context),
      })),
    },
    nowMs,
  );
  return committed ? dirty.length : null;
}

/** For each line what rollups have of it, and what it is now. */
function changedLines(
  names: readonly string[],
  now: readonly QueuedTest[],
  superseded: readonly QueuedTest[],
): ChangedLine[] {
  const nowOf = Map.groupBy(now, ({ line }) => line);
  const supersededOf = Map.groupBy(superseded, ({ line }) => line);
  return names.map((line) => {
    const current = nowOf.get(line) ?? [];
    const had = [...(supersededOf.get(line) ?? []), ...current.filter(({ asOf }) => asOf !== null)];
    return {
      line,
      before: had.map(({ test }) => test),
      // A line is always counted as a whole, so all its results were counted into the same windows.
      beforeAsOf: had[0]?.asOf ?? 0,
      after: current.map(({ test }) => test),
    };
  });
}

/** What changed lines bring into cells: as much as they are, however much the cells hold. */
function cellWrites(changed: readonly ChangedLine[], context: RollupContext): CellWrite[] {
  return cellChanges(changed, context).map((change) => {
    const sums = emptySums();
    applyChange(sums, change);
    const { lines, results } = sums;
    return { key: change.key, lines, results, changedLines: change.changedLines, sums: encodeSums(sums) };
  });
}
