import type { Counts, NamedRegion } from '../../../web/pages/names.ts';
import { type Directory, type Region, unnamed } from '../../domain/directory.ts';

export const JAPAN = 'JP';

const SUBDIVISION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

/** A name and a link for any region that a result may carry. */
export function namedRegion(code: string, directory: Directory): NamedRegion {
  return directory.regions.get(code) ?? { code, names: unnamed(code) };
}

/**
 * The region under a code. The directory lists Japan's subdivisions only; of other countries that it knows, any
 * well-formed subdivision is taken as one, under its code.
 */
export function regionUnder(code: string, directory: Directory): Region | null {
  const known = directory.regions.get(code);
  if (known !== undefined) return known;
  const country = code.slice(0, 2);
  if (!SUBDIVISION.test(code) || country === JAPAN || !directory.regions.has(country)) return null;
  return { code, names: unnamed(code), parentCode: country, level: 'subdivision' };
}

/** From the country downwards, without the region itself. */
export function parentsOf({ parentCode }: Region, directory: Directory): Region[] {
  const parent = parentCode === null ? undefined : directory.regions.get(parentCode);
  return parent === undefined ? [] : [...parentsOf(parent, directory), parent];
}

/** What lies directly in a region, in official order. */
export function childrenOf(code: string, directory: Directory): Region[] {
  return [...directory.regions.values()].filter(({ parentCode }) => parentCode === code);
}

/** A list entry of a region with what was counted there, if anything. */
export function counted(region: NamedRegion, counts: ReadonlyMap<string, Counts>): NamedRegion & Counts {
  const { results, lines } = counts.get(region.code) ?? { results: null, lines: null };
  return { code: region.code, names: region.names, results, lines };
}
