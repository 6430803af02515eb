import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type CellAnswer,
  type QualityAnswer,
  type QualityQuery,
  qualityQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import {
  ANONYMOUS_FROM_LINES,
  DIMENSIONS,
  SHOWN_FROM_LINES,
} from '../../../measurement-agent/protocol/statistics.ts';
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
import { GROUPING_SETS, type GroupingSet, groupingSetOf } from '../../domain/statistics/grouping-sets.ts';
import {
  cellsOfLineMonths,
  namedPlace,
  publishedCellsOf,
  summarisedCell,
  summarisedCells,
} from '../../domain/statistics/published-cells.ts';
import { type Question, questionOf } from '../../domain/statistics/question.ts';
import type { Suppression } from '../../domain/statistics/suppression.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { publishedCells, publishedSummaries } from '../../storage/cells.ts';
import { lineMonthRows } from '../../storage/line-months.ts';
import { cellsAndHidden } from '../hidden-cells.ts';
import { about, type Basis, basisOf, hiddenBy, readQuery } from './asked.ts';
import { type CsvRow, notModified, respond } from './respond.ts';

/** Rows that a question without a rollup may read. */
const ROW_BUDGET = 20_000;

const DEFAULT_LIMIT = 100;

const DAY_MS = 86_400_000;

/** `GET /api/v1/quality` */
export async function cells(c: Context<App>): Promise<Response> {
  const query = readQuery(c, qualityQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const question = questionOf(query.value, basis.directory, basis.shown);
  if (!question.ok) return problem(c, question.error);
  const found = await answerCells(c.env.DB, basis, question.value, query.value);
  if (!found.ok) return problem(c, found.error);
  const { name, from, to } = question.value.period;
  const answer: QualityAnswer = {
    ...about(basis, query.value.cohort),
    period: { name, from, to },
    ...found.value,
  };
  return respond(c, basis, query.value.format, answer, () => found.value.cells.flatMap(rowsOf));
}

type Found = Pick<QualityAnswer, 'source' | 'cells' | 'nextCursor'>;

async function answerCells(
  database: D1Database,
  basis: Basis,
  question: Question,
  query: QualityQuery,
): Promise<Fallible<Found, Refusal>> {
  const asked = [...new Set([...question.filters.keys(), ...question.groupBy])];
  const dimensions = DIMENSIONS.filter((dimension) => asked.includes(dimension));
  const set = groupingSetOf(dimensions);
  const figures = query.metrics ?? DEFAULT_FIGURES;
  const limit = Number(query.limit ?? DEFAULT_LIMIT);
  if (set === null || !isKept(set, question.period.name)) {
    const cells = await fromLineMonths(database, question, dimensions, basis.shown.asOf);
    if (!cells.ok) return cells;
    return ok({
      source: 'line-months',
      ...pageOf(cells.value, query.cursor, limit, (cell) => cellAnswer(cell.cell, cell.hidden, figures)),
    });
  }
  const { cells } = question.period;
  const any = sliceOf(question.partition, 'any');
  const { counted, hidden } = await cellsAndHidden(database, set, cells, any, hiddenBy(basis));
  const wanted = counted.filter(({ place }) => matches(place, set, question));
  const { cells: page, nextCursor } = pageOf(
    wanted.map(({ place, lines }) => ({ key: place, place, lines })),
    query.cursor,
    limit,
    (entry) => entry,
  );
  const told = new Map(
    (
      await toldCells(database, question.partition, set, {
        groupingSet: set.name,
        periods: cells,
        slices: [
          any,
          ...(set.bands
            ? [sliceOf(question.partition, 'peak'), sliceOf(question.partition, 'off-peak')]
            : []),
        ],
        places: page.map(({ place }) => place),
      })
    ).map((cell) => [placeOf(Object.values(cell.place)), cell]),
  );
  const answers = page.map(({ place }) => {
    const cell = told.get(place);
    return cell === undefined
      ? nothingTold(namedPlace(place, set.dimensions))
      : cellAnswer(cell, hidden.get(place) ?? null, figures);
  });
  return ok({ source: 'rollup', cells: answers, nextCursor });
}

/** What is told of published cells; of several periods together it is computed from their sums. */
async function toldCells(
  database: D1Database,
  partition: Partition,
  { dimensions }: GroupingSet,
  wanted: Parameters<typeof publishedSummaries>[1],
): Promise<SummarisedCell[]> {
  if (wanted.periods.length === 1)
    return summarisedCells(await publishedSummaries(database, wanted), partition, dimensions);
  const rows = await publishedCells(database, wanted);
  return publishedCellsOf(rows, partition, dimensions, dimensions).map((cell) => summarisedCell(cell));
}

/** Whether a set has cells of a period. */
function isKept(set: GroupingSet, period: string): boolean {
  if (period.startsWith('r')) return set.rolling.some((days) => period === `r${days}`);
  return set.days || !/^\d{4}-\d{2}-\d{2}$/.test(period);
}

function matches(place: string, set: GroupingSet, { filters }: Question): boolean {
  const values = valuesOf(place);
  return [...filters].every(([dimension, value]) => values[set.dimensions.indexOf(dimension)] === value);
}

function nothingTold(place: Record<string, string>): CellAnswer {
  return {
    place,
    results: null,
    lines: null,
    suppressed: 'too-few-lines',
    ranked: false,
    regions: null,
    excluded: [],
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

/**
 * Cells of a combination that no rollup keeps: of whole months, which line-month rows have. Only of months that have ended:
 * these answers do not wait for a publication, and would tell of every test as it comes.
 */
async function fromLineMonths(
  database: D1Database,
  { period, partition, filters }: Question,
  dimensions: Question['groupBy'],
  asOf: number,
): Promise<Fallible<Computed[], Refusal>> {
  const thisMonth = monthPeriod(monthNumberOf(asOf * DAY_MS));
  if (period.months === null || period.months.some((month) => month >= thisMonth))
    return err({
      reason: 'not-kept',
      detail: `Days, rolling periods and the month that has not ended are kept of these combinations only: ${GROUPING_SETS.map((set) => set.dimensions.join('+')).join(', ')}. Any other can be asked for by month or quarter, once that has ended.`,
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
  const cells = cellsOfLineMonths(rows, dimensions).map((cell) => ({
    key: placeOf(Object.values(cell.place)),
    cell: summarisedCell(cell),
  }));
  return ok(
    cells
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      // No cell bares another, as each lacks ten lines of its own: enough of them must be left.
      .map((entry) => ({
        ...entry,
        hidden: entry.cell.any.lines - ANONYMOUS_FROM_LINES < SHOWN_FROM_LINES ? 'too-few-lines' : null,
      })),
  );
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
function rowsOf({ place, results, lines, suppressed: hidden, figures }: CellAnswer): CsvRow[] {
  const head = { ...place, results, lines, suppressed: hidden };
  if (figures === null) return [head];
  return Object.entries(figures).map(([figure, { lines: of, quantiles, geometricMean, peak, offPeak }]) => ({
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
  }));
}
