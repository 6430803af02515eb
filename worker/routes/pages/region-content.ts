import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Directory, Region } from '../../domain/directory.ts';
import type { PageSource } from '../../domain/page-source.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import type { Basis } from '../quality/asked.ts';
import type { CellSource } from '../quality/cells.ts';
import { cellContent, countsBy } from './cell-content.ts';
import { LIST_DAYS } from './isp-content.ts';
import { namedIsp } from './isp-profile.ts';
import { childrenOf, counted, JAPAN, namedRegion, parentsOf, regionUnder } from './region-tree.ts';

/** ISPs that a region's page lists: those with the most lines. The others are in the ranking and in the API. */
const LISTED_ISPS = 30;

/** Japan by area and prefecture, other countries where something was measured. */
export async function regionListContent(reader: CellReader, basis: Basis): ReturnType<PageSource['regions']> {
  const { directory } = basis;
  const [countries, areas, prefectures] = await Promise.all([
    countsBy(reader, basis, 'country', LIST_DAYS),
    countsBy(reader, basis, 'area', LIST_DAYS),
    countsBy(reader, basis, 'subdivision', LIST_DAYS),
  ]);
  return {
    japan: counted(namedRegion(JAPAN, directory), countries),
    areas: childrenOf(JAPAN, directory).map((area) => ({
      ...counted(area, areas),
      prefectures: childrenOf(area.code, directory).map((prefecture) => counted(prefecture, prefectures)),
    })),
    countries: [...countries.keys()]
      .filter((code) => code !== JAPAN)
      .map((code) => counted(namedRegion(code, directory), countries)),
    days: LIST_DAYS,
  };
}

/** One country, area or subdivision. A subdivision that the directory does not list has a page once it was measured. */
export async function regionContent(
  source: CellSource,
  basis: Basis,
  code: string,
  period: string,
): ReturnType<PageSource['region']> {
  const { directory } = basis;
  const { reader } = source;
  const region = regionUnder(code, directory);
  if (region === null) return err('not-found');
  const isListed = directory.regions.has(code);
  const [ever, cell, children, isps] = await Promise.all([
    isListed ? null : countsBy(reader, basis, 'subdivision', 365),
    cellContent(source, basis, { region: code, period }),
    childrenContent(reader, basis, region),
    countsBy(reader, basis, 'isp', LIST_DAYS, new Map([[region.level, code]])),
  ]);
  if (ever !== null && !ever.has(code)) return err('not-found');
  if (cell === null) return err('not-kept');
  return ok({
    region,
    parents: parentsOf(region, directory),
    children,
    isps: [...isps]
      .map(([key, count]) => ({ ...namedIsp(key, directory), ...count }))
      .toSorted((a, b) => (b.lines ?? 0) - (a.lines ?? 0) || (a.slug < b.slug ? -1 : 1))
      .slice(0, LISTED_ISPS),
    cell,
  });
}

/** Listed children always, others where something was measured. */
async function childrenContent(reader: CellReader, basis: Basis, { code, level }: Region) {
  if (level === 'subdivision') return [];
  const { directory } = basis;
  const listed = childrenOf(code, directory);
  const [subdivisions, areas] = await Promise.all([
    countsBy(reader, basis, 'subdivision', LIST_DAYS),
    listed.length === 0 ? new Map() : countsBy(reader, basis, 'area', LIST_DAYS),
  ]);
  if (listed.length > 0)
    return listed.map((child) => counted(child, child.level === 'area' ? areas : subdivisions));
  return unlisted(code, directory, subdivisions);
}

/** Subdivisions of a country that the directory does not list, where something was measured. */
function unlisted(code: string, directory: Directory, subdivisions: Awaited<ReturnType<typeof countsBy>>) {
  return [...subdivisions.keys()]
    .filter((each) => each.startsWith(`${code}-`))
    .map((each) => counted(namedRegion(each, directory), subdivisions));
}
