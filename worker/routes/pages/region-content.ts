import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import { cellFigures, type FigureRow, periodStartMs } from '../../domain/cell-figures.ts';
import { type CellCount, countCells } from '../../domain/counts.ts';
import { type Directory, type Region, subdivisionsIn } from '../../domain/directory.ts';
import type { PageSource } from '../../domain/page-source.ts';
import {
  countsByCountry,
  countsBySubdivision,
  figureRowsOfCountry,
  figureRowsOfSubdivisions,
} from '../../storage/results.ts';
import { LIST_DAYS } from './isp-content.ts';
import { areaOf, childrenOf, counted, JAPAN, namedRegion, parentsOf, regionUnder } from './region-tree.ts';

/** Japan by area and prefecture, other countries where something was measured. */
export async function regionListContent(
  database: D1Database,
  directory: Directory,
  nowMs: number,
): ReturnType<PageSource['regions']> {
  const sinceMs = periodStartMs(LIST_DAYS, nowMs);
  const [byCountry, bySubdivision] = await Promise.all([
    countsByCountry(database, sinceMs, METHOD_VERSION),
    countsBySubdivision(database, sinceMs, METHOD_VERSION),
  ]);
  const countries = countCells(byCountry);
  const prefectures = countCells(bySubdivision);
  const areas = countCells(bySubdivision, (code) => areaOf(code, directory));
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
  nowMs: number,
): ReturnType<PageSource['region']> {
  const region = regionUnder(code, directory);
  if (region === null) return null;
  const [rows, children] = await Promise.all([
    rowsOf(database, directory, region, periodStartMs(365, nowMs)),
    childrenContent(database, directory, region, nowMs),
  ]);
  if (rows.length === 0 && !directory.regions.has(code)) return null;
  return {
    region,
    parents: parentsOf(region, directory),
    children,
    cell: {
      periods: cellFigures(rows, nowMs),
      methodVersion: METHOD_VERSION,
      updatedAt: rows.length === 0 ? null : new Date(nowMs).toISOString(),
    },
  };
}

function rowsOf(
  database: D1Database,
  directory: Directory,
  { code, level }: Region,
  sinceMs: number,
): Promise<FigureRow[]> {
  return level === 'country'
    ? figureRowsOfCountry(database, code, sinceMs)
    : figureRowsOfSubdivisions(database, subdivisionsIn(code, directory), sinceMs);
}

/** Listed children always, others where something was measured. */
async function childrenContent(
  database: D1Database,
  directory: Directory,
  { code, level }: Region,
  nowMs: number,
) {
  if (level === 'subdivision') return [];
  const months = await countsBySubdivision(database, periodStartMs(LIST_DAYS, nowMs), METHOD_VERSION);
  const subdivisions = countCells(months);
  const listed = childrenOf(code, directory);
  if (listed.length === 0) {
    return [...subdivisions.keys()]
      .filter((each) => each.startsWith(`${code}-`))
      .map((each) => counted(namedRegion(each, directory), subdivisions));
  }
  const areas: Map<string, CellCount> = countCells(months, (each) => areaOf(each, directory));
  return listed.map((child) => counted(child, child.level === 'area' ? areas : subdivisions));
}
