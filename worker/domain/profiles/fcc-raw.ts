import { ascending, quantile } from '../../../measurement-agent/metrics/quantile.ts';
import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import { FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { lineFiguresBy } from './line-figures-by.ts';
import type { MethodProfile } from './method-profile.ts';

/** A row of `curr_httpgetmt` of Measuring Broadband America: one interval of a download, as text by column. */
export type FccRow = Readonly<
  Record<
    'unit_id' | 'dtime' | 'target' | 'bytes_sec_interval' | 'sequence' | 'successes' | 'failures',
    string
  >
>;

/** Who a unit belongs to, from the list of units that goes with the rows. */
export type FccUnit = Readonly<
  Record<'unit_id' | 'isp' | 'technology' | 'download_mbps' | 'utc_offset_h', string>
>;

/** Units of one ISP and technology, each once. */
export interface FccCell {
  isp: string;
  technology: string;
  units: number;
  /** Over units, bit/s. */
  medianBps: number;
  /** Over units, of the advertised rate. */
  medianShare: number;
  /** What 80% of units reach in 80% of their busy tests, of the advertised rate; null where no unit has enough. */
  consistency8080: number | null;
}

const MINUTES_AN_HOUR = 60;

/**
 * The order of operations of the FCC: intervals to a test, tests to a unit, units to an ISP. A test is its last interval (its
 * sustained rate); one that failed, or moved nothing, is none.
 */
export function fccCells(
  profile: MethodProfile,
  rows: readonly FccRow[],
  units: readonly FccUnit[],
): FccCell[] {
  const testsOf = Map.groupBy(testsOfRows(rows), ({ unit }) => unit);
  const measured = units.flatMap((unit) => {
    const tests = (testsOf.get(unit.unit_id) ?? []).map((test) => lineTest(test, unit));
    const advertisedBps = Number(unit.download_mbps) * 1e6;
    const figures = lineFiguresBy(profile, tests, { downloadBps: advertisedBps, uploadBps: null }, null);
    if (figures === null) return [];
    const figure = (name: (typeof FIGURES)[number]) => figures[FIGURES.indexOf(name)] ?? null;
    const rateBps = figure('downloadBps');
    if (rateBps === null) return [];
    return [{ unit, rateBps, share: figure('downloadShare') ?? Number.NaN, low: figure('peakLowShare') }];
  });
  const cells = Map.groupBy(measured, ({ unit }) => `${unit.isp}\n${unit.technology}`);
  return [...cells].map(([key, members]) => {
    const [isp = '', technology = ''] = key.split('\n');
    return {
      isp,
      technology,
      units: members.length,
      medianBps: quantile(ascending(members.map(({ rateBps }) => rateBps)), 0.5) ?? Number.NaN,
      medianShare: quantile(ascending(members.map(({ share }) => share)), 0.5) ?? Number.NaN,
      consistency8080: quantile(ascending(members.flatMap(({ low }) => low ?? [])), 0.2),
    };
  });
}

interface FccTest {
  unit: string;
  atMs: number;
  rateBps: number;
}

function testsOfRows(rows: readonly FccRow[]): FccTest[] {
  const tests = Map.groupBy(rows, ({ unit_id, dtime, target }) => `${unit_id}\n${dtime}\n${target}`);
  return [...tests.values()].flatMap((intervals) => {
    const [last] = intervals.toSorted((a, b) => Number(b.sequence) - Number(a.sequence));
    if (last === undefined || Number(last.failures) > 0 || Number(last.successes) < 1) return [];
    const rateBps = Number(last.bytes_sec_interval) * 8;
    if (!(rateBps > 0)) return [];
    return [{ unit: last.unit_id, atMs: Date.parse(`${last.dtime.replace(' ', 'T')}Z`), rateBps }];
  });
}

/** A unit stands at the router and is wired to it. */
function lineTest(
  { unit, atMs, rateBps }: FccTest,
  { utc_offset_h: offset, download_mbps }: FccUnit,
): LineTest {
  return {
    id: `${unit} ${atMs}`,
    measuredAtMs: atMs,
    methodVersion: METHOD_VERSION,
    synthetic: false,
    cohort: 'foreign-protocol',
    valid: true,
    excludedBy: null,
    ispKey: null,
    countryCode: 'US',
    subdivisionCode: null,
    regionSource: null,
    utcOffsetMin: Number(offset) * MINUTES_AN_HOUR,
    ipVersion: null,
    accessTechnology: null,
    connectionMethod: null,
    dwelling: null,
    medium: 'wired',
    contractDownloadBps: Number(download_mbps) * 1e6,
    contractUploadBps: null,
    lineKnown: true,
    prefixBucket: null,
    downloadBps: rateBps,
    uploadBps: null,
    idleRttMs: null,
    workingRttDownloadMs: null,
    workingRttUploadMs: null,
    pdvP95Ms: null,
    lossRatio: null,
    rpm: null,
  };
}
