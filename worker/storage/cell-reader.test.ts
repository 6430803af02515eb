import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, expect, it } from 'vitest';
import { results } from '../../db/schema.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import { sliceOf } from '../domain/statistics/cell-key.ts';
import { decodeSummary } from '../domain/statistics/cell-summary.ts';
import { partitionOf } from '../domain/statistics/question.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { cellReader } from './cell-reader.ts';

const ANY = sliceOf(partitionOf(undefined, { synthetic: false }), 'any');
const OCN = { groupingSet: 'isp', periods: ['2026-11'], slices: [ANY], places: ['ocn|JP'] };

const PUBLISHED = { publishedAtMs: Date.parse('2026-11-23T00:00:00Z') };

/** The database, which also says how many statements each trip to it had. */
function watched(): { database: D1Database; trips: number[] } {
  const trips: number[] = [];
  const database = new Proxy(ENV.DB, {
    get(target, name) {
      if (name === 'batch')
        return (statements: D1PreparedStatement[]) => {
          trips.push(statements.length);
          return target.batch(statements);
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { database, trips };
}

beforeAll(async () => {
  const db = drizzle(ENV.DB);
  const [first, ...others] = Array.from({ length: 12 }, (_, line) =>
    db.insert(results).values(resultRow(line)),
  );
  if (first !== undefined) await db.batch([first, ...others]);
  await refreshAndPublish(ENV, PUBLISHED.publishedAtMs);
});

it('asks what is asked together in one trip, and nothing twice', async () => {
  const { database, trips } = watched();
  const reader = cellReader(database, PUBLISHED);
  const [counted, again, other] = await Promise.all([
    reader.counted('isp', ['2026-11'], ANY),
    reader.counted('isp', ['2026-11'], ANY),
    reader.counted('area', ['2026-11'], ANY),
  ]);
  expect(trips).toEqual([2]);
  expect(counted).toEqual([
    {
      groupingSet: 'isp',
      period: '2026-11',
      place: 'ocn|JP',
      lines: 12,
      publishedLines: 12,
      publishedResults: 12,
      hidden: 'too-few-lines',
    },
  ]);
  expect(again).toBe(counted);
  expect(other).toMatchObject([{ place: 'JP-kanto', lines: 12 }]);
  const [[summary], [sums]] = await Promise.all([reader.summaries(OCN), reader.sums(OCN, ['downloadBps'])]);
  expect(trips).toEqual([2, 2]);
  expect(decodeSummary(summary?.summary ?? '').lines).toBe(12);
  expect(sums?.place).toBe('ocn|JP');
});

it('does not ask for no place', async () => {
  const { database, trips } = watched();
  expect(await cellReader(database, PUBLISHED).summaries({ ...OCN, places: [] })).toEqual([]);
  expect(trips).toEqual([]);
});

it('tells everybody who asked when the database fails', async () => {
  const broken = {
    prepare: (text: string) => ENV.DB.prepare(text),
    batch: () => Promise.reject(new Error('on purpose')),
  } as unknown as D1Database;
  const reader = cellReader(broken, PUBLISHED);
  const asked = [reader.counted('isp', ['2026-11'], ANY), reader.counted('area', ['2026-11'], ANY)];
  expect((await Promise.allSettled(asked)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
