import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type changeAnswerSchema, changeQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import { RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { placeOf, sliceOf } from '../../domain/statistics/cell-key.ts';
import { type ChangingStratum, decompose } from '../../domain/statistics/change.ts';
import { sampleOf } from '../../domain/statistics/estimate.ts';
import { groupingSetNamed } from '../../domain/statistics/grouping-sets.ts';
import { publishedCellsOf } from '../../domain/statistics/published-cells.ts';
import { partitionOf } from '../../domain/statistics/question.ts';
import { toldFigure } from '../../domain/statistics/suppression.ts';
import { toldParts } from '../../domain/statistics/told-parts.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { placesOfIsps, publishedCells } from '../../storage/cells.ts';
import { hiddenByPeriod } from '../hidden-cells.ts';
import { about, basisOf, hiddenBy, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

const DIMENSIONS = ['isp', 'area', 'tier'] as const;
const STRATA = groupingSetNamed('isp-area-tier');
const SET = STRATA.name;

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
  const [rows, hidden] = await Promise.all([
    publishedCells(c.env.DB, { groupingSet: SET, periods: [from, to], slices: [slice], places }, [metric]),
    hiddenByPeriod(c.env.DB, STRATA, [from, to], slice, hiddenBy(basis)),
  ]);
  const strata = new Map<string, ChangingStratum>();
  for (const [side, month] of [
    ['before', from],
    ['after', to],
  ] as const) {
    const own = rows.filter(
      ({ period, place }) => period === month && hidden.get(month)?.get(place) !== 'complementary',
    );
    for (const { place, any } of publishedCellsOf(own, partition, DIMENSIONS, DIMENSIONS)) {
      if (any.prefixes.size < 2) continue;
      const key = placeOf([place['area'] ?? '', place['tier'] ?? '']);
      const stratum = strata.get(key) ?? { key, before: null, after: null };
      strata.set(key, stratum);
      stratum[side] = sampleOf(any, metric);
    }
  }
  const linesIn = (side: 'before' | 'after') =>
    [...strata.values()].reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0);
  const enough = (side: 'before' | 'after') => linesIn(side) >= RANKED_FROM_LINES;
  const seed = `${isp} ${from} ${to} ${metric} ${basis.publishedAtMs ?? 0}`;
  const outcome = enough('before') && enough('after') ? decompose([...strata.values()], { seed }) : null;
  const split = outcome?.ok === true ? outcome.value : null;
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
            medianFrom: toldFigure(split.before),
            medianTo: toldFigure(split.after),
            mix: toldFigure(split.mix),
            real,
            coverage: toldParts([split.coverage.before * linesIn('before')], linesIn('before'))[0] ?? 0,
          },
  };
  return respond(c, basis, 'json', answer, () => []);
}
