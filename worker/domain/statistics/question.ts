import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { DEFAULT_PERIOD } from '../../../measurement-agent/protocol/quality.ts';
import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import type { Cohort } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { Directory } from '../directory.ts';
import type { Refusal } from '../refusal.ts';
import type { Partition } from './cell-key.ts';
import { type Period, periodOf } from './period.ts';

/** Which cells somebody asks for. */
export interface Question {
  partition: Partition;
  period: Period;
  filters: ReadonlyMap<Dimension, string>;
  /** Dimensions whose values are told apart. */
  groupBy: readonly Dimension[];
}

/** What is asked for, as it stands in an address. */
interface Asked {
  period?: string | undefined;
  cohort?: Cohort | undefined;
  region?: string | undefined;
  isp?: string | undefined;
  access?: string | undefined;
  method?: string | undefined;
  tier?: string | undefined;
  dwelling?: string | undefined;
  medium?: string | undefined;
  ipVersion?: string | undefined;
  groupBy?: readonly Dimension[] | undefined;
}

const DEFAULT_COHORT = 'crowd-browser';

/** Which statistics a server shows: of what was measured, or of demonstration data. */
export interface Shown {
  synthetic: boolean;
  /** The last day of rolling windows, days since the epoch. */
  asOf: number;
}

export function questionOf(asked: Asked, directory: Directory, shown: Shown): Fallible<Question, Refusal> {
  const period = periodOf(asked.period ?? DEFAULT_PERIOD, shown.asOf);
  if (period === null) return err(wrong('period', 'is no day of the calendar'));
  const filters = new Map<Dimension, string>();
  if (asked.region !== undefined) {
    const level = regionLevel(asked.region, directory);
    if (level === null) return err(wrong('region', 'is no region that this server knows'));
    filters.set(level, asked.region);
  }
  for (const dimension of ['isp', 'access', 'method', 'tier', 'dwelling', 'medium', 'ipVersion'] as const) {
    const value = asked[dimension];
    if (value !== undefined) filters.set(dimension, value);
  }
  return ok({
    partition: partitionOf(asked.cohort, shown),
    period,
    filters,
    groupBy: (asked.groupBy ?? []).filter((dimension) => !filters.has(dimension)),
  });
}

/** Results that a question is about; they are of one method, one cohort, and measured or made up. */
export function partitionOf(cohort: Cohort | undefined, { synthetic }: Pick<Shown, 'synthetic'>): Partition {
  return { methodVersion: METHOD_VERSION, synthetic, cohort: cohort ?? DEFAULT_COHORT };
}

/** What kind of region a code is; of other countries than Japan any subdivision is taken. */
export function regionLevel(code: string, { regions }: Directory): 'country' | 'area' | 'subdivision' | null {
  const known = regions.get(code)?.level;
  if (known !== undefined) return known;
  const [country = '', subdivision = ''] = code.split('-');
  const isForeign = country !== 'JP' && regions.get(country)?.level === 'country';
  return isForeign && /^[A-Z0-9]{1,3}$/.test(subdivision) ? 'subdivision' : null;
}

function wrong(field: string, rule: string): Refusal {
  return {
    reason: 'bad-request',
    detail: 'The query does not follow the contract.',
    violations: [{ field, rule }],
  };
}
