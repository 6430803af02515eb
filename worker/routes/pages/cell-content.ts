import type { Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import { RANKED_KINDS } from '../../../measurement-agent/protocol/quality.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import { type Dimension, FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import {
  type Asked,
  type CellContent,
  PAGE_GROUPS,
  type PageGroup,
} from '../../../web/pages/cell/content.ts';
import type { Counts } from '../../../web/pages/names.ts';
import type { Refusal } from '../../domain/refusal.ts';
import {
  monthNumberOf,
  monthPeriod,
  rollingPeriod,
  sliceOf,
  valuesOf,
} from '../../domain/statistics/cell-key.ts';
import {
  addedUpSetOf,
  type GroupingSet,
  groupingSetOf,
  keepsPeriod,
} from '../../domain/statistics/grouping-sets.ts';
import { periodOf } from '../../domain/statistics/period.ts';
import { partitionOf, regionLevel } from '../../domain/statistics/question.ts';
import { toldCount } from '../../domain/statistics/suppression.ts';
import type { CellReader } from '../../storage/cell-reader.ts';
import { notesOf, plansOf } from '../../storage/statements.ts';
import type { Basis } from '../quality/asked.ts';
import { type CellSource, qualityAnswer } from '../quality/cells.ts';
import { hoursAnswer } from '../quality/hours.ts';
import { rankAnswer } from '../quality/rank.ts';
import { sketchAnswer } from '../quality/sketch.ts';
import { trendAnswer } from '../quality/trend.ts';
import { kindOf, namedIsp } from './isp-profile.ts';

const DAY_MS = 86_400_000;
const MONTHS = 13;

/** Lines of a cell up to which a page has dimensions computed that no rollup keeps: each row is read once a dimension. */
const MOST_COMPUTED_LINES = 3_000;

/** What a page is of: an ISP, a region, or an ISP in a region. */
export interface CellAsked {
  isp?: string;
  region?: string;
  period: string;
}

/** Answers of the API about one cell. Null when the period is none, or is not kept of such a cell. */
export async function cellContent(
  source: CellSource,
  basis: Basis,
  { period, ...filters }: CellAsked,
): Promise<CellContent | null> {
  const { reader } = source;
  const dimensions = dimensionsOf(filters, basis);
  const set = groupingSetOf(dimensions);
  const asked = periodOf(period, basis.shown.asOf);
  if (set === null || asked === null || !keepsPeriod(set, period)) return null;
  const { isp, region } = filters;
  // Kinds are never ranked together; where the page is of none, the first stands there, with a way to the others.
  const own = isp === undefined ? null : kindOf(isp, basis.directory);
  const kind = RANKED_KINDS.find((each) => each === own) ?? RANKED_KINDS[0];
  const whole = { ...filters, period, metrics: [...FIGURES] };
  const ranked = { region: region ?? 'JP', period, kind };
  const askGroup = async (dimension: PageGroup) => {
    const query = { ...filters, period, groupBy: [dimension], metrics: ['downloadBps' as const] };
    return { dimension, ...(await told('', query, qualityAnswer(source, basis, query))) };
  };
  const [cell, groups, hours, trend, sketch, rank, counted] = await Promise.all([
    told('', whole, qualityAnswer(source, basis, whole)),
    Promise.all(PAGE_GROUPS.filter((dimension) => keeps([...dimensions, dimension])).map(askGroup)),
    set.hours
      ? told('/hours', { ...filters, period }, hoursAnswer(reader, basis, { ...filters, period }))
      : null,
    told('/trend', filters, trendAnswer(reader, basis, filters)),
    told('/sketch', { ...filters, period }, sketchAnswer(reader, basis, { ...filters, period })),
    told('/rank', ranked, rankAnswer(reader, basis, ranked)),
    Promise.all(set.rolling.map((days) => countedIn(reader, basis, set, filters, days))),
  ]);
  const month = monthNumberOf(basis.shown.asOf * DAY_MS);
  const shownIndex = largestOf(cell.answer?.cells ?? []);
  const { lines = null, figures = null } = cell.answer?.cells[shownIndex ?? -1] ?? {};
  const others = PAGE_GROUPS.filter((dimension) => !keeps([...dimensions, dimension]));
  const isEnded = asked.months?.every((each) => each < monthPeriod(month)) ?? false;
  const isComputed = isEnded && (lines ?? 0) <= MOST_COMPUTED_LINES && figures !== null;
  const computed = isComputed ? await Promise.all(others.map(askGroup)) : [];
  return {
    period,
    periods: {
      rolling: set.rolling.map(rollingPeriod),
      months: Array.from({ length: MONTHS }, (_, index) => monthPeriod(month - index)),
    },
    cell,
    cellIndex: shownIndex,
    groups: PAGE_GROUPS.flatMap(
      (dimension) => [...groups, ...computed].find((group) => group.dimension === dimension) ?? [],
    ),
    notComputed:
      others.length === 0 || figures === null || isComputed
        ? null
        : { dimensions: others, reason: isEnded ? 'too-many' : 'period', month: monthPeriod(month - 1) },
    hours,
    trend,
    sketch,
    rank,
    rankedKind: kind,
    rankNames: new Map(
      (rank.answer?.ranking ?? []).map(({ isp: key }) => [key, namedIsp(key, basis.directory)]),
    ),
    counted,
    plans: isp === undefined ? [] : plansOf(isp, basis.shown.synthetic),
    notes: notesOf({ isp: isp ?? null, region: region ?? null }, basis.shown.synthetic),
  };
}

