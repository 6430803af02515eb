import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type rankAnswerSchema, rankQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { MORE_IS_BETTER, RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { quantileEstimate, sampleOf } from '../../domain/statistics/estimate.ts';
import { groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import { publishedCellsOf } from '../../domain/statistics/published-cells.ts';
import { quantileLaw } from '../../domain/statistics/quantile-law.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { rankRanges } from '../../domain/statistics/ranking.ts';
import { toldCount } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { publishedCells } from '../../storage/cells.ts';
import { cellsAndHidden } from '../hidden-cells.ts';
import { about, basisOf, hiddenBy, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

/** Japan is the first market: where nobody names a region, it is ranked. */
const DEFAULT_REGION = 'JP';

/** `GET /api/v1/quality/rank` */
export async function rank(c: Context<App>): Promise<Response> {
  const query = readQuery(c, rankQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const region = query.value.region ?? DEFAULT_REGION;
  const question = questionOf({ ...query.value, region, groupBy: ['isp'] }, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const { filters, partition, period } = question.value;
  const [level = 'country'] = filters.keys();
  const set = groupingSetOf(['isp', level]);
  const isRolling = period.name.startsWith('r');
  if (set === null || (isRolling && !set.rolling.some((days) => period.name === `r${days}`)))
    return problem(c, {
      reason: 'not-kept',
      detail: 'Prefectures are ranked by r90, months and quarters; areas and countries also by r30 and r365.',
    });
  if (/^\d{4}-\d{2}-\d{2}$/.test(period.name))
    return problem(c, { reason: 'not-kept', detail: 'No day is ranked.' });

  const slice = sliceOf(partition, 'any');
  const { counted, hidden } = await cellsAndHidden(c.env.DB, set, period.cells, slice, hiddenBy(basis));
  const { kind } = query.value;
  const places = counted
    .map(({ place }) => place)
    .filter((place) => {
      const values = valuesOf(place);
      const isp = values[set.dimensions.indexOf('isp')] ?? '';
      return (
        values[set.dimensions.indexOf(level)] === region &&
        !hidden.has(place) &&
        (kind === undefined || basis.directory.brands.get(isp)?.kind === kind)
      );
    });
  const metric = query.value.metric ?? 'downloadBps';
  const rows = await publishedCells(
    c.env.DB,
    { groupingSet: set.name, periods: period.cells, slices: [slice], places },
    [metric],
  );
  const items = publishedCellsOf(rows, partition, set.dimensions, ['isp']).flatMap(({ place, any }) => {
    const sample = sampleOf(any, metric);
    const median = quantileEstimate(sample, 0.5);
    const law = quantileLaw(sample, 0.5);
    if (sample.lines < RANKED_FROM_LINES || any.prefixes.size < 2 || median === null || law === null)
      return [];
    return [
      { key: place['isp'] ?? '', law, value: median.value, median, any, lines: sample.distribution.lines },
    ];
  });
  const found = new Map(items.map((item) => [item.key, item]));
  const { name, from, to } = period;
  const answer: z.infer<typeof rankAnswerSchema> = {
    ...about(basis, query.value.cohort),
    period: { name, from, to },
    metric,
    ranking: rankRanges(items, { moreIsBetter: MORE_IS_BETTER.has(metric) }).flatMap(({ key, ...range }) => {
      const item = found.get(key);
      const median = told(item?.median ?? null);
      if (item === undefined || median === null) return [];
      const excluded = [...item.any.excluded.values()].reduce((sum, count) => sum + count, 0);
      return [
        {
          isp: key,
          lines: toldCount(item.lines),
          results: toldCount(item.any.results),
          excluded: toldCount(excluded),
          median,
          ...range,
        },
      ];
    }),
  };
  return respond(c, basis, query.value.format, answer, () =>
    answer.ranking.map(({ isp, rankFrom, rankTo, median, lines, results, excluded }) => ({
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
  );
}
