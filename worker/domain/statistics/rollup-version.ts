import { areaOfSubdivision, type Directory } from '../directory.ts';
import { fnv1a } from './fnv.ts';
import { ROLLUP_VERSION } from './grouping-sets.ts';

/**
 * What rollups were counted by: the code's own version, and which area each subdivision lies in. A line is taken out of the cells that it
 * lay in, so where a region moved all must be counted anew.
 */
export function rollupVersion(directory: Directory): number {
  const areas = [...directory.regions.keys()]
    .map((code) => `${code} ${areaOfSubdivision(code, directory) ?? ''}`)
    .filter((text) => !text.endsWith(' '))
    .toSorted();
  return ROLLUP_VERSION * 2 ** 32 + fnv1a(areas.join('\n'));
}
