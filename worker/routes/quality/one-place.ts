import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { type GroupingSet, groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { Question } from '../../domain/statistics/question.ts';
import { hiddenCells } from '../hidden-cells.ts';
import { type Basis, hiddenBy } from './asked.ts';

export interface OnePlace {
  set: GroupingSet;
  places: readonly string[];
}

/** The one published cell that a question names; a refusal where nothing may be told of it. */
export async function onePlace(
  database: D1Database,
  basis: Basis,
  { filters, period, partition }: Question,
): Promise<Fallible<OnePlace, Refusal>> {
  const set = groupingSetOf([...filters.keys()]);
  if (set === null)
    return err({ reason: 'not-kept', detail: 'Name an ISP, a region, or an ISP and a region.' });
  const slice = sliceOf(partition, 'any');
  const { counted, hidden } = await hiddenCells(database, set, period.cells, slice, hiddenBy(basis));
  const own = counted.filter(({ place }) => {
    const values = valuesOf(place);
    return [...filters].every(([dimension, value]) => values[set.dimensions.indexOf(dimension)] === value);
  });
  // Where an ISP is in several countries: its largest.
  const [largest] = own.toSorted((a, b) => b.lines - a.lines);
  if (largest === undefined || hidden.has(largest.place))
    return err({
      reason: 'not-enough-lines',
      detail: `Figures of ${placeOf([...filters.values()])} are told from 30 lines on.`,
    });
  return ok({ set, places: [largest.place] });
}
