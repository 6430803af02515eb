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
  const wanted = { groupingSet: set.name, places, periods: names, slices: [slice] };
  const cells = new Map(
    (await publishedSummaries(c.env.DB, wanted)).map(({ period, summary }) => [
      period,
      decodeSummary(summary),
    ]),
  );
  const enough = [...cells].flatMap(([period, { lines, prefixes }]) =>
    lines >= SHOWN_FROM_LINES && prefixes > 1 ? [period] : [],
  );
  // A period has neighbours of its own, which all periods together may hide.
  const hidden = await hiddenByPeriod(c.env.DB, set, enough, slice, hiddenBy(basis));
  const shown = new Set(enough.filter((period) => places.every((each) => !hidden.get(period)?.has(each))));
  if (shown.size === 0) return problem(c, notEnough(question.value));
  const answer: z.infer<typeof trendAnswerSchema> = {
    ...about(basis, query.value.cohort),
    metric,
    step,
    series: names.map((period) => {
      const cell = cells.get(period);
      return {
        period,
        lines: toldCount(cell?.lines ?? 0),
        results: toldCount(cell?.results ?? 0),
        median: cell !== undefined && shown.has(period) ? told(cell.figures[metric].quantiles.p50) : null,
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
