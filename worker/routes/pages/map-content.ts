import type { MapAsked, MapPageProps } from '../../../web/pages/map.tsx';
import type { PageSource } from '../../domain/page-source.ts';
import { groupingSetNamed } from '../../domain/statistics/grouping-sets.ts';
import type { Basis } from '../quality/asked.ts';
import { type CellSource, qualityAnswer } from '../quality/cells.ts';
import { told } from './cell-content.ts';
import { periodChoices } from './overview-choices.ts';
import { childrenOf, JAPAN, namedRegion } from './region-tree.ts';

/** More than there are countries, or subdivisions of Japan. */
const LIMIT = '1000';

/** Regions of Japan or countries, by a metric's median. */
export async function mapContent(
  source: CellSource,
  basis: Basis,
  asked: MapAsked,
): ReturnType<PageSource['map']> {
  const { directory } = basis;
  const dimension: MapPageProps['dimension'] = asked.area === 'japan' ? 'subdivision' : 'country';
  const { period, metric } = asked;
  const query = {
    period,
    groupBy: [dimension],
    metrics: [metric],
    limit: LIMIT,
    ...(asked.area === 'japan' && { region: JAPAN }),
  };
  const cells = await told('', query, qualityAnswer(source, basis, query));
  const regions =
    asked.area === 'japan'
      ? childrenOf(JAPAN, directory).flatMap(({ code }) => childrenOf(code, directory))
      : [...directory.regions.values()].filter(({ level }) => level === 'country');
  return {
    asked,
    dimension,
    regions: regions.map(({ code }) => namedRegion(code, directory)),
    periods: periodChoices(groupingSetNamed(dimension), basis),
    cells,
  };
}
