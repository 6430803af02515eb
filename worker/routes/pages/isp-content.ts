import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Counts } from '../../../web/pages/names.ts';
import type { PageSource } from '../../domain/page-source.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import type { Basis } from '../quality/asked.ts';
import type { CellSource } from '../quality/cells.ts';
import { divergenceAnswer } from '../quality/divergence.ts';
import { cellContent, countsBy, told } from './cell-content.ts';
import { ispProfile, kindOf, namedIsp } from './isp-profile.ts';
import { childrenOf, namedRegion, parentsOf, regionUnder } from './region-tree.ts';

/** Length of the period that lists count over. */
export const LIST_DAYS = 90;

/** Own agents are compared over this, whatever period the page shows: a month of few agents would tell nothing. */
const DIVERGENCE_PERIOD = 'r90';

const NOTHING = { results: null, lines: null };

/** Every brand, and whatever else was measured. */
export async function ispListContent(reader: CellReader, basis: Basis): ReturnType<PageSource['isps']> {
  const counts = await countsBy(reader, basis, 'isp', LIST_DAYS);
  const { directory } = basis;
  const keys = new Set([...directory.brands.keys(), ...counts.keys()]);
  return {
    isps: [...keys].map((key) => ({
      ...namedIsp(key, directory),
      kind: kindOf(key, directory),
      ...(counts.get(key) ?? NOTHING),
    })),
    days: LIST_DAYS,
  };
}

/** One brand, shared network or unclaimed AS. An AS that neither has a name nor was ever measured has no page. */
export async function ispContent(
  source: CellSource,
  basis: Basis,
  key: string,
  period: string,
): ReturnType<PageSource['isp']> {
  const { directory } = basis;
  const { reader } = source;
  const profile = ispProfile(key, directory);
  if (profile === null) return err('not-found');
  const nameless = profile.isp.kind === 'network' && profile.networks.every(({ asName }) => asName === null);
  const own = { isp: key, period: DIVERGENCE_PERIOD, metric: 'downloadBps' } as const;
  const [ever, cell, areas, subdivisions, divergence] = await Promise.all([
    nameless ? countsBy(reader, basis, 'isp', 365) : null,
    cellContent(source, basis, { isp: key, period }),
    countsBy(reader, basis, 'area', LIST_DAYS, new Map([['isp', key]])),
    countsBy(reader, basis, 'subdivision', LIST_DAYS, new Map([['isp', key]])),
    told('/divergence', own, divergenceAnswer(reader, basis, own)),
  ]);
  if (ever !== null && !ever.has(key)) return err('not-found');
  if (cell === null) return err('not-kept');
  const regions = (counts: ReadonlyMap<string, Counts>) =>
    [...counts].map(([code, count]) => ({ ...namedRegion(code, directory), ...count }));
  return ok({
    ...profile,
    cell,
    divergence,
    // The code of a country stands for lines of which nothing else is known.
    areas: regions(areas).filter(({ code }) => code.includes('-')),
    subdivisions: regions(subdivisions),
  });
}

/** An ISP in a region. */
export async function ispInRegionContent(
  source: CellSource,
  basis: Basis,
  { isp: key, region: code, period }: { isp: string; region: string; period: string },
): ReturnType<PageSource['ispInRegion']> {
  const { directory } = basis;
  const { reader } = source;
  const profile = ispProfile(key, directory);
  const region = regionUnder(code, directory);
  if (profile === null || region === null) return err('not-found');
  const set = groupingSetOf(['isp', region.level]);
  const [cell, parts, measured] = await Promise.all([
    cellContent(source, basis, { isp: key, region: code, period }),
    countsBy(reader, basis, 'subdivision', LIST_DAYS, new Map([['isp', key]])),
    countsBy(reader, basis, region.level, set?.rolling.at(-1) ?? LIST_DAYS, new Map([['isp', key]])),
  ]);
  // A listed brand in a listed region has a page before anything was measured, as both pages that lead there have.
  const isListed = directory.brands.has(key) && directory.regions.has(code);
  if (!isListed && !measured.has(code)) return err('not-found');
  if (cell === null) return err('not-kept');
  const inside = new Set(childrenOf(code, directory).map((child) => child.code));
  return ok({
    isp: profile.isp,
    members: profile.members,
    region,
    parents: parentsOf(region, directory),
    subdivisions: [...parts]
      .filter(([part]) => inside.has(part))
      .map(([part, count]) => ({ ...namedRegion(part, directory), ...count })),
    cell,
  });
}
