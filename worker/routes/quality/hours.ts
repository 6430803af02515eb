import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type HoursAnswer,
  type HoursQuery,
  hoursQuerySchema,
  type Interval,
} from '../../../measurement-agent/protocol/quality.ts';
import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { decodeSums } from '../../domain/statistics/cell-code.ts';
import { type BandOrHour, sliceOf } from '../../domain/statistics/cell-key.ts';
import { areOfOneNetwork, type CellSums, emptySums } from '../../domain/statistics/cell-sums.ts';
import { isAnonymous, quantileEstimate, sampleOf } from '../../domain/statistics/estimate.ts';
import { HOURS_A_WEEK, hourStandardisedMedian } from '../../domain/statistics/hour-standard.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { toldCount, toldExcluded, toldFigure } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { onePlace } from './one-place.ts';
import { notModified, placeAsked, respond } from './respond.ts';

/** `GET /api/v1/quality/hours` */
export async function hours(c: Context<App>): Promise<Response> {
  const query = readQuery(c, hoursQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await hoursAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    name: 'hours',
    of: placeAsked(query.value),
    columns: ['hourOfWeek', 'lines', 'median', 'low', 'high'],
    rows: answer.value.hours.map((hour, index) => ({
      hourOfWeek: index,
      lines: hour?.lines ?? null,
      median: hour?.median.value ?? null,
      low: hour?.median.low ?? null,
      high: hour?.median.high ?? null,
    })),
    together: {
      results: answer.value.results,
      excluded: answer.value.excluded,
      plainMedian: answer.value.plainMedian?.value ?? null,
      plainMedianLow: answer.value.plainMedian?.low ?? null,
      plainMedianHigh: answer.value.plainMedian?.high ?? null,
      hourStandardisedMedian: answer.value.hourStandardisedMedian,
      coverage: answer.value.coverage,
    },
  }));
}

/** The median in every hour of the week. */
export async function hoursAnswer(
  reader: CellReader,
  basis: Basis,
  query: HoursQuery,
): Promise<Fallible<HoursAnswer, Refusal>> {
  const question = questionOf(query, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { partition, period } = question.value;
  if (period.name !== 'r90')
    return err({ reason: 'not-kept', detail: 'Hours are kept of the last 90 days, r90.' });
  const bands = [
    'any',
    ...Array.from({ length: HOURS_A_WEEK }, (_, hour): BandOrHour => `h${hour}`),
  ] as const;
  const metric = query.metric ?? 'downloadBps';
  const place = await onePlace(reader, question.value, (set) => set.hours);
  if (!place.ok) return place;
  const rows = await reader.sums(
    {
      groupingSet: place.value.set.name,
      places: place.value.places,
      periods: period.cells,
      slices: bands.map((band) => sliceOf(partition, band)),
    },
    [metric],
  );

  const byHour = bands.slice(1).map((band): CellSums | null => {
    const code = rows.find(({ slice }) => slice === sliceOf(partition, band))?.sums;
    return code === undefined ? null : decodeSums(code);
  });
  const code = rows.find(({ slice }) => slice === sliceOf(partition, 'any'))?.sums;
  const whole = code === undefined ? emptySums() : decodeSums(code);
  const samples = byHour.map((sums) =>
    sums === null || areOfOneNetwork(sums) ? null : sampleOf(sums, metric),
  );
  const { name, from, to } = period;
  const standardised = hourStandardisedMedian(samples);
  return ok({
    ...about(basis, query.cohort),
    period: { name, from, to },
    metric,
    lines: toldCount(whole.lines),
    results: toldCount(whole.results),
    excluded: toldExcluded(whole.excluded),
    hours: samples.map((sample) => {
      if (sample === null || !isAnonymous(sample)) return null;
      const median = told(quantileEstimate(sample, 0.5));
      return median && { lines: toldCount(sample.distribution.lines), median };
    }),
    hourStandardisedMedian: standardised.median === null ? null : toldFigure(standardised.median),
    plainMedian: plainMedianOf(whole, metric),
    coverage: toldFigure(standardised.coverage),
  });
}

function plainMedianOf(sums: CellSums, metric: Metric): Interval | null {
  const sample = sampleOf(sums, metric);
  return areOfOneNetwork(sums) || !isAnonymous(sample) ? null : told(quantileEstimate(sample, 0.5));
}
