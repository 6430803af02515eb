import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type SketchAnswer,
  type SketchQuery,
  sketchQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import { FIGURES, RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { decodeSums } from '../../domain/statistics/cell-code.ts';
import { sliceOf } from '../../domain/statistics/cell-key.ts';
import { areOfOneNetwork } from '../../domain/statistics/cell-sums.ts';
import { sampleOf } from '../../domain/statistics/estimate.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { toldCount, toldExcluded } from '../../domain/statistics/suppression.ts';
import { COARSE_GAMMA, coarsened } from '../../domain/statistics/told-sketch.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { onePlace } from './one-place.ts';
import { notModified, placeAsked, respond } from './respond.ts';

/** `GET /api/v1/quality/sketch` */
export async function sketch(c: Context<App>): Promise<Response> {
  const query = readQuery(c, sketchQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await sketchAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    name: 'sketch',
    of: placeAsked(query.value),
    columns: ['bin', 'upTo', 'lines'],
    rows: [
      // Lines whose figure is exactly 0, as the loss of most is, are in no bin.
      { bin: null, upTo: 0, lines: answer.value.zeroCount },
      ...answer.value.bins.map(([bin, count]) => ({ bin, upTo: COARSE_GAMMA ** bin, lines: count })),
    ],
    together: { results: answer.value.results, excluded: answer.value.excluded },
  }));
}

/** How a figure is distributed over the lines of a cell. */
export async function sketchAnswer(
  reader: CellReader,
  basis: Basis,
  query: SketchQuery,
): Promise<Fallible<SketchAnswer, Refusal>> {
  const question = questionOf(query, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { period, partition } = question.value;
  if (period.cells.length > 1)
    return err({
      reason: 'not-kept',
      detail: 'Sketches are told of months, days and rolling periods.',
    });
  const metric = query.metric ?? 'downloadBps';
  const place = await onePlace(reader, question.value);
  if (!place.ok) return place;
  const [row] = await reader.sums(
    {
      groupingSet: place.value.set.name,
      places: place.value.places,
      periods: period.cells,
      slices: [sliceOf(partition, 'any')],
    },
    [metric],
  );
  const sums = row === undefined ? null : decodeSums(row.sums);
  const kept = sums?.sketches[FIGURES.indexOf(metric)];
  if (
    sums === null ||
    kept === undefined ||
    sampleOf(sums, metric).lines < RANKED_FROM_LINES ||
    areOfOneNetwork(sums)
  )
    return err({
      reason: 'not-enough-lines',
      detail: `A sketch is told from ${RANKED_FROM_LINES} independent lines on.`,
    });
  const { lines, zeroCount, bins } = coarsened(kept);
  const { name, from, to } = period;
  return ok({
    ...about(basis, query.cohort),
    period: { name, from, to },
    metric,
    lines,
    results: toldCount(sums.results),
    excluded: toldExcluded(sums.excluded),
    gamma: COARSE_GAMMA,
    zeroCount,
    bins,
  });
}
