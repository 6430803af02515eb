import { SELF } from 'cloudflare:test';
import { drizzle } from 'drizzle-orm/d1';
import { beforeEach, describe, expect, test } from 'vitest';
import { results } from '../../db/schema.ts';
import type { CellAnswer } from '../../measurement-agent/protocol/quality.ts';
import type { EditionsAnswer, ReportAnswer } from '../../measurement-agent/protocol/reports.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { seeded } from '../domain/statistics/seeded.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { freezeEditions, LOCAL_FREEZING } from './freeze.ts';

const OCTOBER = Date.parse('2026-10-12T12:00:00+09:00');
const NOVEMBER = Date.parse('2026-11-12T12:00:00+09:00');

let asker = 0;
async function ask(path: string): Promise<Response> {
  asker += 1;
  return SELF.fetch(`https://jissoku.example${API_PATHS.reports}${path}`, {
    headers: { 'cf-connecting-ip': `10.${asker >> 8}.${asker & 255}.1` },
  });
}

async function report(edition: string, query = 'region=JP'): Promise<ReportAnswer> {
  const response = await ask(`/${edition}?${query}`);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

async function editionNames(): Promise<string[]> {
  const { editions } = await (await ask('')).json<EditionsAnswer>();
  return editions.map(({ name }) => name);
}

/** A line's result, under an id of its own. */
const lineOf = (line: number, changes: Partial<ResultRow> = {}): ResultRow => ({
  ...resultRow(line, { measuredAtMs: OCTOBER, ...changes }),
  id: `line-${line}-${changes.measuredAtMs ?? OCTOBER}`,
});

const lines = (count: number, from: number, changes: Partial<ResultRow> = {}) =>
  Array.from({ length: count }, (_, index) => lineOf(from + index, changes));

async function keep(rows: readonly ResultRow[]): Promise<void> {
  const db = drizzle(ENV.DB);
  const [first, ...others] = rows.map((row) => db.insert(results).values(row));
  if (first !== undefined) await db.batch([first, ...others]);
}

async function remove(rows: readonly ResultRow[]): Promise<void> {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  await ENV.DB.prepare('delete from results where id in (select value from json_each(?))').bind(ids).run();
}

const publish = (day: string) => refreshAndPublish(ENV, Date.parse(day));
const freeze = (day: string, limits = LOCAL_FREEZING) => freezeEditions(ENV, Date.parse(day), limits);

async function publishAndFreeze(day: string): Promise<void> {
  await publish(day);
  expect(await freeze(day)).toBe(true);
}

const OCN = lines(120, 0);
const IIJ = lines(60, 200, { ispKey: 'iij', subdivisionCode: 'JP-14' });
const FEW = lines(12, 300, { ispKey: 'so-net', subdivisionCode: 'JP-14' });

/** Each test begins with nothing that was ever counted, published or frozen. */
async function empty(): Promise<void> {
  await ENV.DB.batch(
    [
      'results',
      'dirty_lines',
      'superseded_results',
      'line_months',
      'cells',
      'cell_changes',
      'publications',
      'rollup_steps',
      'report_editions',
    ].map((table) => ENV.DB.prepare(`delete from ${table}`)),
  );
}

beforeEach(async () => {
  await empty();
  await keep([...OCN, ...IIJ, ...FEW]);
});

describe('an edition', () => {
  test('is made once its month has ended, was waited for and published; the same again changes nothing', async () => {
    await publishAndFreeze('2026-11-03T00:05:00Z');
    expect(await editionNames()).toEqual([]);
    await publishAndFreeze('2026-11-04T00:05:00Z');
    expect(await editionNames()).toEqual(['2026-10']);
    const made = await report('2026-10');
    expect(made.edition).toMatchObject({
      frozenAt: '2026-11-04T00:05:00.000Z',
      publishedAt: '2026-11-04T00:05:00.000Z',
    });
    await publishAndFreeze('2026-11-05T00:05:00Z');
    expect(await report('2026-10')).toEqual(made);
    expect(await editionNames()).toEqual(['2026-10']);
  });

  test.each(['JP', 'JP-kanto', 'JP-13', 'JP-14'])(
    'tells of %s what was told when it was made',
    async (region) => {
      await publishAndFreeze('2026-11-04T00:05:00Z');
      const frozen = await report('2026-10', `region=${region}`);
      const live = await report('live', `region=${region}&period=2026-10`);
      expect(frozen.whole?.figures).not.toBeNull();
      expect(frozen).toEqual({ ...live, edition: frozen.edition, answersHash: frozen.answersHash });
      expect(frozen.isps.map(({ place }) => place['isp'])).not.toContain('so-net');
    },
  );

  test('of a region that nobody measured has no figures, and there is none of a month without one', async () => {
    await publishAndFreeze('2026-11-04T00:05:00Z');
    expect(await report('2026-10', 'region=JP-47')).toMatchObject({ whole: null, isps: [], parts: [] });
    expect((await ask('/2026-09?region=JP')).status).toBe(404);
    expect((await ask('/2026-10.2?region=JP')).status).toBe(404);
    expect((await ask('/soon')).status).toBe(404);
    expect((await ask('/2026-10?region=JP-99')).status).toBe(400);
    expect((await ask('/2026-10?period=r90')).status).toBe(400);
    expect((await ask('/2026-10?metrics=speed')).status).toBe(400);
  });

  test('has the metrics that are asked for, and a file of rows', async () => {
    await publishAndFreeze('2026-11-04T00:05:00Z');
    const some = await report('2026-10', 'region=JP&metrics=uploadBps');
    expect(Object.keys(some.whole?.figures ?? {})).toEqual(['uploadBps']);
    const file = await ask('/2026-10?region=JP&metrics=uploadBps&format=csv');
    expect(file.headers.get('content-disposition')).toContain('jissoku-report-2026-10-JP.csv');
    const rows = (await file.text()).trim().split('\r\n');
    expect(rows[0]).toMatch(/^edition,inputHash,period,region,what,isp,part,results,lines/);
    expect(rows[1]).toContain(`2026-10,${some.edition?.inputHash},2026-10,JP,region,,,`);
    // Of the region, an ISP and an area: the other two ISPs would bare each other.
    expect(rows).toHaveLength(4);
  });

  test('is not seen before it is whole, goes on where it was cut off, and is the same then', async () => {
    await publish('2026-11-04T00:05:00Z');
    const oneRegion = { regionsAStep: 1, steps: 1 };
    expect(await freeze('2026-11-04T00:06:00Z', oneRegion)).toBe(false);
    expect(await editionNames()).toEqual([]);
    expect((await ask('/2026-10?region=JP')).status).toBe(404);
    let steps = 1;
    while (!(await freeze('2026-11-04T00:06:00Z', oneRegion))) steps += 1;
    expect(steps).toBe(4);
    const piecemeal = await report('2026-10', 'region=JP-13');
    await ENV.DB.prepare('delete from report_editions').run();
    await freeze('2026-11-04T00:06:00Z');
    expect(await report('2026-10', 'region=JP-13')).toEqual(piecemeal);
  });

  test('begins anew when something was published meanwhile', async () => {
    await publish('2026-11-04T00:05:00Z');
    await freeze('2026-11-04T00:06:00Z', { regionsAStep: 2, steps: 1 });
    await keep(lines(30, 500));
    await publishAndFreeze('2026-11-05T00:05:00Z');
    expect((await report('2026-10')).edition).toMatchObject({
      revision: 1,
      publishedAt: '2026-11-05T00:05:00.000Z',
    });
    expect((await report('2026-10')).whole?.lines).toBe(220);
    expect((await report('2026-10', 'region=JP-13')).whole?.lines).toBe(150);
  });
});

describe('a correction', () => {
  test('comes with the next month, lists what changed, and leaves the first as it was', async () => {
    await publishAndFreeze('2026-11-04T00:05:00Z');
    const first = await report('2026-10');
    await keep([...lines(20, 500, { downloadBps: 9e8 }), ...lines(40, 600, { measuredAtMs: NOVEMBER })]);
    await publishAndFreeze('2026-11-20T00:05:00Z');
    expect(await editionNames()).toEqual(['2026-10']);
    await publishAndFreeze('2026-12-04T00:05:00Z');
    expect(await editionNames()).toEqual(['2026-11', '2026-10.2', '2026-10']);
    const second = await report('2026-10.2');
    expect(second.edition).toMatchObject({ revision: 2, changedRegions: ['JP', 'JP-13', 'JP-kanto'] });
    expect(second.edition?.inputHash).not.toBe(first.edition?.inputHash);
    const change = second.changes.find(({ isp, metric }) => isp === 'ocn' && metric === 'downloadBps');
    expect(change).toMatchObject({ before: { lines: 120 }, after: { lines: 140 } });
    expect(change?.after.median?.value).toBeGreaterThan(change?.before.median?.value ?? Infinity);
    expect(change?.members).toEqual(expect.arrayContaining(['lines', 'quantiles/p50', 'quantiles/p95']));
    expect(change?.before.p25?.value).toBe(
      first.isps.find(({ place }) => place['isp'] === 'ocn')?.figures?.['downloadBps']?.quantiles.p25?.value,
    );
    expect(second.changes.some(({ isp }) => isp === 'iij')).toBe(false);
    expect(await report('2026-10')).toEqual(first);
    // Nothing else came: no third.
    await publishAndFreeze('2027-01-04T00:05:00Z');
    expect((await editionNames()).filter((name) => name.startsWith('2026-10'))).toEqual([
      '2026-10.2',
      '2026-10',
    ]);
  });

  test('lists a region of which everything was deleted', async () => {
    await publishAndFreeze('2026-11-04T00:05:00Z');
    expect((await report('2026-10', 'region=JP-14')).whole?.figures).not.toBeNull();
    await remove([...IIJ, ...FEW]);
    await keep(lines(40, 600, { measuredAtMs: NOVEMBER }));
    await publishAndFreeze('2026-12-04T00:05:00Z');
    const second = await report('2026-10.2', 'region=JP-14');
    expect(second.edition?.changedRegions).toContain('JP-14');
    expect(second.whole?.figures ?? null).toBeNull();
    const change = second.changes.find(({ isp, metric }) => isp === null && metric === 'downloadBps');
    expect(change).toMatchObject({ before: { lines: 70 }, after: { lines: null, median: null } });
  });

  test('is none where fewer than ten lines changed', async () => {
    await publishAndFreeze('2026-11-04T00:05:00Z');
    await remove(OCN.slice(0, 9));
    await keep(lines(40, 600, { measuredAtMs: NOVEMBER }));
    await publishAndFreeze('2026-12-04T00:05:00Z');
    expect(await editionNames()).toEqual(['2026-11', '2026-10']);
    expect((await report('live', 'region=JP&period=2026-10')).whole).toEqual((await report('2026-10')).whole);
  });
});

describe('whoever compares editions with each other and with what is told today', () => {
  const uniform = seeded('editions');
  const oneOf = <Value>(values: readonly Value[]) => values[Math.floor(uniform() * values.length)] as Value;
  /** What was measured when something was published. */
  const states = new Map<string, ReadonlyMap<string, ResultRow>>();

  /** Lines of a cell in October, as of the publication that its figures are of. */
  function linesOf({ place, updatedAt }: CellAnswer): Set<string> {
    const rows = [...(states.get(updatedAt ?? '')?.values() ?? [])];
    const own = rows.filter(
      ({ ispKey, subdivisionCode, measuredAtMs }) =>
        measuredAtMs === OCTOBER &&
        (place['isp'] ?? ispKey) === ispKey &&
        (place['subdivision'] ?? subdivisionCode) === subdivisionCode,
    );
    return new Set(own.map(({ id, downloadBps }) => `${id} ${downloadBps}`));
  }

  test('never finds two figures of a cell that differ in fewer than ten lines', {
    timeout: 300_000,
  }, async () => {
    let population = new Map([...OCN, ...IIJ, ...FEW].map((row) => [row.id, row]));
    const seen = new Map<string, CellAnswer[]>();
    const known = new Set<string>();
    let next = 1_000;
    for (let month = 0; month < 5; month += 1) {
      const day = new Date(Date.UTC(2026, 10 + month, 4, 0, 5)).toISOString();
      // A month of its own, so that there is an edition with which earlier ones are looked at again.
      const measuredAtMs = Date.UTC(2026, 9 + month, 20);
      if (month > 0) await keep(lines(12, 5_000 + month * 20, { measuredAtMs }));
      states.set(day, population);
      await publish(day);
      await freeze(day);
      const names = (await editionNames()).filter((name) => name.startsWith('2026-10') && !known.has(name));
      for (const name of names) known.add(name);
      for (const name of ['live', ...names])
        for (const region of ['JP', 'JP-kanto', 'JP-13', 'JP-14']) {
          const { whole, isps, parts } = await report(
            name,
            `region=${region}&metrics=downloadBps${name === 'live' ? '&period=2026-10' : ''}`,
          );
          for (const cell of [...(whole ? [whole] : []), ...isps, ...parts]) {
            if (cell.figures === null) continue;
            const key = JSON.stringify(Object.entries(cell.place).toSorted(([a], [b]) => (a < b ? -1 : 1)));
            seen.set(key, [...(seen.get(key) ?? []), cell]);
          }
        }
      // Some go, some come late, some are said to be elsewhere.
      population = new Map(population);
      const gone = [...population.values()].filter(() => uniform() < 0.03 * month);
      for (const { id } of gone) population.delete(id);
      await remove(gone);
      const late = Array.from({ length: Math.floor(uniform() * 16) }, () =>
        lineOf((next += 1), {
          ispKey: oneOf(['ocn', 'iij', 'so-net']),
          subdivisionCode: oneOf(['JP-13', 'JP-14']),
        }),
      );
      for (const row of late) population.set(row.id, row);
      await keep(late);
    }
    let pairs = 0;
    const finds: string[] = [];
    for (const [place, cells] of seen)
      for (const [index, a] of cells.entries())
        for (const b of cells.slice(index + 1)) {
          if (JSON.stringify(a.figures) === JSON.stringify(b.figures)) continue;
          pairs += 1;
          const [one, other] = [linesOf(a), linesOf(b)];
          const differing = one.symmetricDifference(other).size;
          if (differing < 10) finds.push(`${place}: ${differing} lines`);
        }
    expect(finds).toEqual([]);
    expect(pairs).toBeGreaterThan(10);
    expect(known.size).toBeGreaterThan(2);
  });
});
