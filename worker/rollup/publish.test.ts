import { sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { beforeEach, expect, it } from 'vitest';
import { results, rollupSteps } from '../../db/schema.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import { sliceOf } from '../domain/statistics/cell-key.ts';
import { partitionOf } from '../domain/statistics/question.ts';
import { readBasis } from '../routes/quality/asked.ts';
import { qualityAnswer } from '../routes/quality/cells.ts';
import { compareAnswer } from '../routes/quality/compare.ts';
import { rankAnswer } from '../routes/quality/rank.ts';
import { trendAnswer } from '../routes/quality/trend.ts';
import { runScheduled } from '../scheduled.ts';
import { cellReader } from '../storage/cell-reader.ts';
import { beginPublishing, continuePublishing } from './publish.ts';
import { refresh } from './refresh.ts';
import { refreshAndPublish } from './refresh-and-publish.ts';
import { verifyRollup } from './verify.ts';

const HOUR_MS = 3_600_000;
let firstMs = Date.parse('2026-11-23T00:00:00Z');
let laterMs = firstMs + HOUR_MS;
const ANY = sliceOf(partitionOf(undefined, { synthetic: false }), 'any');
const OCN = { groupingSet: 'isp', periods: ['2026-11'], slices: [ANY], places: ['ocn|JP'] };

async function keep(
  count: number,
  from: number,
  changes: Parameters<typeof resultRow>[1] = {},
): Promise<void> {
  const db = drizzle(ENV.DB);
  const [first, ...others] = Array.from({ length: count }, (_, index) =>
    db.insert(results).values(resultRow(from + index, changes)),
  );
  if (first !== undefined) await db.batch([first, ...others]);
}

/** What somebody is told who asks now. */
async function answers(): Promise<string> {
  const basis = await readBasis(ENV.DB, false, laterMs);
  const reader = cellReader(ENV.DB, basis);
  const source = { database: ENV.DB, reader };
  return JSON.stringify(
    await Promise.all([
      qualityAnswer(source, basis, { groupBy: ['isp'] }),
      qualityAnswer(source, basis, { groupBy: ['isp', 'subdivision'] }),
      qualityAnswer(source, basis, { groupBy: ['isp', 'tier'] }),
      qualityAnswer(source, basis, { groupBy: ['isp'], period: '2026-Q4' }),
      rankAnswer(reader, basis, {}),
      compareAnswer(reader, basis, { a: 'ocn', b: 'iij' }),
      trendAnswer(reader, basis, { isp: 'ocn' }),
    ]),
  );
}

beforeEach(async () => {
  await drizzle(ENV.DB).delete(results);
  // Each test is some hours after the one before.
  firstMs += 3 * HOUR_MS;
  laterMs = firstMs + HOUR_MS;
  await refreshAndPublish(ENV, firstMs - HOUR_MS);
  await keep(120, 0);
  await keep(110, 1_000, { ispKey: 'iij', subdivisionCode: 'JP-14' });
  await keep(12, 2_000, { ispKey: 'so-net', subdivisionCode: 'JP-14' });
  await refreshAndPublish(ENV, firstMs);
});

it('nobody sees half of a publication, wherever it was cut off', async () => {
  const before = await answers();
  await keep(30, 200);
  await keep(25, 2_100, { ispKey: 'so-net', subdivisionCode: 'JP-14' });
  await refresh(ENV, laterMs);
  await beginPublishing(ENV, laterMs);
  let cuts = 0;
  while (!(await continuePublishing(ENV, { cellsAStep: 7, steps: 1 }))) {
    expect((await answers()) === before, `the same after ${cuts} steps`).toBe(true);
    // A refresh in between changes nothing of it.
    if (cuts === 20) {
      await keep(15, 300);
      await refresh(ENV, laterMs);
    }
    cuts += 1;
  }
  expect(cuts).toBeGreaterThan(20);
  expect((await answers()) === before).toBe(false);
  expect((await verifyRollup(ENV, laterMs)).differences).toEqual([]);
});

it('another publication that begins meanwhile takes it over', async () => {
  await keep(30, 200);
  await refresh(ENV, laterMs);
  await beginPublishing(ENV, laterMs);
  const before = await answers();
  for (let steps = 0; steps < 12; steps += 1) await continuePublishing(ENV, { cellsAStep: 50, steps: 1 });
  await keep(15, 2_200, { ispKey: 'so-net', subdivisionCode: 'JP-14' });
  await refresh(ENV, laterMs);
  await beginPublishing(ENV, laterMs + 1);
  expect((await answers()) === before).toBe(true);
  expect(await continuePublishing(ENV)).toBe(true);
  expect((await answers()) === before).toBe(false);
  expect((await verifyRollup(ENV, laterMs)).differences).toEqual([]);
});

it('who asked before reads on as of the publication that he began with, or nothing', async () => {
  const reading = () => cellReader(ENV.DB, { publishedAtMs: firstMs });
  const counted = await reading().counted('isp', ['2026-11'], ANY);
  const sums = await reading().sums(OCN, ['downloadBps']);
  expect(sums).toHaveLength(1);
  await keep(30, 200);
  await refreshAndPublish(ENV, laterMs);
  expect(await reading().counted('isp', ['2026-11'], ANY)).toEqual(counted);
  expect(await reading().sums(OCN, ['downloadBps'])).toEqual(sums);
  // By the next publication what was replaced is gone.
  await continuePublishing(ENV);
  await beginPublishing(ENV, laterMs + 1);
  await continuePublishing(ENV);
  expect(await reading().counted('isp', ['2026-11'], ANY)).toEqual([]);
  expect(await reading().sums(OCN, ['downloadBps'])).toEqual([]);
  expect(await cellReader(ENV.DB, { publishedAtMs: laterMs }).sums(OCN, ['downloadBps'])).toHaveLength(1);
});

it('what is told wrongly is found', async () => {
  expect((await verifyRollup(ENV, firstMs)).differences).toEqual([]);
  await ENV.DB.prepare("update told_cells set hidden = null where hidden = 'too-few-lines'").run();
  const { differences } = await verifyRollup(ENV, firstMs);
  expect(new Set(differences.map(({ kind }) => kind))).toEqual(new Set(['told']));
});

it('what another version counts anew is told as soon as it is counted, not on the next day', async () => {
  const before = await cellsOf();
  expect(before.map(({ place, lines }) => [place['isp'], lines])).toContainEqual(['ocn', 120]);
  await drizzle(ENV.DB)
    .update(rollupSteps)
    .set({ version: sql`${rollupSteps.version} + 1` });
  const onTheEdge = { ...ENV, LOCAL: '0' };
  await runScheduled('*/10 * * * *', onTheEdge, laterMs);
  expect(await cellsOf()).toEqual([]);
  await runScheduled('*/10 * * * *', onTheEdge, laterMs);
  const figuresOf = (cells: typeof before) => cells.map((cell) => ({ ...cell, updatedAt: null }));
  expect(figuresOf(await cellsOf())).toEqual(figuresOf(before));
});

/** ISPs' cells, as somebody is told who asks now. */
async function cellsOf() {
  const basis = await readBasis(ENV.DB, false, laterMs);
  const source = { database: ENV.DB, reader: cellReader(ENV.DB, basis) };
  const answer = await qualityAnswer(source, basis, { groupBy: ['isp'] });
  return answer.ok ? answer.value.cells : [];
}

it('a summary that is not of its sums is found', async () => {
  const { differences } = await verifyRollup(ENV, laterMs);
  expect(differences).toEqual([]);
  const of = "where grouping_set = 'isp' and period = 'r90' and place = 'ocn|JP' and summary is not null";
  await ENV.DB.prepare(`update published_cells set summary = replace(summary, '120', '121') ${of}`).run();
  const found = (await verifyRollup(ENV, laterMs)).differences;
  expect(found.map(({ kind }) => kind)).toContain('other');
  await ENV.DB.prepare(`update published_cells set summary = replace(summary, '121', '120') ${of}`).run();
});
