import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { ReportAnswer, ReportChange } from '../../../measurement-agent/protocol/reports.ts';
import { METRICS, type Metric } from '../../../measurement-agent/protocol/statistics.ts';

type Told = Pick<ReportAnswer, 'whole' | 'isps'>;

/** What a correction changes in a region: every figure whose lines, results or median are told otherwise. */
export function reportChanges(before: Told, after: Told): ReportChange[] {
  const isps = new Set([...before.isps, ...after.isps].map(ispOf).toSorted());
  return [
    ...changesOf(null, before.whole, after.whole),
    ...[...isps].flatMap((isp) => changesOf(isp, cellOf(before, isp), cellOf(after, isp))),
  ];
}

function ispOf({ place }: CellAnswer): string {
  return place['isp'] ?? '';
}

function cellOf({ isps }: Told, isp: string): CellAnswer | null {
  return isps.find((cell) => ispOf(cell) === isp) ?? null;
}

function changesOf(isp: string | null, before: CellAnswer | null, after: CellAnswer | null): ReportChange[] {
  return METRICS.map((metric) => ({
    isp,
    metric,
    before: toldOf(before, metric),
    after: toldOf(after, metric),
  })).filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

function toldOf(cell: CellAnswer | null, metric: Metric): ReportChange['before'] {
  const figure = cell?.figures?.[metric];
  return {
    lines: figure?.lines ?? null,
    results: figure === undefined ? null : (cell?.results ?? null),
    median: figure?.quantiles.p50 ?? null,
  };
}
