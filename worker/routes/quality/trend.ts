import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type TrendAnswer,
  type TrendQuery,
  trendQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { dayPeriod, monthNumberOf, monthPeriod, sliceOf } from '../../domain/statistics/cell-key.ts';
import { decodeSummary } from '../../domain/statistics/cell-summary.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { senSlope } from '../../domain/statistics/sen-slope.ts';
import { toldCount, toldExcluded } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { notEnough, onePlaceOfPeriods } from './one-place.ts';
import { notModified, placeAsked, respond } from './respond.ts';

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
  const answer = await trendAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    name: 'trend',
    of: placeAsked(query.value),
    columns: ['period', 'lines', 'results', 'excluded', 'median', 'low', 'high'],
    rows: answer.value.series.map(({ period, lines, results, excluded, median }) => ({
      period,
      lines,
      results,
      excluded,
      median: median?.value ?? null,
      low: median?.low ?? null,
      high: median?.high ?? null,
    })),
    together: {
      slope: answer.value.slope?.value ?? null,
      slopeLow: answer.value.slope?.low ?? null,
      slopeHigh: answer.value.slope?.high ?? null,
    },
  }));
}

/** The median of 13 months or 90 days, and its slope. */
export async function trendAnswer(
  reader: CellReader,
  basis: Basis,
  query: TrendQuery,
): Promise<Fallible<TrendAnswer, Refusal>> {
  const question = questionOf({ ...query, period: 'r365' }, basis.directory, basis.shown);
  if (!question.ok) return question;
  const step = query.step ?? 'month';
  const metric = query.metric ?? 'downloadBps';
  const { asOf } = basis.shown;
  const month = monthNumberOf(asOf * DAY_MS);
  const names =
    step === 'day'
      ? Array.from({ length: DAYS }, (_, index) => dayPeriod(asOf - DAYS + 1 + index))
      : Array.from({ length: MONTHS }, (_, index) => monthPeriod(month - MONTHS + 1 + index));
  const slice = sliceOf(question.value.partition, 'any');
  const place = await onePlaceOfPeriods(reader, question.value, names);
  if (!place.ok) return place;
  // A period has neighbours of its own, which all periods together may hide.
  const { set, places, told: openIn } = place.value;
  const wanted = { groupingSet: set.name, places, periods: names, slices: [slice] };
  const cells = new Map(
    (await reader.summaries(wanted)).map(({ period, summary }) => [period, decodeSummary(summary)]),
  );
  const shown = new Set(
    [...cells].flatMap(([period, { prefixes }]) => (openIn.has(period) && prefixes > 1 ? [period] : [])),
  );
  if (shown.size === 0) return err(notEnough(question.value));
  const answer: TrendAnswer = {
    ...about(basis, query.cohort),
    metric,
    step,
    series: names.map((period) => {
      const cell = cells.get(period);
      return {
        period,
        lines: toldCount(cell?.lines ?? 0),
        results: toldCount(cell?.results ?? 0),
        excluded: cell !== undefined && shown.has(period) ? toldExcluded(cell.excluded) : null,
        median: cell !== undefined && shown.has(period) ? told(cell.figures[metric].quantiles.p50) : null,
      };
    }),
    slope: null,
  };
  // What has not ended is of other days or hours than the rest: the last period, and in the west the day before as well, as days begin and end there later.
  const ended = answer.series.slice(0, step === 'day' ? -2 : -1).map(({ median }) => median?.value ?? null);
  answer.slope = told(senSlope(ended, step === 'day' ? 'days' : 'months'));
  return ok(answer);
}
