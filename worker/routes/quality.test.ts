import { SELF } from 'cloudflare:test';
import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { results } from '../../db/schema.ts';
import type {
  changeAnswerSchema,
  compareAnswerSchema,
  divergenceAnswerSchema,
  hoursAnswerSchema,
  QualityAnswer,
  rankAnswerSchema,
  sketchAnswerSchema,
  trendAnswerSchema,
} from '../../measurement-agent/protocol/quality.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { readBasis } from './quality/asked.ts';
import { etagOf } from './quality/respond.ts';

const NOW_MS = Date.parse('2026-11-23T00:00:00Z');
let asker = 0;

/** Every question from another network: the caps have tests of their own. */
async function ask(path: string, headers: Record<string, string> = {}): Promise<Response> {
  asker += 1;
  return SELF.fetch(`https://jissoku.example/api/v1/quality${path}`, {
    headers: { ...headers, 'cf-connecting-ip': `10.${asker >> 8}.${asker & 255}.1` },
  });
}

async function answer<Answer = QualityAnswer>(path: string): Promise<Answer> {
  const response = await ask(path);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

/** Whether a figure is within a sketch's bound, twice, of another. */
function isNear(value: number | undefined, expected: number): boolean {
  return value !== undefined && Math.abs(value / expected - 1) <= 0.0011;
}

async function keep(rows: readonly ResultRow[]): Promise<void> {
  const db = drizzle(ENV.DB);
  const [first, ...others] = rows.map((row, index) =>
    db.insert(results).values({ ...row, id: `${row.id}${index}` }),
  );
  if (first !== undefined) await db.batch([first, ...others]);
}

beforeAll(async () => {
  const lines = (count: number, from: number, changes: Partial<ResultRow>) =>
    Array.from({ length: count }, (_, index) => resultRow(from + index, changes));
  await keep([
    // 120 lines of one ISP, one of them measured 300 times.
    ...lines(120, 0, {}),
    ...Array.from({ length: 300 }, (_, index) => resultRow(0, { measuredAtMs: NOW_MS - index * 3_600_000 })),
    ...lines(45, 200, { ispKey: 'iij', subdivisionCode: 'JP-14' }),
    // Too few to be told, and another that must hide it.
    ...lines(4, 300, { ispKey: 'so-net', subdivisionCode: 'JP-13' }),
    ...lines(40, 400, { ispKey: 'biglobe', subdivisionCode: 'JP-13' }),
    ...lines(12, 500, { ispKey: 'iij', subdivisionCode: 'JP-14', valid: false, excludedBy: 'cross-traffic' }),
    ...lines(130, 1_000, { ispKey: 'nifty', downloadBps: 4e8 }),
    ...lines(50, 600, { synthetic: true }),
    ...lines(50, 700, { cohort: 'independent-agent' }),
    ...lines(120, 1_500, { cohort: 'isp-agent', measuredAtMs: Date.parse('2026-10-20T12:00:00+09:00') }),
    ...lines(35, 1_700, {
      cohort: 'isp-agent',
      measuredAtMs: Date.parse('2026-10-20T12:00:00+09:00'),
      contractDownloadBps: 1e8,
    }),
    // Of three areas nine lines each, of which nothing is published.
    ...['JP-01', 'JP-27', 'JP-40'].flatMap((subdivisionCode, index) =>
      lines(9, 1_800 + 20 * index, {
        cohort: 'isp-agent',
        measuredAtMs: Date.parse('2026-10-20T12:00:00+09:00'),
        subdivisionCode,
        ipVersion: 4,
      }),
    ),
  ]);
  await refreshAndPublish(ENV, NOW_MS);
});

/** Columns that every file ends with. */
const OF_ALL = 'profile,profileVersion,methodVersion,updatedAt,cohort,synthetic';

describe('GET /api/v1/quality', () => {
  it('a line counts once however often it measured', async () => {
    const { cells, source } = await answer('?isp=ocn&period=2026-11');
    expect(source).toBe('rollup');
    expect(cells).toHaveLength(1);
    expect(cells[0]).toMatchObject({
      place: { isp: 'ocn', country: 'JP' },
      results: 420,
      lines: 120,
      suppressed: null,
      ranked: true,
      regions: { declared: 1, guessed: 0 },
    });
    const download = cells[0]?.figures?.['downloadBps'];
    // Of 1 … 120 Mbit/s: type 7, and ranks 49 and 72 (scipy.stats.binom); a sketch is within 0.05%, an end within twice that.
    expect(isNear(download?.quantiles.p50?.value, 60.5e6)).toBe(true);
    expect(isNear(download?.quantiles.p50?.low, 49e6)).toBe(true);
    expect(isNear(download?.quantiles.p50?.high, 72e6)).toBe(true);
    expect(download?.quantiles.p95?.value).toBe(114_000_000);
  });

  it('groups by a dimension, tells what is excluded, and hides the few and one neighbour', async () => {
    const { cells } = await answer('?region=JP-13&groupBy=isp');
    const told = Object.fromEntries(cells.map((cell) => [cell.place['isp'], cell.suppressed]));
    expect(told).toEqual({ ocn: null, nifty: null, 'so-net': 'too-few-lines', biglobe: 'complementary' });
    const [iij] = (await answer('?isp=iij')).cells;
    expect(iij?.excluded).toEqual([{ reason: 'cross-traffic', results: 10 }]);
  });

  it('counts under ten are not told', async () => {
    const { cells } = await answer('?isp=so-net');
    expect(cells[0]).toMatchObject({
      results: null,
      lines: null,
      suppressed: 'too-few-lines',
      figures: null,
    });
  });

  it('cohorts are apart, and made-up results are in none', async () => {
    const { cells } = await answer('?isp=ocn&cohort=independent-agent');
    expect(cells[0]).toMatchObject({ lines: 50 });
    const all = await answer('?groupBy=country');
    expect(all.cells[0]?.lines).toBe(340);
  });

  it('computes what no rollup keeps from line-month rows', async () => {
    const path = '?isp=ocn&medium=wired&ipVersion=6&groupBy=tier&cohort=isp-agent';
    const { cells, source } = await answer(`${path}&period=2026-10`);
    expect(source).toBe('line-months');
    // Ten of a cell's lines are left out of its figures: of 35 too few are left.
    expect(cells).toMatchObject([
      { place: { isp: 'ocn', tier: 'to-100m' }, lines: 40, suppressed: 'too-few-lines', figures: null },
      { place: { isp: 'ocn', tier: 'to-1g' }, lines: 120, suppressed: null },
    ]);
    const { lines, quantiles } = cells[1]?.figures?.['downloadBps'] ?? {};
    expect(lines).toBe(110);
    // Of 1,501 … 1,620 Mbit/s.
    expect(quantiles?.p50?.value).toBeGreaterThan(1_550e6);
    expect(quantiles?.p50?.value).toBeLessThan(1_570e6);
    expect((await ask(`${path}&period=2026-11`)).status).toBe(422);
  });

  it('adds up the months of a quarter', async () => {
    const { cells, period } = await answer('?isp=ocn&period=2026-Q4');
    expect(period).toEqual({ name: '2026-Q4', from: '2026-10-01', to: '2026-12-31' });
    expect(cells[0]).toMatchObject({ lines: 120 });
    expect(isNear(cells[0]?.figures?.['downloadBps']?.quantiles.p50?.value, 60.5e6)).toBe(true);
  });

  it('adds up areas where tiers are only kept by area', async () => {
    const { cells, source } = await answer('?isp=ocn&groupBy=tier');
    expect(source).toBe('rollup');
    const [byTier] = cells;
    expect(byTier).toMatchObject({ place: { isp: 'ocn', tier: 'to-1g' }, results: 420, lines: 120 });
    const [plain] = (await answer('?isp=ocn')).cells;
    expect(byTier?.figures).toEqual(plain?.figures);
    expect(byTier?.contract).toEqual(plain?.contract);
    const [downloadOnly] = (await answer('?isp=ocn&groupBy=tier&metrics=downloadBps')).cells;
    expect(downloadOnly?.contract).toEqual(plain?.contract);
    expect((await answer('?isp=so-net&groupBy=tier')).cells[0]).toMatchObject({ figures: null, lines: null });
  });

  it('says of what share of an ISP’s lines its tiers are', async () => {
    expect((await answer('?isp=ocn&groupBy=tier')).cells[0]?.coverage).toBe(1);
    // Of 182 lines 27 lie in areas of nine.
    const path = '?isp=ocn&groupBy=tier&cohort=isp-agent&period=2026-10';
    const { cells } = await answer(path);
    expect(cells.map(({ place, lines, coverage }) => [place['tier'], lines, coverage])).toEqual([
      ['to-100m', 40, 0.89],
      ['to-1g', 120, 0.89],
    ]);
    expect((await answer('?isp=ocn')).cells[0]?.coverage).toBeUndefined();
  });

  it.each([
    ['region=JP', 'subdivision', ['JP-13', 'JP-14'], { country: 'JP' }],
    ['region=JP-kanto', 'subdivision', ['JP-13', 'JP-14'], { area: 'JP-kanto' }],
    ['region=JP', 'area', ['JP-kanto'], { country: 'JP' }],
    ['region=JP-kinki', 'subdivision', [], {}],
    ['region=JP&isp=ocn', 'subdivision', ['JP-13'], { country: 'JP', isp: 'ocn' }],
  ])('parts of a region come from the rollup of parts: %s by %s', async (of, part, codes, place) => {
    const { cells, source } = await answer(`?${of}&groupBy=${part}`);
    expect(source).toBe('rollup');
    expect(cells.map((cell) => cell.place[part])).toEqual(codes);
    const [, isp] = /isp=(\w+)/.exec(of) ?? [];
    const plain = await answer(`?groupBy=${part}${isp === undefined ? '' : `&isp=${isp}`}`);
    for (const cell of cells) {
      expect(cell.place).toEqual({ ...place, [part]: cell.place[part] });
      const same = plain.cells.find((each) => each.place[part] === cell.place[part]);
      expect(cell).toEqual({ ...same, place: cell.place });
    }
  });

  it.each(['region=JP-13&groupBy=area', 'region=JP-kanto&groupBy=country', 'region=JP-13&groupBy=isp,area'])(
    'what a region lies in is no part of it: %s',
    async (of) => {
      expect((await ask(`?${of}`)).status).toBe(422);
      const { cells, source } = await answer(`?${of}&period=2026-10&cohort=isp-agent`);
      expect(source).toBe('line-months');
      expect(cells).toHaveLength(1);
    },
  );

  it('answers page by page in a stable order', async () => {
    const places: string[] = [];
    for (let cursor = ''; ; ) {
      const { cells, nextCursor } = await answer(`?groupBy=isp,subdivision&limit=1${cursor}`);
      places.push(...cells.map(({ place }) => Object.values(place).join(' ')));
      if (nextCursor === null) break;
      cursor = `&cursor=${encodeURIComponent(nextCursor)}`;
    }
    expect(places).toEqual(['biglobe JP-13', 'iij JP-14', 'nifty JP-13', 'ocn JP-13', 'so-net JP-13']);
  });

  it('as CSV', async () => {
    const response = await ask('?isp=ocn&metrics=downloadBps&format=csv');
    expect(response.headers.get('content-type')).toContain('text/csv');
    const [head, row] = (await response.text()).split('\r\n');
    expect(head).toContain('isp,country,results,lines,suppressed,figure,figureLines,p5,p5Low');
    expect(row).toContain('ocn,JP,420,120,,downloadBps,120,');
  });

  it('as CSV says what JSON does of a cell’s lines, exclusions and contracts', async () => {
    const [iij] = (await answer('?isp=iij')).cells;
    const text = await (await ask('?isp=iij&metrics=downloadBps&format=csv')).text();
    const [head = '', row = ''] = text.trimEnd().split('\r\n');
    const told = new Map(head.split(',').map((name, index) => [name, row.split(',')[index]]));
    const expected = {
      exclusions: 'cross-traffic=10',
      ranked: String(iij?.ranked),
      declaredRegions: String(iij?.regions?.declared),
      contractLines: String(iij?.contract?.lines),
      contractMissed: String(iij?.contract?.bands?.missed),
      cellUpdatedAt: iij?.updatedAt,
      coverage: '',
    };
    expect(Object.fromEntries(Object.keys(expected).map((name) => [name, told.get(name)]))).toEqual(expected);
  });

  it.each([
    [
      '/rank?kind=mno&region=JP-47',
      'isp,rankFrom,rankTo,median,low,high,lines,results,excluded,unranked,region,kind,metric,period',
      'rank-JP-47-mno-downloadBps-r90',
    ],
    [
      '/compare?a=ocn&b=kddi',
      'area,tier,band,linesA,linesB,weight,difference,differenceLow,differenceHigh,ratio,ratioLow,ratioHigh,coverageA,coverageB,resultsA,resultsB,excludedA,excludedB,a,b,metric,period',
      'compare-ocn-kddi-downloadBps-r90',
    ],
    ['?isp=kddi', 'results,lines,suppressed,period', 'quality-r90'],
  ])('%s as CSV has its columns without a row, too', async (query, columns, name) => {
    const response = await ask(`${query}&format=csv`);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(`${columns},${OF_ALL}\r\n`);
    expect(response.headers.get('content-disposition')).toBe(`attachment; filename="jissoku-${name}.csv"`);
  });

  it.each([
    '?isp=ocn&metrics=downloadBps',
    '/rank?region=JP',
    '/compare?a=nifty&b=ocn&period=2026-11',
    '/hours?isp=ocn',
    '/trend?isp=ocn',
    '/sketch?isp=ocn',
    '/divergence?isp=ocn',
  ])('%s as CSV says in each row by which rules, of whom, and of when it is', async (query) => {
    const response = await ask(`${query}&format=csv`);
    const [head = '', ...rows] = (await response.text()).trimEnd().split('\r\n');
    expect(head).toMatch(new RegExp(`${OF_ALL}$`));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toMatch(/,default,1,\d+,2026-\d\d-\d\dT[\d:.]+Z,[a-z-]+,false$/);
  });

  it('says when nothing was published since', async () => {
    const first = await ask('?isp=ocn');
    const etag = first.headers.get('etag') ?? '';
    expect((await ask('?isp=ocn', { 'if-none-match': etag })).status).toBe(304);
    expect((await ask('?isp=ocn', { 'if-none-match': '"another"' })).status).toBe(200);
  });

  it('another kind of a brand, which rankings go by, is another state of all answers', async () => {
    const basis = await readBasis(ENV.DB, false, NOW_MS);
    const brands = new Map(basis.directory.brands);
    const ocn = brands.get('ocn');
    if (ocn === undefined) throw new Error('no ocn');
    expect(etagOf({ ...basis, directory: { ...basis.directory, brands } })).toBe(etagOf(basis));
    brands.set('ocn', { ...ocn, kind: ocn.kind === 'mvno' ? 'mno' : 'mvno' });
    expect(etagOf({ ...basis, directory: { ...basis.directory, brands } })).not.toBe(etagOf(basis));
  });

  it.each([
    ['?speed=1', 400, 'speed'],
    ['?period=2026-02-31', 400, 'period'],
    ['?period=yesterday', 400, 'period'],
    ['?region=JP-99', 400, 'region'],
    ['?groupBy=isp,shoe', 400, 'groupBy'],
    ['?isp=ocn&isp=iij', 400, 'isp'],
    ['?limit=0', 400, 'limit'],
    ["?isp=ocn'--", 400, 'isp'],
  ])('%s is refused by name', async (query, status, field) => {
    const response = await ask(query);
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ violations: [{ field }] });
  });

  it.each([
    '?groupBy=dwelling,ipVersion',
    // Of an ISP in a region neither hours nor days are counted: that is not "too few lines".
    '/hours?isp=ocn&region=JP-13',
    '/trend?isp=ocn&region=JP-13&step=day',
    '/sketch?isp=ocn&region=JP-13&period=2026-11-20',
  ])('%s is not kept, and says what is', async (query) => {
    const response = await ask(query);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ type: '/problems/not-kept' });
  });

  it('a sketch as CSV has the lines whose figure is 0', async () => {
    const query = '/sketch?isp=ocn&period=2026-11&metric=lossRatio';
    const { zeroCount, lines } = await answer<z.infer<typeof sketchAnswerSchema>>(query);
    expect(zeroCount).toBe(lines);
    const [head, zero] = (await (await ask(`${query}&format=csv`)).text()).split('\r\n');
    expect(head).toMatch(/^bin,upTo,lines,/);
    expect(zero).toMatch(new RegExp(`^,0,${lines},`));
  });
});

