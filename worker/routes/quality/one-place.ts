import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { type GroupingSet, groupingSetOf, keepsPeriod } from '../../domain/statistics/grouping-sets.ts';
import type { Question } from '../../domain/statistics/question.ts';
import type { ToldCell } from '../../domain/statistics/told-cells.ts';
import type { CellReader } from '../../storage/cell-reader.ts';

export interface OnePlace {
  set: GroupingSet;
  places: readonly string[];
}

/**
 * The one published cell that a question names; a refusal where nothing may be told of it.
 *
 * @param keeps Whether a set keeps what is asked for.
 */
export async function onePlace(
  reader: CellReader,
  question: Question,
  keeps: (set: GroupingSet) => boolean = (set) => keepsPeriod(set, question.period.name),
): Promise<Fallible<OnePlace, Refusal>> {
  const set = setOf(question);
  if (!set.ok) return set;
  if (!keeps(set.value)) return err(notKept(set.value));
  const place = largestOf(await countsOf(reader, set.value, [question.period.name], question));
  if (place === null || place.counts.some(({ hidden }) => hidden !== null)) return err(notEnough(question));
  return ok({ set: set.value, places: [place.name] });
}

/** A place, and in which of some periods it is told. */
export interface OnePlaceOfPeriods extends OnePlace {
  told: ReadonlySet<string>;
}

/** The one place that a question names; a refusal where nobody measured in any of some periods. */
export async function onePlaceOfPeriods(
  reader: CellReader,
  question: Question,
  periods: readonly string[],
): Promise<Fallible<OnePlaceOfPeriods, Refusal>> {
  const set = setOf(question);
  if (!set.ok) return set;
  if (!periods.every((period) => keepsPeriod(set.value, period))) return err(notKept(set.value));
  const place = largestOf(await countsOf(reader, set.value, periods, question));
  if (place === null) return err(notEnough(question));
  const told = place.counts.filter(({ hidden }) => hidden === null);
  return ok({ set: set.value, places: [place.name], told: new Set(told.map(({ period }) => period)) });
}

export function notEnough({ filters }: Question): Refusal {
  return {
    reason: 'not-enough-lines',
    detail: `Figures of ${placeOf([...filters.values()])} are told from 30 lines on.`,
  };
}

/** Not "too few lines": there are none of it, however many are measured. */
function notKept({ dimensions, rolling, days, hours }: GroupingSet): Refusal {
  const kept = [...rolling.map((each) => `r${each}`), ...(days ? ['days'] : []), ...(hours ? ['hours'] : [])];
  return {
    reason: 'not-kept',
    detail: `Of ${dimensions.join(' and ')} months, ${kept.join(', ')} are kept.`,
  };
}

function setOf({ filters }: Question): Fallible<GroupingSet, Refusal> {
  const set = groupingSetOf([...filters.keys()]);
  return set === null
    ? err({ reason: 'not-kept', detail: 'Name an ISP, a region, or an ISP and a region.' })
    : ok(set);
}

async function countsOf(
  reader: CellReader,
  { name, dimensions }: GroupingSet,
  periods: readonly string[],
  { filters, partition }: Question,
): Promise<ToldCell[]> {
  const values = [...filters.values()];
  const counted = await reader.counted(name, periods, sliceOf(partition, 'any'), values);
  return counted.filter(({ place }) => {
    const own = valuesOf(place);
    return [...filters].every(([dimension, value]) => own[dimensions.indexOf(dimension)] === value);
  });
}

/** Where an ISP is in several countries: its largest. */
function largestOf(counted: readonly ToldCell[]): { name: string; counts: readonly ToldCell[] } | null {
  const linesOf = (counts: readonly ToldCell[]) => counts.reduce((sum, { lines }) => sum + lines, 0);
  const [largest] = [...Map.groupBy(counted, ({ place }) => place)].toSorted(
    ([, a], [, b]) => linesOf(b) - linesOf(a),
  );
  return largest === undefined ? null : { name: largest[0], counts: largest[1] };
}
