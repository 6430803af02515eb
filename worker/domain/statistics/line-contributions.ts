import {
  type CellKey,
  dayPeriod,
  monthNumberOf,
  monthPeriod,
  type Partition,
  placeOf,
  rollingPeriod,
  sliceOf,
} from './cell-key.ts';
import type { ExclusionReason, LineShare } from './cell-sums.ts';
import { GROUPING_SETS, type GroupingSet, isDay, ROLLING_DAYS } from './grouping-sets.ts';
import { type LineAttributes, lineAttributes, UNKNOWN } from './line-attributes.ts';
import { type LineFigures, lineFigures } from './line-figures.ts';
import { hourOfWeekOf, type LineTest, localDayOf } from './line-test.ts';
import { isPeak, type Profile } from './profile.ts';

/** What a line's cells depend on besides its results. */
export interface RollupContext {
  /** The last day of rolling windows, days since the epoch; later days are in them, too. */
  asOf: number;
  profile: Profile;
  areaOf: (subdivisionCode: string) => string | null;
}

/** Some results of a line in one cohort: with one medium or all, in one part of the day or all. */
export interface LineSlice {
  partition: Partition;
  attributes: LineAttributes;
  /** In the order they were measured. */
  tests: readonly LineTest[];
}

/**
 * Everything a line brings into rollups: its share of each cell it lies in. The same results always bring the same, so that
 * what a line brought before can be taken out again.
 *
 * @param tests All results of one line, which is of one month.
 */
export function lineContributions(
  tests: readonly LineTest[],
  context: RollupContext,
  take: (cell: CellKey, share: LineShare) => void,
): void {
  for (const slice of partitionsOf(tests, context)) contributionsOf(slice, context, take);
}

