import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { Question } from '../../domain/statistics/question.ts';
import { suppressed } from '../../domain/statistics/suppression.ts';
import { countedCells } from '../../storage/cells.ts';

/** The one published cell that a question names; a refusal where nothing may be told of it. */
export async function onePlace(
  database: D1Database,
  { filters, period, partition }: Question,
): Promise<Fallible<{ groupingSet: string; places: readonly string[] }, Refusal>> {
  const set = groupingSetOf([...filters.keys()]);
  if (set === null)
    return err({ reason: 'not-kept', detail: 'Name an ISP, a region, or an ISP and a region.' });
  const counted = await countedCells(database, set.name, period.cells, sliceOf(partition, 'any'));
  const own = counted.filter(({ place }) => {
    const values = valuesOf(place);
    return [...filters].every(([dimension, value]) => values[set.dimensions.indexOf(dimension)] === value);
  });
  const hidden = suppressed(counted);
  // Where an ISP is in several countries: its largest.
  const [largest] = own.toSorted((a, b) => b.lines - a.lines);
  if (largest === undefined || hidden.has(largest.place))
    return err({
      reason: 'not-enough-lines',
      detail: `Figures of ${placeOf([...filters.values()])} are told from 30 lines on.`,
    });
  return ok({ groupingSet: set.name, places: [largest.place] });
}
