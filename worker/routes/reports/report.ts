import { type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { type CellAnswer, DEFAULT_PERIOD } from '../../../measurement-agent/protocol/quality.ts';
import {
  MOST_REPORTED_ISPS,
  REPORT_REGION,
  type ReportAnswer,
} from '../../../measurement-agent/protocol/reports.ts';
import {
  type Dimension,
  METRICS,
  type Metric,
  type ProfileName,
} from '../../../measurement-agent/protocol/statistics.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { type ReportFigures } from '../../domain/reports/hash.ts';
import { regionLevel } from '../../domain/statistics/question.ts';
import { childrenOf } from '../pages/region-tree.ts';
import { about, type Basis } from '../quality/asked.ts';
import { type CellSource, qualityAnswer } from '../quality/cells.ts';

/** Cells of an answer of the API at most. */
const PAGE = 1_000;

/**
 * A report of a region as it is told now: answers of `/api/v1/quality` put together, nothing else. What they hide is
 * not in it.
 */
export async function liveFigures(
  source: CellSource,
  basis: Basis,
  asked: {
    region?: string | undefined;
    period?: string | undefined;
    profile?: ProfileName | undefined;
    metrics?: Metric[] | undefined;
  },
): Promise<Fallible<ReportFigures & Pick<ReportAnswer, 'updatedAt'>, Refusal>> {
  const { region = REPORT_REGION, period = DEFAULT_PERIOD, profile = 'default' } = asked;
  const metrics = [...(asked.metrics ?? METRICS)];
  const question = { region, period, profile, metrics };
  const whole = await qualityAnswer(source, basis, question);
  if (!whole.ok) return whole;
  const [isps, parts] = await Promise.all([
    allCells(source, basis, { ...question, groupBy: ['isp'] }),
    partsOf(source, basis, question),
  ]);
  if (!isps.ok) return isps;
  if (!parts.ok) return parts;
  const told = isps.value.filter(({ figures }) => figures !== null).toSorted(byLines);
  return ok({
    ...about(basis, undefined, profile),
    period: whole.value.period,
    region,
    whole: whole.value.cells[0] ?? null,
    isps: told.slice(0, MOST_REPORTED_ISPS),
    unlisted: {
      told: Math.max(0, told.length - MOST_REPORTED_ISPS),
      hidden: isps.value.length - told.length,
    },
    parts: parts.value,
  });
}

interface Asked {
  region?: string;
  period: string;
  profile: ProfileName;
  metrics: Metric[];
  groupBy?: Dimension[];
}

/** All cells of a question, page after page. */
async function allCells(
  source: CellSource,
  basis: Basis,
  asked: Asked,
): Promise<Fallible<CellAnswer[], Refusal>> {
  const cells: CellAnswer[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await qualityAnswer(source, basis, {
      ...asked,
      limit: String(PAGE),
      ...(cursor !== undefined && { cursor }),
    });
    if (!page.ok) return page;
    cells.push(...page.value.cells);
    cursor = page.value.nextCursor;
  }
  return ok(cells);
}

/** The areas of a country or the prefectures of an area in which somebody measured. */
async function partsOf(
  source: CellSource,
  basis: Basis,
  { region, period, profile, metrics }: Asked & { region: string },
): Promise<Fallible<CellAnswer[], Refusal>> {
  const { directory } = basis;
  const level = regionLevel(region, directory);
  if (level === 'subdivision') return ok([]);
  const inside = new Set(childrenOf(region, directory).map(({ code }) => code));
  const dimension = [...inside].some((code) => directory.regions.get(code)?.level === 'area')
    ? 'area'
    : 'subdivision';
  const cells = await allCells(source, basis, {
    period,
    profile,
    metrics,
    groupBy: [dimension],
    region,
  });
  if (!cells.ok) return cells;
  return ok(
    cells.value.flatMap((cell) => {
      const part = cell.place[dimension] ?? '';
      return inside.has(part) ? [{ ...cell, place: { [dimension]: part } }] : [];
    }),
  );
}

function byLines(a: CellAnswer, b: CellAnswer): number {
  const [first = '', second = ''] = [a.place['isp'], b.place['isp']];
  return (b.lines ?? 0) - (a.lines ?? 0) || (first < second ? -1 : 1);
}

/** A report with these metrics only; what is not a figure stays. */
export function withMetrics(report: ReportAnswer, metrics: readonly Metric[] | undefined): ReportAnswer {
  if (metrics === undefined) return report;
  const reduced = (cell: CellAnswer): CellAnswer => ({
    ...cell,
    figures:
      cell.figures &&
      Object.fromEntries(
        Object.entries(cell.figures).filter(([figure]) => (metrics as readonly string[]).includes(figure)),
      ),
  });
  return {
    ...report,
    whole: report.whole && reduced(report.whole),
    isps: report.isps.map(reduced),
    parts: report.parts.map(reduced),
    changes: report.changes.filter(({ metric }) => metric === null || metrics.includes(metric)),
  };
}
