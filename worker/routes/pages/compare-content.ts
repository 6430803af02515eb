import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { CompareAsked } from '../../../web/pages/compare.tsx';
import type { PageSource } from '../../domain/page-source.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { Basis } from '../quality/asked.ts';
import { type CellSource, qualityAnswer } from '../quality/cells.ts';
import { compareAnswer } from '../quality/compare.ts';
import { sketchAnswer } from '../quality/sketch.ts';
import { countsBy, told } from './cell-content.ts';
import { LIST_DAYS } from './isp-content.ts';
import { ispProfile, kindOf, namedIsp } from './isp-profile.ts';
import { periodChoices, regionChoices } from './overview-choices.ts';
import { namedRegion, parentsOf, regionUnder } from './region-tree.ts';

/** ISPs that the form offers: those with the most lines. Any other is a link away, on its own page. */
const OFFERED = 100;

/** Up to four ISPs in one region, and every pair of them in like circumstances. */
export async function compareContent(
  source: CellSource,
  basis: Basis,
  asked: CompareAsked,
): ReturnType<PageSource['compare']> {
  const { directory } = basis;
  const { reader } = source;
  const region = regionUnder(asked.region, directory);
  const set = region && groupingSetOf(['isp', region.level]);
  if (region === null || set === null) return err('not-found');
  const known = asked.isps.filter((isp) => ispProfile(isp, directory) !== null);
  const { metric, period } = asked;
  const where = { region: asked.region, period };
  const pairs = known.flatMap((a, index) => known.slice(index + 1).map((b) => ({ a, b })));
  const [sides, compared, regions, counts] = await Promise.all([
    Promise.all(
      known.map(async (isp) => {
        const whole = { isp, ...where, metrics: [metric] };
        const own = { isp, ...where, metric };
        const [cell, sketch] = await Promise.all([
          told('', whole, qualityAnswer(source, basis, whole)),
          told('/sketch', own, sketchAnswer(reader, basis, own)),
        ]);
        return { isp: namedIsp(isp, directory), cell, sketch };
      }),
    ),
    Promise.all(
      pairs.map(async (pair) => {
        const query = { ...pair, ...where, metric };
        return { ...pair, ...(await told('/compare', query, compareAnswer(source.reader, basis, query))) };
      }),
    ),
    regionChoices(reader, basis),
    countsBy(reader, basis, 'isp', LIST_DAYS, new Map([[region.level, region.code]])),
  ]);
  const most = [...counts]
    .toSorted(([a, { lines }], [b, { lines: others }]) => (others ?? 0) - (lines ?? 0) || (a < b ? -1 : 1))
    .slice(0, OFFERED)
    .map(([key]) => key);
  return ok({
    asked: { ...asked, isps: known },
    unknown: asked.isps.filter((isp) => !known.includes(isp)),
    region,
    parents: parentsOf(region, directory),
    regions,
    periods: periodChoices(set, basis),
    sides,
    pairs: compared,
    offered: [...new Set([...known, ...most])].map((key) => ({
      ...namedIsp(key, directory),
      kind: kindOf(key, directory),
    })),
    areas: new Map(
      compared
        .flatMap(({ answer }) => answer?.strata ?? [])
        .map(({ area }) => [area, namedRegion(area, directory)]),
    ),
  });
}
