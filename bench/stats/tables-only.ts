import type { DatabaseSync } from 'node:sqlite';
import { inArray, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { results } from '../../db/schema.ts';
import { areaOfSubdivision } from '../../worker/domain/directory.ts';
import type { RollupContext } from '../../worker/domain/statistics/line-contributions.ts';
import { lineMonths } from '../../worker/domain/statistics/line-month.ts';
import { DEFAULT_PROFILE } from '../../worker/domain/statistics/profile.ts';
import { readDirectory } from '../../worker/storage/directory.ts';
import { commitStep } from '../../worker/storage/rollup-commit.ts';
import { columnsOf, lastStep, queued } from '../../worker/storage/rollup-queue.ts';
import { COLUMNS, rowsOf } from './rows.ts';

const AT_ONCE = 20_000;

/**
 * Adds results numbered from `from` to `to` to the tables of results and line-months and marks them as counted, but brings
 * them into no cell: counting ten million takes hours, and a cell is as large with a million lines as with ten.
 *
 * Triggers are off meanwhile; whoever stops it in the middle has to begin with a new file.
 */
export async function addToTablesOnly(
  sqlite: DatabaseSync,
  database: D1Database,
  { from, to, endMs }: { from: number; to: number; endMs: number },
): Promise<void> {
  const triggers = sqlite.prepare("select name, sql from sqlite_master where type = 'trigger'").all() as {
    name: string;
    sql: string;
  }[];
  for (const { name } of triggers) sqlite.exec(`drop trigger ${name}`);
  const last = await lastStep(database);
  if (last === null) throw new Error('nothing is counted yet');
  const directory = await readDirectory(database, endMs);
  const context: RollupContext = {
    asOf: last.asOf,
    profile: DEFAULT_PROFILE,
    areaOf: (code) => areaOfSubdivision(code, directory),
  };
  const insert = sqlite.prepare(
    `insert into results (${COLUMNS.join(', ')}) values (${COLUMNS.map(() => '?').join(', ')})`,
  );
  let { step } = last;
  for (let begin = from; begin < to; begin += AT_ONCE) {
    const end = Math.min(to, begin + AT_ONCE);
    const ids: unknown[] = [];
    sqlite.exec('begin');
    for (const row of rowsOf(begin, end, endMs)) {
      insert.run(...row);
      ids.push(row[0]);
    }
    sqlite.exec('commit');
    const found = await drizzle(database)
      .select(columnsOf(results))
      .from(results)
      .where(inArray(results.id, sql`(select value from json_each(${JSON.stringify(ids)}))`));
    const byLine = Map.groupBy(found.map(queued), ({ line }) => line);
    step += 1;
    const months = [...byLine].map(([line, tests]) => ({
      line,
      months: lineMonths(
        tests.map(({ test }) => test),
        context,
      ),
    }));
    await commitStep(
      database,
      { ...last, step },
      { dirty: [], resultIds: found.map(({ id }) => id), cells: [], lineMonths: months },
      endMs,
    );
    process.stderr.write(`\rin the tables ${end} of ${to}     `);
  }
  for (const trigger of triggers) sqlite.exec(trigger.sql);
}
