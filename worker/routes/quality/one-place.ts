import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { PublishedRow } from '../../domain/statistics/published-cells.ts';
import type { Question } from '../../domain/statistics/question.ts';
import { suppressed } from '../../domain/statistics/suppression.ts';
import { countedCells, publishedCells } from '../../storage/cells.ts';

/** What is published of the one cell that a question names, in some slices; a refusal where nothing may be told. */
export async function onePlace(
  database: D1Database,
  { filters, period, partition }: Question,
  slices: readonly string[],
  figures: readonly Figure[],
): Promise<Fallible<PublishedRow[], Refusal>> {
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
  return ok(await publishedCells(database, set.name, period.cells, slices, [largest.place], figures));
}
