import { areaOfSubdivision, type Directory } from '../directory.ts';
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
  return ROLLUP_VERSION * 2 ** 32 + hashOf(areas.join('\n'));
}

/** 32 bits of FNV-1a (Fowler, Noll and Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
