import type { CellAnswer, FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { ReportAnswer, ReportChange } from '../../../measurement-agent/protocol/reports.ts';
import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';

type Told = Pick<ReportAnswer, 'whole' | 'isps'>;

/**
 * Everything that a correction tells otherwise of a region: a change for every metric of the whole and of an ISP, and one without a
 * metric for what a cell tells beside them. When a cell was renewed is no figure and no change.
 */
export function reportChanges(before: Told, after: Told): ReportChange[] {
  const isps = new Set([...before.isps, ...after.isps].map(ispOf).toSorted());
  return [
    ...changesOf(null, before.whole, after.whole),
    ...[...isps].flatMap((isp) => changesOf(isp, cellOf(before, isp), cellOf(after, isp))),
  ];
}

/** Whether a correction lists other parts of a region, or these otherwise. Each has a report of its own, which says what changed. */
export function listsOtherwise(before: ListedCells, after: ListedCells): boolean {
  return listOf(before) !== listOf(after);
}

type ListedCells = Pick<ReportAnswer, 'parts' | 'unlisted'>;

function listOf({ parts, unlisted }: ListedCells): string {
  return JSON.stringify([unlisted, parts.map((part) => ({ ...part, updatedAt: null }))]);
}

function ispOf({ place }: CellAnswer): string {
  return place['isp'] ?? '';
}

function cellOf({ isps }: Told, isp: string): CellAnswer | null {
  return isps.find((cell) => ispOf(cell) === isp) ?? null;
}

function changesOf(isp: string | null, before: CellAnswer | null, after: CellAnswer | null): ReportChange[] {
  return [null, ...METRICS].flatMap((metric) => {
    const members = differingMembers(membersOf(before, metric), membersOf(after, metric));
    if (members.length === 0) return [];
    return [{ isp, metric, before: toldOf(before, metric), after: toldOf(after, metric), members }];
  });
}

/** What is told of a metric, or of a cell beside its metrics, by its path. */
function membersOf(cell: CellAnswer | null, metric: ReportChange['metric']): Record<string, unknown> {
  if (cell === null) return {};
  if (metric === null) {
    const { results, lines, suppressed, ranked, regions, excluded, contract } = cell;
    return { results, lines, suppressed, ranked, regions, excluded, ...pathsIn('contract', contract) };
  }
  const figure = cell.figures?.[metric];
  if (figure === undefined) return {};
  const { quantiles, ...others } = figure;
  return { ...others, ...pathsIn('quantiles', quantiles) };
}

function pathsIn(name: string, members: object | null): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members ?? {}).map(([member, value]) => [`${name}/${member}`, value]),
  );
}

/** Paths whose values differ. What is not there and what is null tell the same: nothing. */
function differingMembers(before: Record<string, unknown>, after: Record<string, unknown>): string[] {
  const same = (path: string) => JSON.stringify(before[path] ?? null) === JSON.stringify(after[path] ?? null);
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => !same(path));
}

function toldOf(cell: CellAnswer | null, metric: ReportChange['metric']): ReportChange['before'] {
  const figure: FigureAnswer | undefined = metric === null ? undefined : cell?.figures?.[metric];
  const counted = metric === null ? cell : (figure ?? null);
  return {
    lines: counted?.lines ?? null,
    results: counted === null ? null : (cell?.results ?? null),
    median: figure?.quantiles.p50 ?? null,
    p25: figure?.quantiles.p25 ?? null,
    p75: figure?.quantiles.p75 ?? null,
  };
}
