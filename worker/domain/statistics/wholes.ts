import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import { areaOfSubdivision, type Directory } from '../directory.ts';
import { placeOf, valuesOf } from './cell-key.ts';
import { GROUPING_SETS, type GroupingSet } from './grouping-sets.ts';

/**
 * Names of the wholes that a place lies in by its region: a prefecture in its area and its country, an area in its country,
 * of the same ISP or whatever else the place says.
 *
 * @param dimensions Those of the place.
 */
export function regionalWholes(
  dimensions: readonly Dimension[],
  directory: Directory,
): (place: string) => readonly string[] {
  const at = dimensions.findIndex((dimension) => dimension === 'area' || dimension === 'subdivision');
  if (at < 0) return () => [];
  return (place) => {
    const values = valuesOf(place);
    const region = values[at] ?? '';
    const area = dimensions[at] === 'subdivision' ? areaOfSubdivision(region, directory) : null;
    return [area, countryOf(region)]
      .filter((whole) => whole !== null)
      .map((whole) => placeOf(values.with(at, whole)));
  };
}

/**
 * Sets whose cells hold all of a set's: with fewer dimensions, or wider regions. Their country is not asked for where the set
 * knows none: an ISP is in one, all but always.
 */
export function largerSets(set: GroupingSet): GroupingSet[] {
  return GROUPING_SETS.filter(
    ({ name, dimensions }) => name !== set.name && sharedDimensions(set, dimensions).length > 0,
  );
}

/** Dimensions of a larger set that a place of a set has, itself or by its region; none when the set is not larger. */
export function sharedDimensions(
  set: Pick<GroupingSet, 'dimensions'>,
  larger: readonly Dimension[],
): Dimension[] {
  const has = new Set<Dimension>(set.dimensions);
  if (has.has('subdivision')) has.add('area');
  if (has.has('area')) has.add('country');
  const missing = larger.filter((dimension) => !has.has(dimension));
  if (missing.some((dimension) => dimension !== 'country')) return [];
  return larger.filter((dimension) => has.has(dimension));
}

/** What a place says in some dimensions, as a key: the same for all places that lie in the same whole. */
export function keyIn(
  wanted: readonly Dimension[],
  dimensions: readonly Dimension[],
  directory: Directory,
): (place: string) => string {
  return (place) => {
    const values = valuesOf(place);
    const valueOf = (dimension: Dimension) => values[dimensions.indexOf(dimension)];
    const subdivision = valueOf('subdivision');
    const country = countryOf(subdivision ?? valueOf('area') ?? '');
    const area =
      subdivision === undefined ? undefined : (areaOfSubdivision(subdivision, directory) ?? country);
    return placeOf(
      wanted.map((dimension) => {
        if (dimension === 'area') return valueOf('area') ?? area ?? '';
        return valueOf(dimension) ?? (dimension === 'country' ? country : '');
      }),
    );
  };
}

/** Codes of regions begin with their country's. */
function countryOf(region: string): string {
  return region.split('-')[0] ?? region;
}