/** A line's results by what is never mixed, each part with what the line is by it. */
export function partitionsOf(
  tests: readonly LineTest[],
  { areaOf }: Pick<RollupContext, 'areaOf'>,
): LineSlice[] {
  const ordered = tests.toSorted(
    (a, b) => a.measuredAtMs - b.measuredAtMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const parts = Map.groupBy(
    ordered,
    ({ methodVersion, synthetic, cohort }) => `${methodVersion} ${synthetic} ${cohort}`,
  );
  return [...parts.values()].flatMap((part) => {
    const [first] = part;
    if (first === undefined) return [];
    const { methodVersion, synthetic, cohort } = first;
    return [
      {
        partition: { methodVersion, synthetic, cohort },
        attributes: lineAttributes(part, areaOf),
        tests: part,
      },
    ];
  });
}

function contributionsOf(
  { partition, attributes, tests }: LineSlice,
  { asOf, profile }: RollupContext,
  take: (cell: CellKey, share: LineShare) => void,
): void {
  const bands = bandsOf(tests, attributes, profile);
  const share = sharesOf(attributes, new Set(bands.get('peak')), monthNumberOf(tests[0]?.measuredAtMs ?? 0));
  const inWindow = (days: number) => (test: LineTest) => localDayOf(test) > asOf - days;

  for (const set of GROUPING_SETS) {
    for (const { place, among } of placesOf(set, attributes, tests)) {
      const put = (period: string, band: Parameters<typeof sliceOf>[1], of: readonly LineTest[]) => {
        const part = among === null ? of : of.filter((test) => among.has(test));
        // A day goes by the line's own clocks, and may lie in two months (UTC): a home is then two lines.
        const spansMonths = period.startsWith('r') || isDay(period);
        if (part.length > 0)
          take(
            { groupingSet: set.name, period, slice: sliceOf(partition, band), place },
            share(part, spansMonths),
          );
      };
      const month = monthPeriod(monthNumberOf(tests[0]?.measuredAtMs ?? 0));
      for (const [band, of] of bands) {
        const isHour = band.startsWith('h');
        if (isHour ? !set.hours : band !== 'any' && !set.bands) continue;
        if (!isHour) put(month, band, of);
        for (const days of ROLLING_DAYS) {
          if (!(set.rolling as readonly number[]).includes(days) || (isHour && days !== 90)) continue;
          put(rollingPeriod(days), band, of.filter(inWindow(days)));
        }
      }
      if (set.days) for (const [day, of] of Map.groupBy(tests, localDayOf)) put(dayPeriod(day), 'any', of);
    }
  }
}

/** A line's results by part of the day and by hour of the week. */
function bandsOf(
  tests: readonly LineTest[],
  { place }: LineAttributes,
  profile: Profile,
): Map<Parameters<typeof sliceOf>[1], readonly LineTest[]> {
  const bands = new Map<Parameters<typeof sliceOf>[1], LineTest[]>([['any', [...tests]]]);
  for (const test of tests) {
    const hour = hourOfWeekOf(test);
    if (hour === null) continue;
    const mobile = place.access === 'mobile' ? 'mobile' : null;
    for (const band of [isPeak(hour % 24, mobile, profile) ? 'peak' : 'off-peak', `h${hour}`] as const) {
      const of = bands.get(band);
      if (of === undefined) bands.set(band, [test]);
      else of.push(test);
    }
  }
  return bands;
}

/** Where in a grouping set a line lies; by medium or IP version in several places, each with the results measured so. */
function placesOf(
  { dimensions }: GroupingSet,
  { place }: LineAttributes,
  tests: readonly LineTest[],
): { place: string; among: ReadonlySet<LineTest> | null }[] {
  const valueIn = (dimension: GroupingSet['dimensions'][number], test: LineTest | undefined) => {
    if (dimension === 'medium') return test?.medium ?? UNKNOWN;
    if (dimension === 'ipVersion') return String(test?.ipVersion ?? UNKNOWN);
    return place[dimension];
  };
  const placeFor = (test: LineTest | undefined): string | null => {
    const values = dimensions.map((dimension) => valueIn(dimension, test));
    return values.every((value) => value !== null) ? placeOf(values) : null;
  };
  if (!dimensions.includes('medium') && !dimensions.includes('ipVersion')) {
    const only = placeFor(undefined);
    return only === null ? [] : [{ place: only, among: null }];
  }
  return [...Map.groupBy(tests, placeFor)].flatMap(([own, among]) =>
    own === null ? [] : [{ place: own, among: new Set(among) }],
  );
}

/** Makes shares, each set of results only once: most lines are tested once, and lie in the same way in every cell. */
function sharesOf(attributes: LineAttributes, peak: ReadonlySet<LineTest>, month: number) {
  const made = new Map<string, LineShare>();
  return (tests: readonly LineTest[], spansMonths: boolean): LineShare => {
    const key = `${spansMonths} ${tests.map(({ id }) => id).join(' ')}`;
    const known = made.get(key);
    if (known !== undefined) return known;
    const share = shareOf(tests, attributes, peak, spansMonths ? month : null);
    made.set(key, share);
    return share;
  };
}

function shareOf(
  tests: readonly LineTest[],
  { contract, regionSource, prefixBucket }: LineAttributes,
  peak: ReadonlySet<LineTest>,
  month: number | null,
): LineShare {
  const counted: LineTest[] = [];
  const excluded = new Map<ExclusionReason, number>();
  for (const test of tests) {
    const reason = exclusionOf(test);
    if (reason === null) counted.push(test);
    else excluded.set(reason, (excluded.get(reason) ?? 0) + 1);
  }
  const figures: LineFigures | null =
    counted.length === 0
      ? null
      : lineFigures(
          counted,
          counted.filter((test) => peak.has(test)),
          contract,
        );
  return { results: counted.length, excluded, regionSource, prefixBucket, figures, month };
}

/** Why a result does not count; null when it does. */
export function exclusionOf({ valid, excludedBy, lineKnown }: LineTest): ExclusionReason | null {
  if (!valid) return excludedBy ?? 'unknown';
  return lineKnown ? null : 'line-unknown';
}
