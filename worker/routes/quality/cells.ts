import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type CellAnswer,
  type QualityAnswer,
  type QualityQuery,
  qualityQuerySchema,
  type Suppression,
} from '../../../measurement-agent/protocol/quality.ts';
import { ANONYMOUS_FROM_LINES, SHOWN_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { linesByProfile, toldByProfile } from '../../domain/profiles/by-profile.ts';
import type { MethodProfile } from '../../domain/profiles/method-profile.ts';
import { profileNamed } from '../../domain/profiles/profiles.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { cellAnswer, DEFAULT_FIGURES, type SummarisedCell } from '../../domain/statistics/cell-answer.ts';
import {
  monthNumberOf,
  monthPeriod,
  type Partition,
  placeOf,
  sliceOf,
  valuesOf,
} from '../../domain/statistics/cell-key.ts';
import { coverageOf } from '../../domain/statistics/coverage.ts';
import { ADDED_UP_SETS, GROUPING_SETS, type GroupingSet } from '../../domain/statistics/grouping-sets.ts';
import { dimensionsOf, keptOf, liesInKept } from '../../domain/statistics/kept-question.ts';
import type { LineTest } from '../../domain/statistics/line-test.ts';
import {
  type CountedLineMonth,
  cellsOfLineMonths,
  namedPlace,
  summarisedCell,
  summarisedCells,
} from '../../domain/statistics/published-cells.ts';
import { type Question, questionOf } from '../../domain/statistics/question.ts';
import type { ToldCell } from '../../domain/statistics/told-cells.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { type LineMonthRow, lineMonthRows } from '../../storage/line-months.ts';
import { testsOfLines } from '../../storage/rollup-queue.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { type CsvRow, notModified, respond } from './respond.ts';

/** Rows that a question without a rollup may read. */
const ROW_BUDGET = 20_000;

const DEFAULT_LIMIT = 100;

/** Lines whose results are read at a time. */
const LINES_AT_ONCE = 1_000;

const DAY_MS = 86_400_000;

/** What a file without cells still names: columns that every cell has after those of its place. */
const NO_CELL_COLUMNS = ['results', 'lines', 'suppressed'];

/** `GET /api/v1/quality` */
export async function cells(c: Context<App>): Promise<Response> {
  const query = readQuery(c, qualityQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const question = questionOf(query.value, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const isKept = keptOf(question.value, query.value.profile) !== null;
  const same = isKept ? notModified(c, basis) : null;
  if (same !== null) return same;
  const answer = await qualityAnswer(
    { database: c.env.DB, reader: cellReader(c.env.DB, basis) },
    basis,
    query.value,
  );
  if (!answer.ok) return problem(c, answer.error);
  const { cells: told, nextCursor } = answer.value;
  if (nextCursor !== null) c.header('link', nextLink(c.req.url, nextCursor));
  return respond(c, isKept ? basis : null, query.value.format, answer.value, () => ({
    name: 'quality',
    columns: told.length === 0 ? NO_CELL_COLUMNS : [],
    rows: told.flatMap(rowsOf),
  }));
}

/** The page that follows (RFC 8288), which a CSV file has no other place for. */
function nextLink(url: string, cursor: string): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set('cursor', cursor);
  return `<${pathname}?${searchParams.toString()}>; rel="next"`;
}

/** Rollups are read through `reader`, what they do not keep from the database. */
export interface CellSource {
  database: D1Database;
  reader: CellReader;
}

/** A cell for each value of the dimensions asked for. */
export async function qualityAnswer(
  source: CellSource,
  basis: Basis,
  query: QualityQuery,
): Promise<Fallible<QualityAnswer, Refusal>> {
  const question = questionOf(query, basis.directory, basis.shown);
  if (!question.ok) return question;
  const found = await answerCells(source, basis, question.value, query);
  if (!found.ok) return found;
  const { name, from, to } = question.value.period;
  return ok({ ...about(basis, query.cohort, query.profile), period: { name, from, to }, ...found.value });
}

type Found = Pick<QualityAnswer, 'source' | 'cells' | 'nextCursor'>;

async function answerCells(
  { database, reader }: CellSource,
  basis: Basis,
  question: Question,
  query: QualityQuery,
): Promise<Fallible<Found, Refusal>> {
  const dimensions = dimensionsOf(question);
  // While all is counted anew, or for the first time, rows are of some of the lines only.
  const isCounted = basis.publishedAtMs !== null;
  if (query.profile !== undefined && query.profile !== 'default') {
    const { profile = 'default' } = query;
    const limit = Number(query.limit ?? DEFAULT_LIMIT);
    if (!isCounted) return ok({ source: 'results', cells: [], nextCursor: null });
    const cells = await fromResults(database, question, dimensions, basis.shown.asOf, profileNamed(profile));
    if (!cells.ok) return cells;
    return ok({
      source: 'results',
      ...pageOf(cells.value, query.cursor, limit, ({ cell, hidden }) =>
        toldByProfile(profileNamed(profile), computedAnswer(cell, hidden, query.metrics ?? DEFAULT_FIGURES)),
      ),
    });
  }
  const kept = keptOf(question, query.profile);
  const figures = query.metrics ?? DEFAULT_FIGURES;
  const limit = Number(query.limit ?? DEFAULT_LIMIT);
  if (kept === null) {
    if (!isCounted) return ok({ source: 'line-months', cells: [], nextCursor: null });
    const cells = await fromLineMonths(database, question, dimensions, basis.shown.asOf);
    if (!cells.ok) return cells;
    return ok({
      source: 'line-months',
      ...pageOf(cells.value, query.cursor, limit, (cell) => computedAnswer(cell.cell, cell.hidden, figures)),
    });
  }
  const { set, filters, inside } = kept;
  const any = sliceOf(question.partition, 'any');
  const values = [...filters.values()];
  const [counted, coverages] = await Promise.all([
    reader.counted(set.name, [question.period.name], any, values),
    coveragesOf(reader, set, question),
  ]);
  const { cells: page, nextCursor } = pageOf(
    counted
      .filter(({ place }) => liesInKept(place, kept, basis.directory))
      .map(({ place, hidden }) => ({ key: place, place, hidden })),
    query.cursor,
    limit,
    (entry) => entry,
  );
  const rows = await reader.summaries({
    groupingSet: set.name,
    periods: [question.period.name],
    slices: [
      any,
      ...(set.bands ? [sliceOf(question.partition, 'peak'), sliceOf(question.partition, 'off-peak')] : []),
    ],
    places: page.map(({ place }) => place),
  });
  const told = new Map(
    summarisedCells(rows, question.partition, set.dimensions).map((cell) => [
      placeOf(Object.values(cell.place)),
      cell,
    ]),
  );
  const answers = page.map(({ place, hidden }) => {
    const cell = told.get(place);
    return cell === undefined
      ? nothingTold(namedPlace(place, set.dimensions))
      : cellAnswer(cell, hidden, figures);
  });
  const cells = answers.map((cell) => {
    const coverage = coverages?.get(cell.place['isp'] ?? '');
    return {
      ...cell,
      ...(inside !== null && { place: { [inside.level]: inside.region, ...cell.place } }),
      ...(coverage !== undefined && cell.figures !== null && { coverage }),
    };
  });
  return ok({ source: 'rollup', cells, nextCursor });
}

/** By ISP, what share of its lines all its cells have together; null where cells are not added up over areas. */
async function coveragesOf(
  reader: CellReader,
  set: GroupingSet,
  { filters, partition, period }: Question,
): Promise<ReadonlyMap<string, number> | null> {
  if (!ADDED_UP_SETS.some(({ name }) => name === set.name)) return null;
  const isp = filters.get('isp');
  const [parts, wholes] = await Promise.all(
    [set.name, 'isp'].map((name) =>
      reader.counted(name, [period.name], sliceOf(partition, 'any'), isp === undefined ? [] : [isp]),
    ),
  );
  const byIsp = (counted: readonly ToldCell[] = []) =>
    Map.groupBy(counted, ({ place }) => valuesOf(place)[0] ?? '');
  const partsByIsp = byIsp(parts);
  return new Map(
    [...byIsp(wholes)].map(([key, whole]) => {
      const own = partsByIsp.get(key) ?? [];
      return [key, coverageOf(whole, own, new Set(own.map(({ place }) => place)))];
    }),
  );
}

function nothingTold(place: Record<string, string>): CellAnswer {
  return {
    place,
    results: null,
    lines: null,
    suppressed: 'too-few-lines',
    ranked: false,
    regions: null,
    excluded: null,
    updatedAt: null,
    figures: null,
    contract: null,
  };
}

interface Computed {
  key: string;
  cell: SummarisedCell;
  hidden: Suppression | null;
}

/** Cells of a combination that no rollup keeps: of whole months, which line-month rows have. */
async function fromLineMonths(
  database: D1Database,
  question: Question,
  dimensions: Question['groupBy'],
  asOf: number,
): Promise<Fallible<Computed[], Refusal>> {
  const rows = await rowsOfEndedMonths(database, question, dimensions, asOf);
  return rows.ok ? ok(computed(rows.value, dimensions)) : rows;
}

/** Cells by another profile than rollups are kept by: from the lines' results themselves. */
async function fromResults(
  database: D1Database,
  question: Question,
  dimensions: Question['groupBy'],
  asOf: number,
  profile: MethodProfile,
): Promise<Fallible<Computed[], Refusal>> {
  const rows = await rowsOfEndedMonths(database, question, dimensions, asOf);
  if (!rows.ok) return rows;
  const results = rows.value.reduce((sum, row) => sum + row.results, 0);
  if (results > ROW_BUDGET)
    return err({
      reason: 'too-broad',
      detail: `By this profile it would be computed from more than ${ROW_BUDGET} results. Ask for a smaller region or one ISP.`,
    });
  const tests = new Map<string, LineTest[]>();
  const lines = [...new Set(rows.value.map(({ line }) => line))];
  for (let from = 0; from < lines.length; from += LINES_AT_ONCE)
    for (const { line, test } of await testsOfLines(database, lines.slice(from, from + LINES_AT_ONCE)))
      if (isOfPartition(test, question.partition)) tests.set(line, [...(tests.get(line) ?? []), test]);
  const counted = linesByProfile(
    profile,
    rows.value.map((row) => ({ ...row, tests: tests.get(row.line) ?? [] })),
    dimensions,
  );
  return ok(computed(counted, dimensions));
}

function isOfPartition(test: LineTest, { methodVersion, synthetic, cohort }: Partition): boolean {
  return test.methodVersion === methodVersion && test.synthetic === synthetic && test.cohort === cohort;
}

/** Only of months that have ended: what is computed for a question does not wait for a publication, and would tell of every test as it comes. */
async function rowsOfEndedMonths(
  database: D1Database,
  { period, partition, filters }: Question,
  dimensions: Question['groupBy'],
  asOf: number,
): Promise<Fallible<LineMonthRow[], Refusal>> {
  const thisMonth = monthPeriod(monthNumberOf(asOf * DAY_MS));
  if (period.months === null || period.months.some((month) => month >= thisMonth))
    return err({
      reason: 'not-kept',
      detail: `Days, rolling periods and the month that has not ended are kept of these combinations only, of parts of a region too, and by the profile default: ${GROUPING_SETS.map((set) => set.dimensions.join('+')).join(', ')}. Anything else can be asked for by month or quarter, once that has ended.`,
    });
  const rows = await lineMonthRows(
    database,
    { months: period.months, partition, dimensions, filters },
    ROW_BUDGET + 1,
  );
  if (rows.length > ROW_BUDGET)
    return err({
      reason: 'too-broad',
      detail: `This combination would be computed from more than ${ROW_BUDGET} line-month rows.`,
    });
  return ok(rows);
}

function computed(rows: readonly CountedLineMonth[], dimensions: Question['groupBy']): Computed[] {
  return (
    cellsOfLineMonths(rows, dimensions)
      .map((cell) => ({ key: placeOf(Object.values(cell.place)), cell: summarisedCell(cell) }))
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      // No cell bares another, as each lacks ten lines of its own: enough of them must be left.
      .map((entry) => ({
        ...entry,
        hidden: entry.cell.any.lines - ANONYMOUS_FROM_LINES < SHOWN_FROM_LINES ? 'too-few-lines' : null,
      }))
  );
}

/** Line-month rows know neither who named their region nor what did not count. */
function computedAnswer(
  cell: SummarisedCell,
  hidden: Suppression | null,
  figures: Parameters<typeof cellAnswer>[2],
): CellAnswer {
  return { ...cellAnswer(cell, hidden, figures), regions: null, excluded: null };
}

/** A page of a list that is ordered by key: after the cursor, which is the last key of the page before. */
function pageOf<Entry extends { key: string }, Out>(
  entries: readonly Entry[],
  cursor: string | undefined,
  limit: number,
  toOut: (entry: Entry) => Out,
): { cells: Out[]; nextCursor: string | null } {
  const after = cursor === undefined ? null : decodeCursor(cursor);
  const rest = after === null ? entries : entries.filter(({ key }) => key > after);
  const page = rest.slice(0, limit);
  const last = page.at(-1);
  return {
    cells: page.map(toOut),
    nextCursor: rest.length > limit && last !== undefined ? encodeURIComponent(last.key) : null,
  };
}

function decodeCursor(cursor: string): string {
  try {
    return decodeURIComponent(cursor);
  } catch {
    return cursor;
  }
}

/** One row of CSV for each figure of a cell. */
export function rowsOf(cell: CellAnswer): CsvRow[] {
  const { place, results, lines, suppressed: hidden, figures } = cell;
  const head = { ...place, results, lines, suppressed: hidden };
  if (figures === null) return [head];
  return Object.entries(figures).map(
    ([figure, { lines: of, independentLines, quantiles, geometricMean, peak, offPeak }]) => ({
      ...head,
      figure,
      figureLines: of,
      ...Object.fromEntries(
        Object.entries(quantiles).flatMap(([name, quantile]) => [
          [name, quantile?.value ?? null],
          [`${name}Low`, quantile?.low ?? null],
          [`${name}High`, quantile?.high ?? null],
        ]),
      ),
      geometricMean,
      peakMedian: peak?.value ?? null,
      offPeakMedian: offPeak?.value ?? null,
      independentLines,
      peakMedianLow: peak?.low ?? null,
      peakMedianHigh: peak?.high ?? null,
      offPeakMedianLow: offPeak?.low ?? null,
      offPeakMedianHigh: offPeak?.high ?? null,
      ...ofWholeCell(cell),
    }),
  );
}

/** What is the same for all figures of a cell. */
function ofWholeCell({ ranked, coverage, regions, excluded, contract, updatedAt }: CellAnswer): CsvRow {
  const consistency = contract?.consistency8080;
  return {
    ranked,
    coverage: coverage ?? null,
    declaredRegions: regions?.declared ?? null,
    guessedRegions: regions?.guessed ?? null,
    // Reasons are many and mostly empty: `cross-traffic=120 stopped=`, without a number under ten.
    exclusions: excluded?.map((each) => `${each.reason}=${each.results ?? ''}`).join(' ') ?? null,
    contractLines: contract?.lines ?? null,
    contractMet: contract?.bands?.met ?? null,
    contractNear: contract?.bands?.near ?? null,
    contractMissed: contract?.bands?.missed ?? null,
    consistency8080: consistency?.value ?? null,
    consistency8080Low: consistency?.low ?? null,
    consistency8080High: consistency?.high ?? null,
    cellUpdatedAt: updatedAt,
  };
}
