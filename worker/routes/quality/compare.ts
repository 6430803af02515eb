import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type CompareAnswer,
  type CompareQuery,
  compareQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import type { Metric, Tier } from '../../../measurement-agent/protocol/statistics.ts';
import { areasIn } from '../../domain/directory.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { type Partition, placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { emptySums, excludedResults } from '../../domain/statistics/cell-sums.ts';
import {
  type Comparison,
  compare as compareStrata,
  type Stratum,
  type StratumKey,
} from '../../domain/statistics/comparison.ts';
import { type CellSample, sampleOf } from '../../domain/statistics/estimate.ts';
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
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { notModified, respond } from './respond.ts';

const DIMENSIONS = ['isp', 'area', 'tier'] as const;
const SET = 'isp-area-tier';

/** `GET /api/v1/quality/compare` */
export async function compare(c: Context<App>): Promise<Response> {
  const query = readQuery(c, compareQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await compareAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    columns: ['area', 'tier', 'band', 'linesA', 'linesB', 'weight'],
    rows: answer.value.strata,
  }));
}

/** How two ISPs differ between lines in like circumstances. */
export async function compareAnswer(
  reader: CellReader,
  basis: Basis,
  query: CompareQuery,
): Promise<Fallible<CompareAnswer, Refusal>> {
  const { a, b, region } = query;
  if (a === b)
    return err({
      reason: 'bad-request',
      detail: 'The query does not follow the contract.',
      violations: [{ field: 'b', rule: 'must be another ISP than a' }],
    });
  const question = questionOf({ ...query, isp: a }, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { filters, partition, period } = question.value;
  if (filters.has('subdivision') || !/^(?:r90|\d{4}-\d{2}|\d{4}-Q\d)$/.test(period.name))
    return err({
      reason: 'not-kept',
      detail: 'ISPs are compared in countries and areas, over r90, months and quarters.',
    });
  const metric = query.metric ?? 'downloadBps';
  const any = sliceOf(partition, 'any');
  const counted = await Promise.all([a, b].map((isp) => reader.counted(SET, [period.name], any, [isp])));
  const areas = region === undefined ? null : new Set(areasIn(region, basis.directory));
  const places = counted.flat().flatMap(({ place, hidden }) => {
    const [isp, area = ''] = valuesOf(place);
    // Under thirty lines a stratum has no figures of its own, and is compared; one that would bare another is not.
    const isOpen = hidden !== 'complementary' && (areas === null || areas.has(area));
    return isOpen && (isp === a || isp === b) ? [place] : [];
  });
  const rows = await reader.sums(
    {
      groupingSet: SET,
      periods: period.cells,
      slices: [sliceOf(partition, 'peak'), sliceOf(partition, 'off-peak')],
      places: [...new Set(places)],
    },
    [metric],
  );
  const counts: StratumCounts = new Map();
  const strata = strataOf(rows, partition, a, b, metric, counts);
  const seed = `${region ?? ''} ${metric} ${period.name} ${basis.publishedAtMs ?? 0}`;
  const outcome = compareStrata(strata, { a, b, seed });
  const compared = outcome.ok ? outcome.value : null;
  const { name, from, to } = period;
  return ok({
    ...about(basis, query.cohort),
    period: { name, from, to },
    metric,
    a,
    b,
    difference: told(compared?.difference ?? null),
    ratio: told(compared?.ratio ?? null),
    reason: compared === null ? 'no-common-stratum' : null,
    coverage: { a: coverageOf(strata, compared, 'a'), b: coverageOf(strata, compared, 'b') },
    results: toldOfBoth(compared, counts, ({ results }) => results),
    excluded: toldOfBoth(compared, counts, ({ excluded }) => excluded),
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
  });
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
  counts: StratumCounts,
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
      const key = { area, tier: tier as Tier, band };
      counts.set(key, { a: resultsOf(cellA), b: resultsOf(cellB) });
      return {
        key,
        a: comparableSample(cellA, metric),
        b: comparableSample(cellB, metric),
      };
    });
  });
}

/** Results of a side's lines in a stratum, and those that do not count. */
interface ResultCounts {
  results: number;
  excluded: number;
}

type StratumCounts = Map<StratumKey, Record<'a' | 'b', ResultCounts>>;

function resultsOf(cell: PublishedCell | null): ResultCounts {
  const { results, excluded } = cell?.any ?? emptySums();
  return { results, excluded: excludedResults(excluded) };
}

/** Counts of the strata that were compared, both sides'. */
function toldOfBoth(
  compared: Comparison | null,
  counts: StratumCounts,
  countOf: (counts: ResultCounts) => number,
): Record<'a' | 'b', number | null> {
  const kept = (compared?.strata ?? []).flatMap(({ key, kept: isKept }) =>
    isKept ? (counts.get(key) ?? []) : [],
  );
  const sumOf = (side: 'a' | 'b') => toldCount(kept.reduce((sum, each) => sum + countOf(each[side]), 0));
  return { a: sumOf('a'), b: sumOf('b') };
}

/** Null where nothing may be told: of one network alone. */
function comparableSample(cell: PublishedCell | null, metric: Metric): CellSample | null {
  return cell === null || cell.any.prefixes.size < 2 ? null : sampleOf(cell.any, metric);
}