function dimensionsOf({ isp, region }: Omit<CellAsked, 'period'>, { directory }: Basis): Dimension[] {
  const level = region === undefined ? null : regionLevel(region, directory);
  return [...(isp === undefined ? [] : ['isp' as const]), ...(level === null ? [] : [level])];
}

/** Whether cells of a combination are kept at all. */
function keeps(dimensions: readonly Dimension[]): boolean {
  return (groupingSetOf(dimensions) ?? addedUpSetOf(dimensions)) !== null;
}

/** An answer with the address that gives it. */
export async function told<Answer>(
  path: string,
  query: object,
  answered: Promise<Fallible<Answer, Refusal>>,
): Promise<Asked<Answer>> {
  const parameters = Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]);
  const search = new URLSearchParams(parameters).toString().replaceAll('%2C', ',');
  const answer = await answered;
  return {
    href: `${API_PATHS.quality}${path}?${search}`,
    answer: answer.ok ? answer.value : null,
    reason: answer.ok ? null : answer.error.reason,
  };
}

/** An ISP of several countries is shown where most of its lines are. */
export function largestOf(cells: readonly { lines: number | null }[]): number | null {
  if (cells.length === 0) return null;
  const most = Math.max(...cells.map(({ lines }) => lines ?? 0));
  return cells.findIndex(({ lines }) => (lines ?? 0) === most);
}

async function countedIn(
  reader: CellReader,
  { shown }: Basis,
  set: GroupingSet,
  filters: Omit<CellAsked, 'period'>,
  days: GroupingSet['rolling'][number],
): Promise<{ days: number; results: number | null }> {
  const slice = sliceOf(partitionOf(undefined, shown), 'any');
  const own = await reader.counted(set.name, [rollingPeriod(days)], slice, Object.values(filters));
  const [largest] = own.toSorted((a, b) => b.lines - a.lines);
  return { days, results: toldCount(largest?.publishedResults ?? 0) };
}

/** Counts of every value of a dimension, by its value: what lists show. */
export async function countsBy(
  reader: CellReader,
  { shown }: Basis,
  dimension: Dimension,
  days: GroupingSet['rolling'][number],
  within: ReadonlyMap<Dimension, string> = new Map(),
): Promise<Map<string, Counts>> {
  const set = groupingSetOf([dimension, ...within.keys()]);
  const counts = new Map<string, Counts>();
  if (set === null) return counts;
  const any = sliceOf(partitionOf(undefined, shown), 'any');
  for (const cell of await reader.counted(set.name, [rollingPeriod(days)], any, [...within.values()])) {
    const values = valuesOf(cell.place);
    const valueIn = (of: Dimension) => values[set.dimensions.indexOf(of)] ?? '';
    if ([...within].some(([of, value]) => valueIn(of) !== value)) continue;
    const value = valueIn(dimension);
    const known = counts.get(value);
    const lines = toldCount(cell.publishedLines ?? 0);
    if (known === undefined || (lines ?? 0) > (known.lines ?? 0))
      counts.set(value, { lines, results: toldCount(cell.publishedResults ?? 0) });
  }
  return counts;
}