describe('rank, compare, change', () => {
  it('ranks from 100 lines on, and tells apart what differs', async () => {
    const { ranking } = await answer<z.infer<typeof rankAnswerSchema>>('/rank?region=JP');
    expect(ranking).toMatchObject([
      { isp: 'nifty', lines: 130, rankFrom: 1, rankTo: 1, tiedWith: [] },
      { isp: 'ocn', lines: 120, rankFrom: 2, rankTo: 2, tiedWith: [] },
    ]);
    const csv = (await (await ask('/rank?region=JP&format=csv')).text()).trimEnd().split('\r\n');
    expect(csv[0]).toMatch(/^isp,rankFrom,rankTo,median,low,high,lines/);
    expect(csv.slice(1).map((row) => row.split(',').filter((_, at) => [0, 1, 9, 10].includes(at)))).toEqual([
      ['nifty', '1', '', 'JP'],
      ['ocn', '2', '', 'JP'],
      ['iij', '', 'too-few-lines', 'JP'],
      ['biglobe', '', 'complementary', 'JP'],
    ]);
    const rtt = await answer<z.infer<typeof rankAnswerSchema>>('/rank?region=JP-13&metric=idleRttMs');
    expect(rtt.ranking).toMatchObject([
      { rankFrom: 1, rankTo: 2, tiedWith: [expect.any(String)] },
      { rankFrom: 1, rankTo: 2 },
    ]);
    expect((await answer<z.infer<typeof rankAnswerSchema>>('/rank?kind=mno')).ranking).toEqual([]);
    expect((await ask('/rank?period=2026-11-20')).status).toBe(422);
  });

  it('says who has no rank and why not, and nothing of those with under ten lines', async () => {
    const { unranked } = await answer<z.infer<typeof rankAnswerSchema>>('/rank?region=JP');
    expect(unranked).toMatchObject([
      { isp: 'iij', lines: 50 },
      { isp: 'biglobe', lines: 40, reason: 'complementary' },
    ]);
  });

  it('ranks brands of one kind among themselves', async () => {
    const { ranking } = await answer<z.infer<typeof rankAnswerSchema>>('/rank?kind=fvno');
    expect(ranking).toMatchObject([{ isp: 'ocn', rankFrom: 1, rankTo: 1, tiedWith: [] }]);
  });

  it('says of a kind whom no ranking of any kind would hold', async () => {
    const { unranked } = await answer<z.infer<typeof rankAnswerSchema>>('/rank?region=JP&kind=satellite');
    // Nobody has entered its brand in the directory of this test.
    expect(unranked).toEqual([{ isp: 'nifty', lines: 130, reason: 'no-ranked-kind' }]);
  });

  it('does not compare an ISP with itself', async () => {
    const response = await ask('/compare?a=ocn&b=ocn');
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ violations: [{ field: 'b' }] });
  });

  it('compares two ISPs in the same strata, with the seed of the draw', async () => {
    const path = '/compare?a=nifty&b=ocn&period=2026-11';
    const { difference, ratio, coverage, strata, seed } =
      await answer<z.infer<typeof compareAnswerSchema>>(path);
    expect(isNear(difference?.value, 400e6 - 60.5e6)).toBe(true);
    expect(difference?.low).toBeGreaterThan(320e6);
    expect(difference?.high).toBeLessThan(360e6);
    expect(isNear(ratio?.value, 400 / 60.5)).toBe(true);
    expect(coverage).toEqual({ a: 1, b: 1 });
    expect(strata).toMatchObject([
      { area: 'JP-kanto', tier: 'to-1g', band: 'off-peak', linesA: 130, linesB: 120, weight: 1 },
    ]);
    expect(seed).toContain('downloadBps');
    expect(await answer(path)).toEqual(await answer(path));
    const none = await answer<z.infer<typeof compareAnswerSchema>>(
      '/compare?a=nifty&b=iij&region=JP-okinawa',
    );
    expect(none).toMatchObject({ difference: null, reason: 'no-common-stratum' });
  });

  it('holds an ISP’s own agents against the crowd on the same lines’ circumstances', async () => {
    const found = await answer<z.infer<typeof divergenceAnswerSchema>>('/divergence?isp=ocn');
    expect(found).toMatchObject({
      a: 'isp-agent',
      b: 'crowd-browser',
      cohort: 'isp-agent',
      diverges: true,
      reason: null,
      // Agents of another tier, or where there are few of them, have nobody to be held against: 120 of 182 lines, in tens.
      coverage: { a: 0.67, b: 1 },
      strata: [{ area: 'JP-kanto', tier: 'to-1g', band: 'off-peak', linesA: 120, linesB: 120, weight: 1 }],
    });
    // Of 1,501 … 1,620 Mbit/s beside 1 … 120.
    expect(isNear(found.difference?.value, 1.5e9)).toBe(true);
    expect((await ask('/divergence?isp=ocn&region=JP-13')).status).toBe(422);
    expect((await ask('/divergence?isp=ocn&format=csv')).status).toBe(200);
  });

  it.each([
    ['/divergence?isp=iij', 'too-few-agents'],
    ['/divergence?isp=ocn&period=2026-10', 'too-few-of-the-crowd'],
  ])('%s says why there is none: %s', async (path, reason) => {
    expect(await answer<z.infer<typeof divergenceAnswerSchema>>(path)).toMatchObject({
      difference: null,
      diverges: null,
      reason,
      strata: [],
    });
  });

  it('says that there is nothing to compare a month with', async () => {
    const { change } = await answer<z.infer<typeof changeAnswerSchema>>(
      '/change?isp=ocn&from=2026-10&to=2026-11',
    );
    expect(change).toBeNull();
    expect((await ask('/change?isp=ocn&from=2026-13&to=2026-11')).status).toBe(400);
  });
});

