import { BANDS } from '../../../measurement-agent/protocol/statistics.ts';
import { sliceOf } from '../statistics/cell-key.ts';
import type { GroupingSet } from '../statistics/grouping-sets.ts';
import { GROUPING_SETS } from '../statistics/grouping-sets.ts';
import { partitionOf } from '../statistics/question.ts';

/** Grouping sets whose cells a report shows: regions, and ISPs in them. */
export const REPORTED_SETS: readonly GroupingSet[] = GROUPING_SETS.filter(({ name }) =>
  ['country', 'area', 'subdivision', 'isp', 'isp-area', 'isp-subdivision'].includes(name),
);

/** Slices that a report's figures come from: all hours, busy ones and the others. */
export function reportedSlices(synthetic: boolean): string[] {
  const partition = partitionOf(undefined, { synthetic });
  return BANDS.map((band) => sliceOf(partition, band));
}
