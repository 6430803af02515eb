import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type trendAnswerSchema, trendQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { dayPeriod, monthNumberOf, monthPeriod, sliceOf } from '../../domain/statistics/cell-key.ts';
import { decodeSummary } from '../../domain/statistics/cell-summary.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { senSlope } from '../../domain/statistics/sen-slope.ts';
import { toldCount } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { publishedSummaries } from '../../storage/cells.ts';
import { hiddenByPeriod } from '../hidden-cells.ts';
import { about, basisOf, hiddenBy, readQuery } from './asked.ts';
import { notEnough, onePlaceOfPeriods } from './one-place.ts';
import { notModified, respond } from './respond.ts';

const DAY_MS = 86_400_000;
const DAYS = 90;
const MONTHS = 13;

/** `GET /api/v1/quality/trend` */
export async function trend(c: Context<App>): Promise<Response> {
  const query = readQuery(c, trendQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const question = questionOf({ ...query.value, period: 'r365' }, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const step = query.value.step ?? 'month';
  const metric = query.value.metric ?? 'downloadBps';
  const { asOf } = basis.shown;
  const month = monthNumberOf(asOf * DAY_MS);
  const names =
    step === 'day'
      ? Array.from({ length: DAYS }, (_, index) => dayPeriod(asOf - DAYS + 1 + index))
      : Array.from({ length: MONTHS }, (_, index) => monthPeriod(month - MONTHS + 1 + index));
  const slice = sliceOf(question.value.partition, 'any');
  const overAll = { ...question.value, period: { ...question.value.period, cells: names } };
  const place = await onePlaceOfPeriods(c.env.DB, overAll);
  if (!place.ok) return problem(c, place.error);
  const { set, places } = place.value;
  const [rows, hidden] = await Promise.all([
    publishedSummaries(c.env.DB, { groupingSet: set.name, places, periods: names, slices: [slice] }),
    hiddenByPeriod(c.env.DB, set, names, slice, hiddenBy(basis)),
  ]);
  const isHidden = (period: string) => places.some((each) => hidden.get(period)?.has(each));
  if (rows.every(({ period }) => isHidden(period))) return problem(c, notEnough(question.value));
  const answer: z.infer<typeof trendAnswerSchema> = {
    ...about(basis, query.value.cohort),
    metric,
    step,
    series: names.map((period) => {
      const row = rows.find((published) => published.period === period);
      const cell = row === undefined ? null : decodeSummary(row.summary);
      const shown = cell !== null && !isHidden(period) && cell.lines >= SHOWN_FROM_LINES && cell.prefixes > 1;
      return {
        period,
        lines: toldCount(cell?.lines ?? 0),
        results: toldCount(cell?.results ?? 0),
        median: shown ? told(cell.figures[metric].quantiles.p50) : null,
      };
    }),
    slope: null,
  };
  // The period that has not ended is of other days than the others.
  const ended = answer.series.slice(0, -1).map(({ median }) => median?.value ?? null);
  answer.slope = told(senSlope(ended));
  return respond(c, basis, query.value.format, answer, () =>
    answer.series.map(({ period, lines, results, median }) => ({
      period,
      lines,
      results,
      median: median?.value ?? null,
      low: median?.low ?? null,
      high: median?.high ?? null,
    })),
  );
}
