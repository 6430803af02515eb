import type { CellKey } from './cell-key.ts';
import { addShare, type CellSums, type LineShare } from './cell-sums.ts';
import { lineTag } from './changed-lines.ts';
import { lineContributions, type RollupContext } from './line-contributions.ts';
import type { LineTest } from './line-test.ts';

/** A line of which something changed. */
export interface ChangedLine {
  /** The line, in hexadecimal. */
  line: string;
  /** Its results as rollups have them, and the last day of the rolling windows they were counted into. */
  before: readonly LineTest[];
  beforeAsOf: number;
  /** Its results now. */
  after: readonly LineTest[];
}

export interface CellChange {
  key: CellKey;
  /** What lines bring into the cell, and what they take out of it. */
  shares: { share: LineShare; weight: 1 | -1 }[];
  /** Lines that came, went or changed, by their tags (changed-lines.ts). */
  changedLines: string[];
}

/** What rollups must change so that they hold these lines as they are now; cells that nothing changes in are left out. */
export function cellChanges(lines: readonly ChangedLine[], context: RollupContext): CellChange[] {
  const changes = new Map<string, CellChange>();
  for (const { line, before, beforeAsOf, after } of lines) {
    const shares = new Map<string, { key: CellKey; before: LineShare | null; after: LineShare | null }>();
    lineContributions(before, { ...context, asOf: beforeAsOf }, (key, share) =>
      shares.set(textOf(key), { key, before: share, after: null }),
    );
    lineContributions(after, context, (key, share) => {
      const text = textOf(key);
      shares.set(text, { key, before: shares.get(text)?.before ?? null, after: share });
    });
    for (const [text, { key, before: old, after: now }] of shares) {
      if (old !== null && now !== null && isSame(old, now)) continue;
      const change = changes.get(text) ?? { key, shares: [], changedLines: [] };
      changes.set(text, change);
      if (old !== null) change.shares.push({ share: old, weight: -1 });
      if (now !== null) change.shares.push({ share: now, weight: 1 });
      change.changedLines.push(lineTag(line, old, now));
    }
  }
  return [...changes.values()];
}

/** Brings a change into a cell's sums. */
export function applyChange(sums: CellSums, { shares }: CellChange): void {
  for (const { share, weight } of shares) addShare(sums, share, weight);
}

/** A key as text: no part of one has a line break. */
export function textOf({ groupingSet, period, slice, place }: CellKey): string {
  return `${groupingSet}\n${period}\n${slice}\n${place}`;
}

function isSame(a: LineShare, b: LineShare): boolean {
  return (
    a.results === b.results &&
    a.regionSource === b.regionSource &&
    a.prefixBucket === b.prefixBucket &&
    a.month === b.month &&
    a.excluded.size === b.excluded.size &&
    [...a.excluded].every(([reason, count]) => b.excluded.get(reason) === count) &&
    (a.figures === null || b.figures === null
      ? a.figures === b.figures
      : a.figures.every((figure, index) => figure === b.figures?.[index]))
  );
}
