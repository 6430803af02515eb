import { type CellKey, placeOf, valuesOf } from './cell-key.ts';
import { ADDED_UP_SETS, type GroupingSet } from './grouping-sets.ts';
import { quarterOf } from './period.ts';

/** Published cells that together make up one that is only told. */
export interface CellParts {
  groupingSet: string;
  periods: readonly string[];
  slice: string;
  /** What their places begin with, as far as that is the same for all. */
  startOfPlace: string;
  /** Whether a cell whose place begins so is one of them. */
  has: (place: string) => boolean;
}

/**
 * Cells that are not kept but added up, of which a cell is a part: the quarter of a month, and what a coarser combination makes
 * of it. Lines are in one part of each, so that parts can be added up.
 */
export function wholesOf({ groupingSet, period, slice, place }: CellKey): CellKey[] {
  const own = { groupingSet, period, slice, place };
  const coarser = ADDED_UP_SETS.filter(({ from }) => from.name === groupingSet).map(
    ({ name, dimensions, from }) => ({
      ...own,
      groupingSet: name,
      place: projected(from, dimensions)(place),
    }),
  );
  const quarter = quarterOf(period);
  const quarters = quarter === null ? [] : [own, ...coarser].map((key) => ({ ...key, period: quarter }));
  return [...coarser, ...quarters];
}

/**
 * The parts of such a cell.
 *
 * @param periods Those that make up its period.
 */
export function partsOf(
  { groupingSet, slice, place }: Omit<CellKey, 'period'>,
  periods: readonly string[],
): CellParts {
  const added = ADDED_UP_SETS.find(({ name }) => name === groupingSet);
  if (added === undefined)
    return { groupingSet, periods, slice, startOfPlace: place, has: (other) => other === place };
  const inWhole = projected(added.from, added.dimensions);
  const [first = ''] = valuesOf(place);
  return {
    groupingSet: added.from.name,
    periods,
    slice,
    startOfPlace: placeOf([first, '']),
    has: (part) => inWhole(part) === place,
  };
}

/** What a place of a set says in some of its dimensions. */
export function projected(
  set: GroupingSet,
  dimensions: GroupingSet['dimensions'],
): (place: string) => string {
  const at = dimensions.map((dimension) => set.dimensions.indexOf(dimension));
  return (place) => {
    const values = valuesOf(place);
    return placeOf(at.map((index) => values[index] ?? ''));
  };
}
