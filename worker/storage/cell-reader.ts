/** Published rollups, as answers and pages read them. */
import type { BatchItem } from 'drizzle-orm/batch';
import { drizzle } from 'drizzle-orm/d1';
import type { Figure } from '../../measurement-agent/protocol/statistics.ts';
import type { ToldCell } from '../domain/statistics/told-cells.ts';
import {
  type CellSummaryRow,
  type CellSumsRow,
  summariesQuery,
  sumsQuery,
  toldQuery,
  type Wanted,
  withSummary,
  withSums,
} from './cells.ts';

/** Reads published cells for one request, all of them as of one publication. */
export interface CellReader {
  /**
   * Counts of a set's cells in some periods, which may be quarters, and which of them are not told. Of all places, or of those
   * that have some values in them.
   *
   * @param slice In all hours.
   */
  counted(
    groupingSet: string,
    periods: readonly string[],
    slice: string,
    values?: readonly string[],
  ): Promise<readonly ToldCell[]>;
  sums(wanted: Wanted, figures: readonly Figure[]): Promise<readonly CellSumsRow[]>;
  summaries(wanted: Wanted): Promise<readonly CellSummaryRow[]>;
}

const BEFORE_ANY = -1;

/**
 * A reader that sends the questions of one turn of the event loop as one batch, and asks none twice: a page is made of a dozen
 * answers, each of which asks first what there is and then for it, so that all of them take two trips to the database.
 *
 * @param basis The publication that is read; without one there is nothing.
 */
export function cellReader(
  database: D1Database,
  { publishedAtMs }: { publishedAtMs: number | null },
): CellReader {
  const db = drizzle(database);
  const publication = publishedAtMs ?? BEFORE_ANY;
  const asked = new Map<string, Promise<readonly unknown[]>>();
  let waiting: Waiting[] = [];

  async function send(): Promise<void> {
    const batch = waiting;
    waiting = [];
    const [first, ...others] = batch;
    if (first === undefined) return;
    try {
      const found = await db.batch([first.query, ...others.map(({ query }) => query)]);
      for (const [index, { resolve }] of batch.entries()) resolve(found[index] ?? []);
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
    }
  }

  /** The rows of `query`, which `key` tells from all others. */
  function ask<Row>(key: unknown, query: Query<Row>): Promise<readonly Row[]> {
    const text = JSON.stringify(key);
    const known = asked.get(text);
    // What is asked in the same words is answered by the same query, so by the same rows.
    if (known !== undefined) return known as Promise<readonly Row[]>;
    if (waiting.length === 0) setTimeout(() => void send(), 0);
    const answer = new Promise<readonly Row[]>((resolve, reject) => {
      waiting.push({ query, resolve: resolve as Waiting['resolve'], reject });
    });
    asked.set(text, answer);
    return answer;
  }

  return {
    counted: (groupingSet, periods, slice, values = []) => {
      const wanted = { groupingSet, periods, slice, values };
      return ask(['counted', wanted], toldQuery(db, publication, wanted));
    },
    sums: async (wanted, figures) =>
      wanted.places.length === 0
        ? []
        : withSums(await ask(['sums', wanted, figures], sumsQuery(db, publication, wanted, figures))),
    summaries: async (wanted) =>
      wanted.places.length === 0
        ? []
        : withSummary(await ask(['summaries', wanted], summariesQuery(db, publication, wanted))),
  };
}

/** A query of the batch that is to be sent. */
type Query<Row> = BatchItem<'sqlite'> & { execute(): Promise<Row[]> };

interface Waiting {
  query: BatchItem<'sqlite'>;
  resolve: (rows: readonly unknown[]) => void;
  reject: (fault: unknown) => void;
}
