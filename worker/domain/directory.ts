import type { Names } from '../../measurement-agent/protocol/figures.ts';
import type { NamedIsp, NamedRegion } from '../../web/pages/names.ts';
import type { IspKind, NetworkRole } from '../../web/pages/operators.ts';

export interface Brand extends NamedIsp {
  kind: IspKind;
}

/** A brand of the directory, and no stand-in for a network whose brand is not known. */
export interface KnownBrand extends Brand {
  kind: Exclude<IspKind, 'shared' | 'network'>;
}

/** A brand uses an autonomous system. Many to many. */
export interface AsUse {
  asn: number;
  slug: string;
  role: NetworkRole;
}

export interface Region extends NamedRegion {
  parentCode: string | null;
  level: 'country' | 'area' | 'subdivision';
}

/** Brands, autonomous systems and regions, as the database holds them; each list in the order pages show it. */
export interface Directory {
  brands: ReadonlyMap<string, Brand>;
  asUses: readonly AsUse[];
  /** Registered names. */
  asNames: ReadonlyMap<number, string>;
  /** Networks that are no access lines, and what they are instead. */
  notAccess: ReadonlyMap<number, 'hosting' | 'vpn'>;
  regions: ReadonlyMap<string, Region>;
}

/** Slugs of the brands that use an AS, in alphabetical order. */
export function slugsOf(asn: number, directory: Directory): string[] {
  return directory.asUses
    .filter((use) => use.asn === asn)
    .map(({ slug }) => slug)
    .toSorted();
}

/** The only brand of an AS; null when there is none or more than one. */
export function onlyBrandOf(asn: number, directory: Directory): Brand | null {
  const [slug, second] = slugsOf(asn, directory);
  return slug === undefined || second !== undefined ? null : (directory.brands.get(slug) ?? null);
}

/** Codes of the subdivisions that lie in a region, the region itself included when it is one. */
export function subdivisionsIn(code: string, directory: Directory): string[] {
  const region = directory.regions.get(code);
  if (region === undefined || region.level === 'subdivision') return [code];
  return [...directory.regions.values()]
    .filter(({ parentCode }) => parentCode === code)
    .flatMap((child) => subdivisionsIn(child.code, directory));
}

/** Whether a region is another or a part of it; a subdivision that the directory does not hold is one of its country. */
export function liesIn(code: string, region: string, directory: Directory): boolean {
  if (code === region) return true;
  const parent = parentCodeOf(code, directory);
  return parent !== null && liesIn(parent, region, directory);
}

function parentCodeOf(code: string, { regions }: Directory): string | null {
  const known = regions.get(code);
  if (known !== undefined) return known.parentCode;
  return code.includes('-') ? code.slice(0, code.indexOf('-')) : null;
}

/** A name for what the directory does not hold: its code. */
export function unnamed(code: string): Names {
  return { ja: code, en: code };
}

/** The area that a subdivision lies in; null where the directory knows none. */
export function areaOfSubdivision(subdivisionCode: string, { regions }: Directory): string | null {
  const parent = regions.get(regions.get(subdivisionCode)?.parentCode ?? '');
  return parent?.level === 'area' ? parent.code : null;
}

/** Codes of the areas of a region: its own where it is one, and the country's for lines of which nothing else is known. */
export function areasIn(code: string, { regions }: Directory): string[] {
  const region = regions.get(code);
  if (region?.level !== 'country') return [code];
  return [
    code,
    ...[...regions.values()]
      .filter(({ parentCode, level }) => parentCode === code && level === 'area')
      .map((area) => area.code),
  ];
}
