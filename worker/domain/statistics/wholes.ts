import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import { areaOfSubdivision, type Directory } from '../directory.ts';
import { placeOf, valuesOf } from './cell-key.ts';

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

/** Codes of regions begin with their country's. */
function countryOf(region: string): string {
  return region.split('-')[0] ?? region;
}
