import type { Metric, ProfileName, Quantile } from '../../../measurement-agent/protocol/statistics.ts';
import type { Medium } from '../../../measurement-agent/protocol/vocabulary.ts';

/** A parameter of a rule set, and where it was read; one that we could not read is our assumption until somebody can. */
export type Parameter<Value> = { value: Value } & ({ source: string } | { assumed: true });

/** How a line's tests become its figure. */
export type LineRule =
  /** The median of its days, each day with the median of its tests. */
  | 'median-of-days'
  /** The median of its tests. */
  | 'median-of-tests'
  /** The mean of its tests; of `trimmedMetrics` without the highest, above `trimmedAbove`. */
  | 'trimmed-mean';

/** A rule set that the same results can be counted by. Whatever counts otherwise, or rests on something else, is another version. */
export interface MethodProfile {
  name: ProfileName;
  version: number;
  parameters: {
    /** Hours of the day, 0–23 in the region's own time, that are busy. */
    busyHours: Parameter<readonly number[]>;
    /** The same for lines over mobile access. */
    mobileBusyHours: Parameter<readonly number[]>;
    busyDays: Parameter<'every-day' | 'weekdays'>;
    /** Which tests make a line's figure. */
    counted: Parameter<'all' | 'busy'>;
    lineRule: Parameter<LineRule>;
    /** Quantile of a line's tests above which they are left out: of n tests the ⌊n(1 − q)⌋ highest. 1 leaves none out. */
    trimmedAbove: Parameter<number>;
    /** Of which metrics: where low is good, the highest are not what luck made. */
    trimmedMetrics: Parameter<readonly Metric[]>;
    /** Tests and days of tests from which a line has a figure. */
    leastTests: Parameter<number>;
    leastDays: Parameter<number>;
    /** Tests from which a day counts; those of other days are left out. */
    leastTestsADay: Parameter<number>;
    /** Null counts every medium. */
    media: Parameter<readonly Medium[] | null>;
    /** Tests that lose more than this are left out, 0–1; 1 leaves none out. */
    lossRatioAtMost: Parameter<number>;
    /** Tests whose round trip is shorter than this are left out, ms. */
    idleRttMsAtLeast: Parameter<number>;
    /** Quantiles over lines that are told. */
    quantiles: Parameter<readonly Quantile[]>;
    /** Whether shares of lines by what they reach of their contract are told, in bands from 95% and from 80%. */
    contractBands: Parameter<boolean>;
  };
}

export const PROFILE_PARAMETERS = [
  'busyHours',
  'mobileBusyHours',
  'busyDays',
  'counted',
  'lineRule',
  'trimmedAbove',
  'trimmedMetrics',
  'leastTests',
  'leastDays',
  'leastTestsADay',
  'media',
  'lossRatioAtMost',
  'idleRttMsAtLeast',
  'quantiles',
  'contractBands',
] as const satisfies readonly (keyof MethodProfile['parameters'])[];
type ProfileParameter = (typeof PROFILE_PARAMETERS)[number];

/** Parameters that nobody has read at their source: as long as there are any, figures of the profile are provisional. */
export function assumedOf({ parameters }: MethodProfile): ProfileParameter[] {
  return PROFILE_PARAMETERS.filter((name) => 'assumed' in parameters[name]);
}
