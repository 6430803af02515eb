import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { type Month, monthOf } from '../domain/month.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { hasBrand, readDirectory, replaceBrands } from '../storage/directory.ts';
import { countResults, insertResults, lastSyntheticAtMs } from '../storage/results.ts';
import { DEMO_AS_USES, DEMO_BRANDS, DEMO_WHOLESALERS } from './brands.ts';
import { DEMO_MONTHS, populationFor, rowsOfMonth } from './rows.ts';

const ROWS_AT_ONCE = 1_000;

/** Far larger steps than the edge's cron may take: each reads and writes the cells of its lines once. */
const LINES_A_STEP = 10_000;
const PUBLISHING = { cellsAStep: 500, steps: 100_000 };

/** Why a database is not made a demo. */
export type DemoFault = 'holds-real-results';

/**
 * Makes a database a demo up to `nowMs`: brands that do not exist, and results that nobody measured, every row marked synthetic.
 * The same numbers every time, so a fill that was cut off, or is some days old, goes on where it ended.
 *
 * @param results About how many, in the whole months; the running month has more.
 * @param say Told how far it is, a line at a time.
 */
export async function fillDemo(
  database: D1Database,
  results: number,
  nowMs: number,
  say: (line: string) => void,
): Promise<Fallible<number, DemoFault>> {
  const { real } = await countResults(database);
  // A demo keeps what its visitors measure, apart from what it shows.
  if (real > 0 && !(await isDemo(database))) return err('holds-real-results');
  await replaceBrands(database, [...DEMO_BRANDS, ...DEMO_WHOLESALERS], DEMO_AS_USES);
  const directory = await readDirectory(database, nowMs);
  const population = populationFor(results);
  const months = await missingMonths(database, nowMs);
  for (const [index, month] of months.entries()) {
    say(`Making results of nobody: ${month}, month ${index + 1} of ${months.length}`);
    await fillMonth(database, rowsOfMonth(month, population, directory, nowMs));
  }
  const limits = { linesAStep: LINES_A_STEP, steps: 1 };
  for (let lines = 0, done = false; !done; ) {
    const refreshed = await refreshAndPublish({ DB: database }, nowMs, limits, PUBLISHING);
    ({ done } = refreshed);
    lines += refreshed.lines;
    if (refreshed.lines > 0) say(`Counting lines: ${lines}`);
  }
  return ok((await countResults(database)).synthetic);
}

/** A brand that does not exist is in no directory but a demo's. */
function isDemo(database: D1Database): Promise<boolean> {
  return hasBrand(database, DEMO_BRANDS[0]?.slug ?? '');
}

async function fillMonth(database: D1Database, rows: Iterable<ResultRow>): Promise<void> {
  let piece: ResultRow[] = [];
  for (const row of rows) {
    piece.push(row);
    if (piece.length < ROWS_AT_ONCE) continue;
    await insertResults(database, piece);
    piece = [];
  }
  if (piece.length > 0) await insertResults(database, piece);
}

/** From the last month that has any, which may be half filled, to the running one. */
async function missingMonths(database: D1Database, nowMs: number): Promise<Month[]> {
  const lastAtMs = await lastSyntheticAtMs(database);
  const now = new Date(nowMs);
  const months = Array.from({ length: DEMO_MONTHS + 1 }, (_, index) =>
    monthOf(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - DEMO_MONTHS + index)),
  );
  return lastAtMs === null ? months : months.filter((month) => month >= monthOf(lastAtMs));
}
