import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { CellSample } from './estimate.ts';

/** Lines in like circumstances, as one tier in one region, in two periods; null where there were none. */
export interface ChangingStratum {
  key: string;
  before: CellSample | null;
  after: CellSample | null;
}

/** Whether there are enough lines in both periods for them to be compared. */
export function isCommon({ before, after }: ChangingStratum): boolean {
  return Math.min(before?.lines ?? 0, after?.lines ?? 0) >= ANONYMOUS_FROM_LINES;
}
