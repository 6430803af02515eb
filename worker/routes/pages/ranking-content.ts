import { err, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { RankingAsked } from '../../../web/pages/ranking.tsx';
import type { PageSource } from '../../domain/page-source.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import type { Basis } from '../quality/asked.ts';
import { rankAnswer } from '../quality/rank.ts';
import { told } from './cell-content.ts';
import { namedIsp } from './isp-profile.ts';
import { periodChoices, regionChoices } from './overview-choices.ts';
import { regionUnder } from './region-tree.ts';

/** ISPs of a region by rank. */
export async function rankingContent(
  reader: CellReader,
  basis: Basis,
  asked: RankingAsked,
): ReturnType<PageSource['ranking']> {
  const region = regionUnder(asked.region, basis.directory);
  const set = region && groupingSetOf(['isp', region.level]);
  if (region === null || set === null) return err('not-found');
  const [rank, regions] = await Promise.all([
    told('/rank', asked, rankAnswer(reader, basis, asked)),
    regionChoices(reader, basis),
  ]);
  const { ranking = [], unranked = [] } = rank.answer ?? {};
  return ok({
    asked,
    region,
    regions,
    periods: periodChoices(set, basis),
    rank,
    names: new Map([...ranking, ...unranked].map(({ isp }) => [isp, namedIsp(isp, basis.directory)])),
  });
}
