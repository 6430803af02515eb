import type { Context } from 'hono';
import {
  type ChangeAnswer,
  type ChangeQuery,
  changeQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import { RANKED_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { areOfOneNetwork, excludedResults } from '../../domain/statistics/cell-sums.ts';
import { decompose } from '../../domain/statistics/change.ts';
import { type ChangingStratum, isCommon } from '../../domain/statistics/changing-stratum.ts';
import { coverageOf } from '../../domain/statistics/coverage.ts';
import { sampleOf } from '../../domain/statistics/estimate.ts';
import { publishedCellsOf } from '../../domain/statistics/published-cells.ts';
import { partitionOf } from '../../domain/statistics/question.ts';
import { toldCount, toldFigure } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

const DIMENSIONS = ['isp', 'area', 'tier'] as const;
const SET = 'isp-area-tier';
const WHOLE_SET = 'isp';

/** `GET /api/v1/quality/change` */
export async function change(c: Context<App>): Promise<Response> {
  const query = readQuery(c, changeQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await changeAnswer(cellReader(c.env.DB, basis), basis, query.value);
  return respond(c, basis, 'json', answer, () => ({ name: 'change', columns: [], rows: [] }));
}

/** How an ISP's median moved between two months: what is real of it, and what comes of other lines being measured. */
export async function changeAnswer(
  reader: CellReader,
  basis: Basis,
  query: ChangeQuery,
): Promise<ChangeAnswer> {
  const { isp, from, to, cohort } = query;
  const metric = query.metric ?? 'downloadBps';
  const partition = partitionOf(cohort, basis.shown);
  const slice = sliceOf(partition, 'any');
  // Under thirty lines a stratum has no figures of its own, and is part of the change; under ten, or where it would bare another, it is not.
  const isOwn = ({ place }: { place: string }) => valuesOf(place)[0] === isp;
  const [ofStrata, ofWholes] = await Promise.all([
    reader.counted(SET, [from, to], slice, [isp]),
    reader.counted(WHOLE_SET, [from, to], slice, [isp]),
  ]);
  const counted = ofStrata.filter(isOwn);
  const wholes = ofWholes.filter(isOwn);
  // A stratum that may be told in one of the months only would look as if its lines had come or gone.
  const hidden = new Set(counted.flatMap((each) => (each.hidden === 'complementary' ? [each.place] : [])));
  const open = counted.filter(({ place }) => !hidden.has(place));
  const openIn = Map.groupBy(open, ({ period }) => period);
  const rows = await reader.sums(
    {
      groupingSet: SET,
      periods: [from, to],
      slices: [slice],
      places: [...new Set(open.map(({ place }) => place))],
    },
    [metric],
  );
  const strata = new Map<string, ChangingStratum>();
  const counts = { before: { results: 0, excluded: 0 }, after: { results: 0, excluded: 0 } };
  for (const [side, month] of [
    ['before', from],
    ['after', to],
  ] as const) {
    const places = new Set(openIn.get(month)?.map(({ place }) => place));
    const own = rows.filter(({ period, place }) => period === month && places.has(place));
    for (const { place, any } of publishedCellsOf(own, partition, DIMENSIONS, DIMENSIONS)) {
      if (areOfOneNetwork(any)) continue;
      const key = placeOf([place['area'] ?? '', place['tier'] ?? '']);
      const stratum = strata.get(key) ?? { key, before: null, after: null };
      strata.set(key, stratum);
      stratum[side] = sampleOf(any, metric);
      counts[side].results += any.results;
      counts[side].excluded += excludedResults(any.excluded);
    }
  }
  const linesIn = (side: 'before' | 'after') =>
    [...strata.values()].reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0);
  const enough = (side: 'before' | 'after') => linesIn(side) >= RANKED_FROM_LINES;
  const seed = `${isp} ${from} ${to} ${metric} ${basis.publishedAtMs ?? 0}`;
  const outcome = enough('before') && enough('after') ? decompose([...strata.values()], { seed }) : null;
  const split = outcome?.ok === true ? outcome.value : null;
  const real = told(split?.real ?? null);
  const isBefore = ({ period }: { period: string }) => period === from;
  const common = new Set(
    [...strata.values()].filter(isCommon).map(({ key }) => placeOf([isp, ...valuesOf(key)])),
  );
  return {
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
            coverage: coverageOf(wholes.filter(isBefore), counted.filter(isBefore), common),
            lines: { from: toldCount(linesIn('before')), to: toldCount(linesIn('after')) },
            results: { from: toldCount(counts.before.results), to: toldCount(counts.after.results) },
            excluded: { from: toldCount(counts.before.excluded), to: toldCount(counts.after.excluded) },
          },
  };
}
