import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { type GroupingSet, groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { Question } from '../../domain/statistics/question.ts';
import type { CountedCell } from '../../domain/statistics/suppression.ts';
import { countedCells } from '../../storage/cells.ts';
import { cellsAndHidden } from '../hidden-cells.ts';
import { type Basis, hiddenBy } from './asked.ts';

export interface OnePlace {
  set: GroupingSet;
  places: readonly string[];
}

/** The one published cell that a question names; a refusal where nothing may be told of it. */
export async function onePlace(
  database: D1Database,
  basis: Basis,
  question: Question,
): Promise<Fallible<OnePlace, Refusal>> {
  const set = setOf(question);
  if (!set.ok) return set;
  const { period, partition } = question;
  const slice = sliceOf(partition, 'any');
  const { counted, hidden } = await cellsAndHidden(database, set.value, period.cells, slice, hiddenBy(basis));
  const place = largestOf(counted, set.value, question);
  if (place === null || hidden.has(place)) return err(notEnough(question));
  return ok({ set: set.value, places: [place] });
}

/** The one place that a question names, whatever is told of it in each of its periods; a refusal where nobody measured. */
export async function onePlaceOfPeriods(
  database: D1Database,
  question: Question,
): Promise<Fallible<OnePlace, Refusal>> {
  const set = setOf(question);
  if (!set.ok) return set;
  const { period, partition } = question;
  const counted = await countedCells(database, set.value.name, period.cells, sliceOf(partition, 'any'));
  const place = largestOf(counted, set.value, question);
  return place === null ? err(notEnough(question)) : ok({ set: set.value, places: [place] });
}

export function notEnough({ filters }: Question): Refusal {
  return {
    reason: 'not-enough-lines',
    detail: `Figures of ${placeOf([...filters.values()])} are told from 30 lines on.`,
  };
}

function setOf({ filters }: Question): Fallible<GroupingSet, Refusal> {
  const set = groupingSetOf([...filters.keys()]);
  return set === null
    ? err({ reason: 'not-kept', detail: 'Name an ISP, a region, or an ISP and a region.' })
    : ok(set);
}

/** Where an ISP is in several countries: its largest. */
function largestOf(
  counted: readonly CountedCell[],
  { dimensions }: GroupingSet,
  { filters }: Question,
): string | null {
  const own = counted.filter(({ place }) => {
    const values = valuesOf(place);
    return [...filters].every(([dimension, value]) => values[dimensions.indexOf(dimension)] === value);
  });
  return own.toSorted((a, b) => b.lines - a.lines)[0]?.place ?? null;
}
