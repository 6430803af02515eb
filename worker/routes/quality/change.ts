import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type changeAnswerSchema, changeQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { placeOf, sliceOf } from '../../domain/statistics/cell-key.ts';
import { splitChange } from '../../domain/statistics/change.ts';
import { type CellSample, sampleOf } from '../../domain/statistics/estimate.ts';
import { publishedCellsOf } from '../../domain/statistics/published-cells.ts';
import { partitionOf } from '../../domain/statistics/question.ts';
import { toldFigure } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { placesOfIsps, publishedCells } from '../../storage/cells.ts';
import { about, basisOf, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

const SET = 'isp-area-tier';
const DIMENSIONS = ['isp', 'area', 'tier'] as const;

/** `GET /api/v1/quality/change` */
export async function change(c: Context<App>): Promise<Response> {
  const query = readQuery(c, changeQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const { isp, from, to, cohort } = query.value;
  const metric = query.value.metric ?? 'downloadBps';
  const partition = partitionOf(cohort, basis.shown);
  const slice = sliceOf(partition, 'any');
  const places = await placesOfIsps(c.env.DB, SET, [from, to], [isp]);
  const rows = await publishedCells(c.env.DB, SET, [from, to], [slice], places);
  const strata = new Map<string, { from: CellSample | null; to: CellSample | null }>();
  for (const side of ['from', 'to'] as const) {
    const month = side === 'from' ? from : to;
    const own = rows.filter(({ period }) => period === month);
    for (const { place, any } of publishedCellsOf(own, partition, DIMENSIONS, DIMENSIONS)) {
      const key = placeOf([place['area'] ?? '', place['tier'] ?? '']);
      const stratum = strata.get(key) ?? { from: null, to: null };
      strata.set(key, stratum);
      stratum[side] = sampleOf(any, metric);
    }
  }
  const enough = (side: 'from' | 'to') =>
    [...strata.values()].reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0) >= RANKED_FROM_LINES;
  const seed = `${isp} ${from} ${to} ${metric} ${basis.publishedAtMs ?? 0}`;
  const split = enough('from') && enough('to') ? splitChange([...strata.values()], seed) : null;
  const real = told(split?.real ?? null);
  const answer: z.infer<typeof changeAnswerSchema> = {
    ...about(basis, cohort),
    metric,
    isp,
    from,
    to,
    change:
      split === null || real === null
        ? null
        : {
            medianFrom: toldFigure(split.medianFrom),
            medianTo: toldFigure(split.medianTo),
            mix: toldFigure(split.mix),
            real,
            coverage: toldFigure(split.coverage),
          },
  };
  return respond(c, basis, 'json', answer, () => []);
}
