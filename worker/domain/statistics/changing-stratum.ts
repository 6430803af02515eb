import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { CellSample } from './estimate.ts';

/** Lines in like circumstances, as one tier in one region, in two periods; null where there were none. */
export interface ChangingStratum {
  key: string;
  before: CellSample | null;
  after: CellSample | null;
}

/** Lines of the earlier period, and those of the later one that they are compared with: null where there are too few on either side. */
export interface ComparedLines {
  earlier: CellSample;
  later: CellSample | null;
}

/** Of every stratum that has lines in the earlier period. */
export function comparedLines(strata: readonly ChangingStratum[]): ComparedLines[] {
  return strata.flatMap((stratum) =>
    stratum.before === null || !(stratum.before.lines > 0)
      ? []
      : { earlier: stratum.before, later: isCommon(stratum) ? stratum.after : null },
  );
}

/** Whether there are enough lines in both periods for them to be compared. */
export function isCommon({ before, after }: ChangingStratum): boolean {
  return Math.min(before?.lines ?? 0, after?.lines ?? 0) >= ANONYMOUS_FROM_LINES;
}
