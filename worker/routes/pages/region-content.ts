import type { Counts } from '../../../web/pages/names.ts';
import type { Directory, Region } from '../../domain/directory.ts';
import type { PageSource } from '../../domain/page-source.ts';
import type { Shown } from '../../domain/statistics/question.ts';
import { cellContent, countsBy } from './cell-content.ts';
import { LIST_DAYS } from './isp-content.ts';
import { childrenOf, counted, JAPAN, namedRegion, parentsOf, regionUnder } from './region-tree.ts';

/** Japan by area and prefecture, other countries where something was measured. */
export async function regionListContent(
  database: D1Database,
  directory: Directory,
  shown: Pick<Shown, 'synthetic'>,
): ReturnType<PageSource['regions']> {
  const [countries, areas, prefectures] = await Promise.all([
    countsBy(database, 'country', LIST_DAYS, shown),
    countsBy(database, 'area', LIST_DAYS, shown),
    countsBy(database, 'subdivision', LIST_DAYS, shown),
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
  database: D1Database,
  directory: Directory,
  code: string,
  shown: Pick<Shown, 'synthetic'>,
): ReturnType<PageSource['region']> {
  const region = regionUnder(code, directory);
  if (region === null) return null;
  const isListed = directory.regions.has(code);
  if (!isListed && !(await countsBy(database, 'subdivision', 365, shown)).has(code)) return null;
  const [cell, children] = await Promise.all([
    cellContent(database, directory, region.level, code, shown),
    childrenContent(database, directory, region, shown),
  ]);
  return { region, parents: parentsOf(region, directory), children, cell };
}

/** Listed children always, others where something was measured. */
async function childrenContent(
  database: D1Database,
  directory: Directory,
  { code, level }: Region,
  shown: Pick<Shown, 'synthetic'>,
) {
  if (level === 'subdivision') return [];
  const subdivisions = await countsBy(database, 'subdivision', LIST_DAYS, shown);
  const listed = childrenOf(code, directory);
  if (listed.length === 0) {
    return [...subdivisions.keys()]
      .filter((each) => each.startsWith(`${code}-`))
      .map((each) => counted(namedRegion(each, directory), subdivisions));
  }
  const areas: Map<string, Counts> = await countsBy(database, 'area', LIST_DAYS, shown);
  return listed.map((child) => counted(child, child.level === 'area' ? areas : subdivisions));
}
