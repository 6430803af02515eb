/** Two sides of a comparison in like circumstances: by area, contract tier and part of the day. */
import type { CompareAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { Metric, Tier } from '../../../measurement-agent/protocol/statistics.ts';
import { told } from '../../domain/statistics/cell-answer.ts';
import { type Partition, placeOf, sliceOf, valuesOf } from '../../domain/statistics/cell-key.ts';
import { areOfOneNetwork, emptySums, excludedResults } from '../../domain/statistics/cell-sums.ts';
import type { Comparison, Stratum, StratumKey } from '../../domain/statistics/comparison.ts';
import { coverageOf } from '../../domain/statistics/coverage.ts';
import { type CellSample, sampleOf } from '../../domain/statistics/estimate.ts';
import { REPLICATES } from '../../domain/statistics/interval.ts';
import {
  type PublishedCell,
  type PublishedRow,
  publishedCellsOf,
} from '../../domain/statistics/published-cells.ts';
import { toldCount, toldFigure } from '../../domain/statistics/suppression.ts';
import type { ToldCell } from '../../domain/statistics/told-cells.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import type { CsvRow } from './respond.ts';

const DIMENSIONS = ['isp', 'area', 'tier'] as const;
const SET = 'isp-area-tier';
const SIDES = ['a', 'b'] as const;
type SideName = (typeof SIDES)[number];

/** Lines of one ISP that one cohort measured. */
export interface Side {
  isp: string;
  partition: Partition;
}

/** What is compared over both. */
export interface Compared {
  /** A period by its name, and the cells that it is made of. */
  period: string;
  periods: readonly string[];
  /** Codes of the areas; null for all. */
  areas: ReadonlySet<string> | null;
  metric: Metric;
}

export async function readStrata(
  reader: CellReader,
  sides: Record<SideName, Side>,
  { period, periods, areas, metric }: Compared,
): Promise<StrataRead> {
  const asked = { period, periods, areas, metric };
  const [a, b] = await Promise.all([readSide(reader, sides.a, asked), readSide(reader, sides.b, asked)]);
  const counts: StratumCounts = new Map();
  return { strata: strataOf({ a: a.rows, b: b.rows }, sides, metric, counts), counts, sides: { a, b } };
}

export interface StrataRead {
  strata: Stratum[];
  counts: StratumCounts;
  sides: Record<SideName, SideRead>;
}

interface SideRead {
  isp: string;
  rows: readonly PublishedRow[];
  /** All strata of the side, in all hours, published or not. */
  counted: readonly ToldCell[];
  /** What they are parts of: the ISP, or what it has in each area. */
  wholes: readonly ToldCell[];
}

async function readSide(
  reader: CellReader,
  { isp, partition }: Side,
  { period, periods, areas, metric }: Compared,
): Promise<SideRead> {
  const isAsked = ({ place }: ToldCell) => {
    const [own, area = ''] = valuesOf(place);
    return own === isp && (areas === null || areas.has(area));
  };
  const any = sliceOf(partition, 'any');
  const [ofStrata, ofWholes] = await Promise.all([
    reader.counted(SET, [period], any, [isp]),
    reader.counted(areas === null ? 'isp' : 'isp-area', [period], any, [isp]),
  ]);
  const counted = ofStrata.filter(isAsked);
  // Under thirty lines a stratum has no figures of its own, and is compared; one that would bare another is not.
  const places = counted.flatMap(({ place, hidden }) => (hidden === 'complementary' ? [] : [place]));
  const rows = await reader.sums(
    {
      groupingSet: SET,
      periods: [...periods],
      slices: [sliceOf(partition, 'peak'), sliceOf(partition, 'off-peak')],
      places: [...new Set(places)],
    },
    [metric],
  );
  return { isp, rows, counted, wholes: ofWholes.filter(isAsked) };
}

/** What of an answer a comparison gives; null for none, where no stratum is common. */
export function toldComparison(
  compared: Comparison | null,
  { counts, sides }: StrataRead,
): Pick<
  CompareAnswer,
  'difference' | 'ratio' | 'coverage' | 'results' | 'excluded' | 'strata' | 'replicates'
> {
  return {
    difference: told(compared?.difference ?? null),
    ratio: told(compared?.ratio ?? null),
    coverage: { a: coverageOfSide(compared, sides.a), b: coverageOfSide(compared, sides.b) },
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
  };
}

/** What is told of all strata of a comparison together, beside each in a file of them. */
export function comparedTogether({
  difference,
  ratio,
  coverage,
  results,
  excluded,
}: ReturnType<typeof toldComparison>): CsvRow {
  return {
    difference: difference?.value ?? null,
    differenceLow: difference?.low ?? null,
    differenceHigh: difference?.high ?? null,
    ratio: ratio?.value ?? null,
    ratioLow: ratio?.low ?? null,
    ratioHigh: ratio?.high ?? null,
    coverageA: coverage.a,
    coverageB: coverage.b,
    resultsA: results.a,
    resultsB: results.b,
    excludedA: excluded.a,
    excludedB: excluded.b,
  };
}

/** Share of a side's lines whose area and tier were compared, in whichever part of the day. */
function coverageOfSide(compared: Comparison | null, { isp, wholes, counted }: SideRead): number {
  const covered = (compared?.strata ?? []).flatMap(({ key: { area, tier }, kept }) =>
    kept ? [placeOf([isp, area, tier])] : [],
  );
  return coverageOf(wholes, counted, new Set(covered));
}

/** Both sides' cells side by side, by area, tier and part of the day. */
function strataOf(
  rows: Record<SideName, readonly PublishedRow[]>,
  sides: Record<SideName, Side>,
  metric: Metric,
  counts: StratumCounts,
): Stratum[] {
  return (['peak', 'off-peak'] as const).flatMap((band) => {
    const pairs = new Map<string, { a: PublishedCell | null; b: PublishedCell | null }>();
    for (const name of SIDES) {
      const { isp, partition } = sides[name];
      // As if this part of the day were all of it: its cells are what is read.
      const own = sliceOf(partition, band);
      const any = sliceOf(partition, 'any');
      const cells = publishedCellsOf(
        rows[name]
          .filter(({ slice, place }) => slice === own && valuesOf(place)[0] === isp)
          .map((row) => ({ ...row, slice: any })),
        partition,
        DIMENSIONS,
        DIMENSIONS,
      );
      for (const cell of cells) {
        const key = placeOf([cell.place['area'] ?? '', cell.place['tier'] ?? '']);
        const pair = pairs.get(key) ?? { a: null, b: null };
        pairs.set(key, pair);
        pair[name] = cell;
      }
    }
    return [...pairs.values()].map(({ a: cellA, b: cellB }) => {
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
  return cell === null || areOfOneNetwork(cell.any) ? null : sampleOf(cell.any, metric);
}
