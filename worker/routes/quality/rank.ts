import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  RANKED_KINDS,
  type RankAnswer,
  type RankQuery,
  rankQuerySchema,
  type UnrankedReason,
} from '../../../measurement-agent/protocol/quality.ts';
import {
  type Dimension,
  MORE_IS_BETTER,
  RANKED_FROM_LINES,
} from '../../../measurement-agent/protocol/statistics.ts';
import type { IspKind } from '../../../web/pages/operators.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { areOfOneNetwork } from '../../domain/statistics/cell-sums.ts';
import { quantileEstimate, sampleOf } from '../../domain/statistics/estimate.ts';
import { groupingSetOf, isDay, keepsPeriod } from '../../domain/statistics/grouping-sets.ts';
import { publishedCellsOf } from '../../domain/statistics/published-cells.ts';
import { quantileLaw } from '../../domain/statistics/quantile-law.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { rankRanges } from '../../domain/statistics/ranking.ts';
import { toldCount, toldExcluded } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { type CsvRow, notModified, respond } from './respond.ts';

/** Japan is the first market: where nobody names a region, it is ranked. */
const DEFAULT_REGION = 'JP';

const COLUMNS = [
  'isp',
  'rankFrom',
  'rankTo',
  'median',
  'low',
  'high',
  'lines',
  'results',
  'excluded',
  'unranked',
];

/** `GET /api/v1/quality/rank` */
export async function rank(c: Context<App>): Promise<Response> {
  const query = readQuery(c, rankQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await rankAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  const { region = DEFAULT_REGION, kind, format } = query.value;
  return respond(c, basis, format, answer.value, () => ({
    name: 'rank',
    columns: COLUMNS,
    rows: rowsOf(answer.value),
    of: { region, ...(kind !== undefined && { kind }) },
  }));
}

/** Those with a rank, then those without, who have the reason in its place. */
function rowsOf({ ranking, unranked }: RankAnswer): CsvRow[] {
  return [
    ...ranking.map(({ isp, rankFrom, rankTo, median, lines, results, excluded }) => ({
      isp,
      rankFrom,
      rankTo,
      median: median.value,
      low: median.low,
      high: median.high,
      lines,
      results,
      excluded,
    })),
    ...unranked.map(({ isp, lines, reason }) => ({
      isp,
      lines,
      unranked: reason,
      // The file is of one kind, and these are of none.
      ...(reason === 'no-ranked-kind' && { kind: null }),
    })),
  ];
}

function byLines(a: { isp: string; lines: number }, b: { isp: string; lines: number }): number {
  return b.lines - a.lines || (a.isp < b.isp ? -1 : 1);
}

function isRankedKind(kind: IspKind): boolean {
  return (RANKED_KINDS as readonly string[]).includes(kind);
}

/** ISPs of a region by their median, with the ranks that the data leave open. */
export async function rankAnswer(
  reader: CellReader,
  basis: Basis,
  query: RankQuery,
): Promise<Fallible<RankAnswer, Refusal>> {
  const region = query.region ?? DEFAULT_REGION;
  const question = questionOf({ ...query, region, groupBy: ['isp'] }, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { filters, partition, period } = question.value;
  const [level = 'country'] = filters.keys();
  const set = groupingSetOf(['isp', level]);
  const isRolling = period.name.startsWith('r');
  if (set === null || (isRolling && !keepsPeriod(set, period.name)))
    return err({
      reason: 'not-kept',
      detail: 'Prefectures are ranked by r90, months and quarters; areas and countries also by r30 and r365.',
    });
  if (isDay(period.name)) return err({ reason: 'not-kept', detail: 'No day is ranked.' });

  const slice = sliceOf(partition, 'any');
  const { kind } = query;
  const valueIn = (place: string, of: Dimension) => valuesOf(place)[set.dimensions.indexOf(of)] ?? '';
  const inRegion = (await reader.counted(set.name, [period.name], slice, [region])).filter(
    ({ place }) => valueIn(place, level) === region,
  );
  const kindOf = (place: string) => basis.directory.brands.get(valueIn(place, 'isp'))?.kind ?? 'other';
  const own = inRegion.filter(({ place }) => kind === undefined || kindOf(place) === kind);
  const places = own
    .filter(({ hidden, publishedLines }) => hidden === null && (publishedLines ?? 0) >= RANKED_FROM_LINES)
    .map(({ place }) => place);
  const metric = query.metric ?? 'downloadBps';
  const rows = await reader.sums({ groupingSet: set.name, periods: period.cells, slices: [slice], places }, [
    metric,
  ]);
  const published = publishedCellsOf(rows, partition, set.dimensions, ['isp']);
  const items = published.flatMap(({ place, any }) => {
    const sample = sampleOf(any, metric);
    const median = quantileEstimate(sample, 0.5);
    const law = quantileLaw(sample, 0.5);
    if (sample.lines < RANKED_FROM_LINES || areOfOneNetwork(any) || median === null || law === null)
      return [];
    return [
      { key: place['isp'] ?? '', law, value: median.value, median, any, lines: sample.distribution.lines },
    ];
  });
  const ranked = new Set(items.map(({ key }) => key));
  const inOneNetwork = new Set(
    published.filter(({ any }) => areOfOneNetwork(any)).map(({ place }) => place['isp']),
  );
  const unranked = own.flatMap(({ place, hidden, publishedLines }) => {
    const isp = valueIn(place, 'isp');
    const lines = toldCount(publishedLines ?? 0);
    if (ranked.has(isp) || lines === null) return [];
    const reason: UnrankedReason = hidden ?? (inOneNetwork.has(isp) ? 'one-prefix' : 'too-few-lines');
    return [{ isp, lines, reason }];
  });
  // They would be in no ranking at all, and nobody would know that they were measured.
  const ofNoKind = inRegion.flatMap(({ place, publishedLines }) => {
    const lines = toldCount(publishedLines ?? 0);
    if (kind === undefined || lines === null || isRankedKind(kindOf(place))) return [];
    return [{ isp: valueIn(place, 'isp'), lines, reason: 'no-ranked-kind' as const }];
  });
  const found = new Map(items.map((item) => [item.key, item]));
  const { name, from, to } = period;
  return ok({
    ...about(basis, query.cohort),
    period: { name, from, to },
    metric,
    ranking: rankRanges(items, { moreIsBetter: MORE_IS_BETTER.has(metric) }).flatMap(({ key, ...range }) => {
      const item = found.get(key);
      const median = told(item?.median ?? null);
      if (item === undefined || median === null) return [];
      return [
        {
          isp: key,
          lines: toldCount(item.lines),
          results: toldCount(item.any.results),
          excluded: toldExcluded(item.any.excluded),
          median,
          ...range,
        },
      ];
    }),
    unranked: [...unranked.toSorted(byLines), ...ofNoKind.toSorted(byLines)],
  });
}
