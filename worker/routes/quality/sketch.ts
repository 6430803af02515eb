import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type sketchAnswerSchema, sketchQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { FIGURES, RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { decodeSums } from '../../domain/statistics/cell-code.ts';
import { sliceOf } from '../../domain/statistics/cell-key.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { COARSE_GAMMA, coarsened } from '../../domain/statistics/told-sketch.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { publishedCells } from '../../storage/cells.ts';
import { about, basisOf, readQuery } from './asked.ts';
import { onePlace } from './one-place.ts';
import { notModified, respond } from './respond.ts';

/** `GET /api/v1/quality/sketch` */
export async function sketch(c: Context<App>): Promise<Response> {
  const query = readQuery(c, sketchQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const question = questionOf(query.value, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const { period, partition } = question.value;
  if (period.cells.length > 1)
    return problem(c, {
      reason: 'not-kept',
      detail: 'Sketches are told of months, days and rolling periods.',
    });
  const metric = query.value.metric ?? 'downloadBps';
  const place = await onePlace(c.env.DB, basis, question.value);
  if (!place.ok) return problem(c, place.error);
  const [row] = await publishedCells(
    c.env.DB,
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
  if (sums === null || kept === undefined || sums.lines < RANKED_FROM_LINES || sums.prefixes.size < 2)
    return problem(c, {
      reason: 'not-enough-lines',
      detail: `A sketch is told from ${RANKED_FROM_LINES} lines on.`,
    });
  const { lines, zeroCount, bins } = coarsened(kept);
  const { name, from, to } = period;
  const answer: z.infer<typeof sketchAnswerSchema> = {
    ...about(basis, query.value.cohort),
    period: { name, from, to },
    metric,
    lines,
    gamma: COARSE_GAMMA,
    zeroCount,
    bins,
  };
  return respond(c, basis, query.value.format, answer, () =>
    bins.map(([bin, count]) => ({ bin, upTo: COARSE_GAMMA ** bin, lines: count })),
  );
}