describe('hours, trend, sketch', () => {
  it('hours are the region’s own', async () => {
    const { hours, coverage, plainMedian } =
      await answer<z.infer<typeof hoursAnswerSchema>>('/hours?isp=ocn');
    // Friday, 12 to 15 o'clock in Tokyo.
    const told = hours.flatMap((hour, index) => (hour === null ? [] : [index]));
    expect(told).toEqual([4 * 24 + 12, 4 * 24 + 13, 4 * 24 + 14]);
    expect(coverage).toBeLessThan(0.1);
    expect(isNear(plainMedian?.value, 60.5e6)).toBe(true);
  });

  it('a trend has a point where there are lines and a gap where not', async () => {
    const { series, slope } = await answer<z.infer<typeof trendAnswerSchema>>('/trend?isp=ocn');
    expect(series).toHaveLength(13);
    expect(series.at(-1)).toMatchObject({ period: '2026-11', lines: 120 });
    expect(isNear(series.at(-1)?.median?.value, 60.5e6)).toBe(true);
    expect(series[0]).toMatchObject({ period: '2025-11', lines: null, median: null });
    expect(slope).toBeNull();
  });

  it('a sketch is told in tens and from 100 lines on', async () => {
    const { bins, lines, gamma } = await answer<z.infer<typeof sketchAnswerSchema>>(
      '/sketch?isp=ocn&period=2026-11',
    );
    expect(lines).toBe(120);
    expect(bins.every(([, count]) => count % 10 === 0)).toBe(true);
    expect(bins.reduce((sum, [, count]) => sum + count, 0)).toBe(120);
    const median = bins.find((_, index) => bins.slice(0, index + 1).reduce((sum, [, n]) => sum + n, 0) >= 60);
    expect(gamma ** (median?.[0] ?? 0)).toBeGreaterThan(55e6);
    expect(gamma ** (median?.[0] ?? 0)).toBeLessThan(66e6);
    expect((await ask('/sketch?isp=iij')).status).toBe(422);
    expect((await ask('/trend?isp=so-net')).status).toBe(422);
  });
});
