import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type trendAnswerSchema, trendQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { decodeSums } from '../../domain/statistics/cell-code.ts';
import { dayPeriod, monthNumberOf, monthPeriod, sliceOf } from '../../domain/statistics/cell-key.ts';
import { quantileEstimate, sampleOf } from '../../domain/statistics/estimate.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { senSlope } from '../../domain/statistics/sen-slope.ts';
import { toldCount } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { about, basisOf, readQuery } from './asked.ts';
import { onePlace } from './one-place.ts';
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
  const place = await onePlace(
    c.env.DB,
    { ...question.value, period: { ...question.value.period, cells: names } },
    [slice],
    [metric],
  );
  if (!place.ok) return problem(c, place.error);
  const answer: z.infer<typeof trendAnswerSchema> = {
    ...about(basis, query.value.cohort),
    metric,
    step,
    series: names.map((period) => {
      const row = place.value.find((published) => published.period === period);
      const sums = row === undefined ? null : decodeSums(row.sums);
      const shown = sums !== null && sums.lines >= SHOWN_FROM_LINES && sums.prefixes.size > 1;
      return {
        period,
        lines: toldCount(sums?.lines ?? 0),
        results: toldCount(sums?.results ?? 0),
        median: shown ? told(quantileEstimate(sampleOf(sums, metric), 0.5)) : null,
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
