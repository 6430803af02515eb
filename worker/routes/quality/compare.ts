import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { type compareAnswerSchema, compareQuerySchema } from '../../../measurement-agent/protocol/quality.ts';
import type { Metric, Tier } from '../../../measurement-agent/protocol/statistics.ts';
import { areasIn } from '../../domain/directory.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { type Partition, placeOf, sliceOf } from '../../domain/statistics/cell-key.ts';
import {
  type Comparison,
  compare as compareStrata,
  type Stratum,
} from '../../domain/statistics/comparison.ts';
import { type CellSample, sampleOf } from '../../domain/statistics/estimate.ts';
import { groupingSetNamed } from '../../domain/statistics/grouping-sets.ts';
import { REPLICATES } from '../../domain/statistics/interval.ts';
import {
  type PublishedCell,
  type PublishedRow,
  publishedCellsOf,
} from '../../domain/statistics/published-cells.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import { toldCount, toldFigure } from '../../domain/statistics/suppression.ts';
import { toldParts } from '../../domain/statistics/told-parts.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { placesOfIsps, publishedCells } from '../../storage/cells.ts';
import { cellsAndHidden } from '../hidden-cells.ts';
import { about, basisOf, hiddenBy, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

const DIMENSIONS = ['isp', 'area', 'tier'] as const;
const STRATA = groupingSetNamed('isp-area-tier');
const SET = STRATA.name;

/** `GET /api/v1/quality/compare` */
export async function compare(c: Context<App>): Promise<Response> {
  const query = readQuery(c, compareQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const { a, b, region } = query.value;
  const question = questionOf({ ...query.value, isp: a }, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const { filters, partition, period } = question.value;
  if (filters.has('subdivision') || !/^(?:r90|\d{4}-\d{2}|\d{4}-Q\d)$/.test(period.name))
    return problem(c, {
      reason: 'not-kept',
      detail: 'ISPs are compared in countries and areas, over r90, months and quarters.',
    });
  const metric = query.value.metric ?? 'downloadBps';
  const slices = [sliceOf(partition, 'peak'), sliceOf(partition, 'off-peak')];
  const places = await placesOfIsps(c.env.DB, SET, period.cells, [a, b]);
  const [rows, { hidden }] = await Promise.all([
    publishedCells(c.env.DB, { groupingSet: SET, periods: period.cells, slices, places }, [metric]),
    cellsAndHidden(c.env.DB, STRATA, period.cells, sliceOf(partition, 'any'), hiddenBy(basis)),
  ]);
  // Under thirty lines a stratum has no figures of its own, and is compared; one that would bare another is not.
  const open = rows.filter(({ place }) => hidden.get(place) !== 'complementary');
  const areas = region === undefined ? null : new Set(areasIn(region, basis.directory));
  const strata = strataOf(open, partition, a, b, metric).filter(
    ({ key }) => areas === null || areas.has(key.area),
  );
  const seed = `${region ?? ''} ${metric} ${period.name} ${basis.publishedAtMs ?? 0}`;
  const outcome = compareStrata(strata, { a, b, seed });
  const compared = outcome.ok ? outcome.value : null;
  const { name, from, to } = period;
  const answer: z.infer<typeof compareAnswerSchema> = {
    ...about(basis, query.value.cohort),
    period: { name, from, to },
    metric,
    a,
    b,
    difference: told(compared?.difference ?? null),
    ratio: told(compared?.ratio ?? null),
    reason: compared === null ? 'no-common-stratum' : null,
    coverage: { a: coverageOf(strata, compared, 'a'), b: coverageOf(strata, compared, 'b') },
    strata: (compared?.strata ?? []).flatMap((stratum) =>
      stratum.kept
        ? [
            {
              ...stratum.key,
              linesA: toldCount(stratum.a.lines),
              linesB: toldCount(stratum.b.lines),
              weight: toldFigure(stratum.weight),
            },
          ]
        : [],
    ),
    replicates: REPLICATES,
    seed,
  };
  return respond(c, basis, query.value.format, answer, () => answer.strata);
}

/** Share of a side's lines in strata that were compared, as it is told. */
function coverageOf(strata: readonly Stratum[], compared: Comparison | null, side: 'a' | 'b'): number {
  const lines = strata.reduce((sum, stratum) => sum + (stratum[side]?.lines ?? 0), 0);
  const [share = 0] = toldParts([(compared?.coverage[side] ?? 0) * lines], lines);
  return share;
}

/** Both sides' cells side by side, by area, tier and part of the day. */
function strataOf(
  rows: readonly PublishedRow[],
  partition: Partition,
  a: string,
  b: string,
  metric: Metric,
): Stratum[] {
  return (['peak', 'off-peak'] as const).flatMap((band) => {
    // As if this part of the day were all of it: its cells are what is read.
    const own = sliceOf(partition, band);
    const any = sliceOf(partition, 'any');
    const cells = publishedCellsOf(
      rows.filter(({ slice }) => slice === own).map((row) => ({ ...row, slice: any })),
      partition,
      DIMENSIONS,
      DIMENSIONS,
    );
    const sides = new Map<string, { a: PublishedCell | null; b: PublishedCell | null }>();
    for (const cell of cells) {
      const { isp = '', area = '', tier = '' } = cell.place;
      const key = placeOf([area, tier]);
      const side = sides.get(key) ?? { a: null, b: null };
      sides.set(key, side);
      if (isp === a) side.a = cell;
      if (isp === b) side.b = cell;
    }
    return [...sides.values()].map(({ a: cellA, b: cellB }) => {
      const { area = '', tier = 'unknown' } = (cellA ?? cellB)?.place ?? {};
      return {
        key: { area, tier: tier as Tier, band },
        a: comparableSample(cellA, metric),
        b: comparableSample(cellB, metric),
      };
    });
  });
}

/** Null where nothing may be told: of one network alone. */
function comparableSample(cell: PublishedCell | null, metric: Metric): CellSample | null {
  return cell === null || cell.any.prefixes.size < 2 ? null : sampleOf(cell.any, metric);
}
