/**
 * An attack on what is published: everything that `/api/v1/quality` tells of a population of many small groups, on several
 * days, is put together to find a figure or a count of fewer than ten lines. Truth is known here, so that what an attacker
 * could have by comparing is found without guessing: two told cells that differ in one to nine lines are a find, whatever
 * arithmetic would get the figure out of them.
 */
import { SELF } from 'cloudflare:test';
import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { results } from '../../db/schema.ts';
import type {
  CellAnswer,
  compareAnswerSchema,
  QualityAnswer,
  trendAnswerSchema,
} from '../../measurement-agent/protocol/quality.ts';
import type { Dimension } from '../../measurement-agent/protocol/statistics.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { resultRow } from '../../test/worker/fixtures/result-rows.ts';
import { areaOfSubdivision, type Directory } from '../domain/directory.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { dayPeriod } from '../domain/statistics/cell-key.ts';
import { GROUPING_SETS, type GroupingSet, groupingSetNamed } from '../domain/statistics/grouping-sets.ts';
import { tierOf } from '../domain/statistics/line-attributes.ts';
import { toldParts } from '../domain/statistics/told-parts.ts';
import { refresh } from '../rollup/refresh.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { readDirectory } from '../storage/directory.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const FIRST_MS = Date.parse('2026-11-22T23:00:00Z');
const DAYS = 4;

/** Lines of a stated seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

const uniform = random(20_261_124);
function pick<Value>(values: readonly Value[]): Value {
  return values[Math.floor(uniform() * values.length)] as Value;
}

interface Test {
  row: ResultRow;
  line: number;
  /** Who measured, which lasts over months, and the network that the home is in. */
  home: number;
  network: number;
  place: Readonly<Partial<Record<Dimension, string | null>>>;
  /** The line's month, and the local day. */
  month: string;
  day: string;
}

/** What an attacker has: each cell that was told on a day, with the state that its figures are of. */
interface Told {
  set: GroupingSet;
  period: string;
  place: Record<string, string>;
  answer: CellAnswer;
  /** Which of the published states the cell is of. */
  state: number;
}

let directory: Directory;
let population: Test[] = [];
/** All tests as of each publication. */
const states: Test[][] = [];
const told: Told[][] = [];
const byName: ReadonlyMap<string, Told>[] = [];
let nextLine = 1;
let nextHome = 1;
let nextId = 0;
let asker = 0;

async function ask(path: string): Promise<Response> {
  asker += 1;
  return SELF.fetch(`https://jissoku.example/api/v1/quality${path}`, {
    headers: { 'cf-connecting-ip': `10.${asker >> 8}.${asker & 255}.1` },
  });
}

async function answer<Answer = QualityAnswer>(path: string): Promise<Answer> {
  const response = await ask(path);
  expect(response.status, path).toBe(200);
  return response.json();
}

/** Most measure no upload, some do not count. */
function unevenly(): Partial<ResultRow> {
  return {
    ...(uniform() < 0.7 && { uploadBps: null }),
    ...(uniform() < 0.07 && { valid: false, excludedBy: 'cross-traffic' }),
  };
}

/** As a prefix is kept: another one in every month. */
function prefixKeyIn(network: number, month: string): Uint8Array {
  return new Uint8Array(8).fill(
    network * 7 + Number(month.slice(5)) * 5 + ((network * Number(month.slice(5))) >> 2),
  );
}

/** A home with some tests on or before a day; all of a month are of one address hash. */
function household(
  changes: Partial<ResultRow>,
  latestMs: number,
  atMs?: number,
  network: number = nextHome,
): Test[] {
  const home = nextHome++;
  const contract = pick([1e9, 1e9, 1e9, 1e10, 1e8, null]);
  const own: Partial<ResultRow> = {
    contractDownloadBps: contract,
    contractUploadBps: contract,
    dwelling: pick(['detached', 'detached', 'detached', 'detached', null]),
    accessTechnology: pick(['ftth', 'ftth', 'ftth', 'ftth', 'ftth', 'ftth', 'mobile', null]),
    connectionMethod: pick(['ipoe-mape', 'pppoe', null]),
    regionSource: pick(['declared', 'declared', 'declared', 'geoip']),
    ...changes,
  };
  const lineOf = new Map<string, number>();
  const times =
    atMs === undefined
      ? Array.from(
          { length: 1 + Math.floor(uniform() * 2) },
          () => latestMs - Math.floor(uniform() ** 2 * 75 * DAY_MS),
        )
      : [atMs];
  return times.map((time) => {
    const month = new Date(time).toISOString().slice(0, 7);
    const line = lineOf.get(month) ?? nextLine++;
    lineOf.set(month, line);
    nextId += 1;
    const row = {
      ...resultRow(line, {
        prefixKey: prefixKeyIn(network, month),
        ...own,
        measuredAtMs: time,
        downloadBps: 1e8 * Math.exp(2 * uniform()),
      }),
      id: `attacked-${nextId}`,
    };
    const subdivision = row.subdivisionCode;
    return {
      row,
      line,
      home,
      network,
      month,
      day: dayPeriod(Math.floor((time + 9 * HOUR_MS) / DAY_MS)),
      place: {
        isp: row.ispKey,
        country: row.countryCode,
        area: (subdivision === null ? null : areaOfSubdivision(subdivision, directory)) ?? row.countryCode,
        subdivision,
        access: row.accessTechnology ?? 'unknown',
        method: row.connectionMethod ?? 'unknown',
        tier: tierOf(row.contractDownloadBps),
        dwelling: row.dwelling ?? 'unknown',
        medium: row.medium ?? 'unknown',
      },
    };
  });
}

async function insert(tests: readonly Test[]): Promise<void> {
  const db = drizzle(ENV.DB);
  for (let at = 0; at < tests.length; at += 500) {
    const [first, ...others] = tests.slice(at, at + 500).map(({ row }) => db.insert(results).values(row));
    if (first !== undefined) await db.batch([first, ...others]);
  }
  population = [...population, ...tests];
}

async function remove(tests: ReadonlySet<Test>): Promise<void> {
  const ids = JSON.stringify([...tests].map(({ row }) => row.id));
  await ENV.DB.prepare('delete from results where id in (select value from json_each(?))').bind(ids).run();
  population = population.filter((test) => !tests.has(test));
}

const PERIODS = [
  'r30',
  'r90',
  'r365',
  '2026-07',
  '2026-08',
  '2026-09',
  '2026-10',
  '2026-11',
  '2026-Q3',
  '2026-Q4',
  '2026-11-20',
  '2026-11-21',
];

/** No set of its own: cells by area, added up. */
const ISP_TIER: GroupingSet = {
  ...groupingSetNamed('isp-area-tier'),
  name: 'isp-tier',
  dimensions: ['isp', 'tier'],
};
const SETS: readonly GroupingSet[] = [...GROUPING_SETS, ISP_TIER];

/** Every cell of every set in every period, as it is told today. */
async function collect(): Promise<{ told: Told[]; texts: Map<string, string> }> {
  const found: Told[] = [];
  const texts = new Map<string, string>();
  for (const set of SETS) {
    for (const period of PERIODS) {
      const path = `?groupBy=${set.dimensions.join(',')}&period=${period}&limit=1000&metrics=downloadBps,uploadBps`;
      const response = await ask(path);
      if (response.status === 422) continue;
      const text = await response.text();
      texts.set(path, text);
      const { cells } = JSON.parse(text) as QualityAnswer;
      for (const cell of cells) {
        const state =
          cell.updatedAt === null ? -1 : Math.round((Date.parse(cell.updatedAt) - FIRST_MS) / DAY_MS);
        found.push({ set, period, place: cell.place, answer: cell, state });
      }
    }
  }
  return { told: found, texts };
}

function isIn({ month, day }: Test, period: string, state: number): boolean {
  if (period.startsWith('r')) {
    const asOf = Math.floor((FIRST_MS + state * DAY_MS) / DAY_MS);
    return day >= dayPeriod(asOf - Number(period.slice(1)) + 1);
  }
  return period.length === 7 && !period.includes('Q') ? month === period : day === period;
}

/** Lines of a place in a period other than a quarter, each with the tests that its figures are of. */
function linesOf(place: Record<string, string>, period: string, state: number): Map<number, string> {
  const content = new Map<number, string>();
  for (const test of states[state] ?? [])
    if (
      test.row.valid &&
      Object.entries(place).every(([dimension, value]) => test.place[dimension as Dimension] === value) &&
      isIn(test, period, state)
    )
      content.set(test.line, `${content.get(test.line) ?? ''} ${test.row.id}`);
  return content;
}

/**
 * Lines of a told cell on a day. A quarter is the sum of its published months, each as it was published.
 *
 * @param state Of this state instead of the one that its figures are of.
 */
function contentOf(cell: Told, day: number, state: number | null = null): Map<number, string> {
  if (cell.set === ISP_TIER)
    return new Map(
      (told[day] ?? [])
        .filter(
          ({ set, period, place, state: published }) =>
            set.name === 'isp-area-tier' &&
            period === cell.period &&
            place['isp'] === cell.place['isp'] &&
            place['tier'] === cell.place['tier'] &&
            (published >= 0 || period.includes('Q')),
        )
        .flatMap((part) => [...contentOf(part, day, state)]),
    );
  if (!cell.period.includes('Q')) return linesOf(cell.place, cell.period, state ?? cell.state);
  const months = cell.period === '2026-Q3' ? ['2026-07', '2026-08', '2026-09'] : ['2026-10', '2026-11'];
  return new Map(
    months.flatMap((period) => {
      const month = byName[day]?.get(nameOf({ ...cell, period }));
      return month === undefined || month.answer.lines === null
        ? []
        : [...linesOf(cell.place, period, state ?? month.state)];
    }),
  );
}

/** Lines that one has and the other has not, or has otherwise; ten stand for more. */
function differing(a: ReadonlyMap<number, string>, b: ReadonlyMap<number, string>): number {
  let count = 0;
  for (const [line, tests] of a) if (b.get(line) !== tests && (count += 1) >= 10) return 10;
  for (const line of b.keys()) if (!a.has(line) && (count += 1) >= 10) return 10;
  return count;
}

const nameOf = ({ set, period, place }: Told) => `${set.name} ${period} ${Object.values(place).join('|')}`;
const hasFigures = ({ answer: { figures } }: Told) => figures !== null;

beforeAll(async () => {
  directory = await readDirectory(ENV.DB, FIRST_MS);
  const regions: [string, string | null][] = [
    ...['JP-13', 'JP-14', 'JP-11', 'JP-36', 'JP-37', 'JP-38', 'JP-47'].map((code): [string, string] => [
      'JP',
      code,
    ]),
    ['JP', null],
    ['US', 'US-CA'],
    ['US', null],
  ];
  const sizes = [0, 0, 1, 2, 4, 6, 8, 9, 12, 18, 34, 48, 70];
  const first: Test[] = [];
  for (const ispKey of ['ocn', 'iij', 'so-net', 'biglobe', 'nifty', 'as-64500'])
    for (const [countryCode, subdivisionCode] of regions)
      for (let left = pick(sizes), estate = uniform() < 0.15 ? nextHome : null; left > 0; left -= 1) {
        const changes = { ispKey, countryCode, subdivisionCode, ...unevenly() };
        first.push(...household(changes, FIRST_MS - HOUR_MS, undefined, estate ?? nextHome));
      }
  await insert(first);
  for (let day = 0; day < DAYS; day += 1) {
    const nowMs = FIRST_MS + day * DAY_MS;
    if (day > 0) {
      // Some come, some go, some are measured again.
      const { length } = population;
      const gone = new Set(Array.from({ length: 8 }, () => pick(population)));
      await remove(gone);
      const come: Test[] = [];
      for (let index = 0; index < length / 25; index += 1) {
        const { ispKey, countryCode, subdivisionCode } = pick(population).row;
        const changes = { ispKey, countryCode, subdivisionCode, ...unevenly() };
        come.push(...household(changes, nowMs, nowMs - 2 * HOUR_MS));
      }
      await insert(come);
    }
    await refreshAndPublish(ENV, nowMs);
    states.push([...population]);
    const found = (await collect()).told;
    told.push(found);
    byName.push(new Map(found.map((cell) => [nameOf(cell), cell])));
  }
}, 240_000);

describe('an attacker who reads everything', () => {
  it('is told figures of many cells, and there are many small groups to find', () => {
    const today = told.at(-1) ?? [];
    expect(today.filter(hasFigures).length).toBeGreaterThan(100);
    expect(today.filter(({ answer: { lines } }) => lines === null).length).toBeGreaterThan(100);
  });

  it('finds no two cells, one in the other, that differ in fewer than ten lines', () => {
    const finds = told.flatMap((cellsToday, day) => {
      const cells = cellsToday
        .filter(hasFigures)
        .map((cell) => ({ cell, content: contentOf(cell, day) }))
        .toSorted((a, b) => a.content.size - b.content.size);
      return cells.flatMap(({ cell: small, content }, index) =>
        cells.slice(index + 1).flatMap(({ cell: large, content: larger }) => {
          if (larger.size - content.size >= 10 || !lies(small, large)) return [];
          const difference = differing(larger, content);
          return difference > 0 && difference < 10
            ? [`${nameOf(small)} in ${nameOf(large)}: ${difference}`]
            : [];
        }),
      );
    });
    expect(finds).toEqual([]);
  });

  it('finds no publication of a cell that differs from the one before in fewer than ten lines', () => {
    let renewed = 0;
    const finds = told.slice(1).flatMap((day, index) => {
      const before = new Map(told[index]?.map((cell) => [nameOf(cell), cell]));
      return day.filter(hasFigures).flatMap((cell) => {
        const old = before.get(nameOf(cell));
        if (old === undefined || !hasFigures(old) || old.state === cell.state) return [];
        renewed += 1;
        const difference = differing(contentOf(cell, index + 1), contentOf(old, index));
        return difference < 10 ? [`${nameOf(cell)}: ${difference}`] : [];
      });
    });
    expect(finds).toEqual([]);
    expect(renewed).toBeGreaterThan(30);
  });

  it('finds no cell of which all told parts leave fewer than ten lines', () => {
    let whole = 0;
    const finds = told.flatMap((day, state) => {
      const figures = day.filter(hasFigures);
      return figures.flatMap((large) =>
        SETS.flatMap((set) => {
          const parts = figures.filter(
            (part) => part.set === set && part.period === large.period && part !== large && lies(part, large),
          );
          if (parts.length === 0) return [];
          whole += 1;
          const rest = contentOf(large, state, state);
          for (const part of parts)
            for (const line of contentOf(part, state, state).keys()) rest.delete(line);
          return rest.size > 0 && rest.size < 10 ? [`${nameOf(large)} by ${set.name}: ${rest.size}`] : [];
        }),
      );
    });
    expect(finds).toEqual([]);
    expect(whole).toBeGreaterThan(100);
  });

  it('cannot tell the count of a group of fewer than ten, by sums over all its neighbours', () => {
    // The first publication: all counts are of the same moment. A quarter is the sum of its months, an ISP's tier that of its
    // published areas: areas of fewer than ten lines are not in it, and it may be of none.
    const day = told[0]?.filter(({ period }) => !period.includes('Q')) ?? [];
    const bounds = new Map(
      day.map((cell) => {
        const { low, high } = boundsOf(cell.answer, cell.period);
        // Of one network nothing is published, however many lines it has: this attacker knows which cells these are.
        const most = cell.answer.lines === null ? Math.max(high, contentOf(cell, 0, 0).size) : high;
        return [cell, { low, high: most }];
      }),
    );
    const sums = day.flatMap((large) =>
      SETS.flatMap((set) => {
        const parts = day.filter(
          (part) =>
            part.set === set &&
            part.period === large.period &&
            part !== large &&
            lies(part, large) &&
            (large.set !== ISP_TIER || part.state >= 0),
        );
        // Every line has an access, a method, a tier, a dwelling, but not everybody's prefecture is known.
        const isComplete =
          set !== ISP_TIER &&
          (!set.dimensions.some((dimension) => dimension === 'subdivision') || 'subdivision' in large.place);
        return parts.length === 0 ? [] : [{ large, parts, isComplete }];
      }),
    );
    expect(sums.length).toBeGreaterThan(200);
    // Bounds narrow each other until nothing changes.
    for (let round = 0; round < 10; round += 1)
      for (const { large, parts, isComplete } of sums) narrow(bounds, large, parts, isComplete);
    let few = 0;
    for (const cell of day) {
      const truth = contentOf(cell, 0, 0).size;
      const { low, high } = bounds.get(cell) ?? { low: 0, high: 0 };
      expect(truth, nameOf(cell)).toBeGreaterThanOrEqual(low);
      expect(truth, nameOf(cell)).toBeLessThanOrEqual(high);
      if (truth >= 10) continue;
      few += 1;
      expect(high - low, `${nameOf(cell)} has ${truth}`).toBeGreaterThanOrEqual(1);
    }
    expect(few).toBeGreaterThan(100);
  });

  it('is told no figure of fewer than ten homes, and nothing of one network', () => {
    const known = new Map([...new Set(states.flat())].map((test) => [test.row.id, test]));
    let figures = 0;
    let withheld = 0;
    const finds = told.flatMap((day, index) =>
      day.filter(hasFigures).flatMap((cell) => {
        const tests = [...contentOf(cell, index).values()].flatMap((ids) =>
          ids.split(' ').flatMap((id) => known.get(id) ?? []),
        );
        const homesOf = (has: (row: ResultRow) => boolean) =>
          new Set(tests.flatMap(({ row, home }) => (has(row) ? [home] : []))).size;
        const few: string[] = [];
        if (new Set(tests.map(({ network }) => network)).size < 2) few.push('one network');
        for (const figure of ['downloadBps', 'uploadBps'] as const) {
          const { quantiles, geometricMean } = cell.answer.figures?.[figure] ?? {};
          const isTold =
            geometricMean !== null || Object.values(quantiles ?? {}).some((each) => each !== null);
          const homes = homesOf((row) => row[figure] !== null);
          if (isTold) figures += 1;
          else withheld += 1;
          if (isTold && homes < 10) few.push(`${figure} of ${homes}`);
        }
        const contracted = homesOf(({ contractDownloadBps }) => contractDownloadBps !== null);
        if (cell.answer.contract !== null && contracted < 10) few.push(`contracts of ${contracted}`);
        return few.map((of) => `${nameOf(cell)}: ${of}`);
      }),
    );
    expect(finds).toEqual([]);
    expect(figures).toBeGreaterThan(100);
    expect(withheld).toBeGreaterThan(5);
  });

  it('is told how much does not count in tens', () => {
    let counts = 0;
    for (const [index, day] of told.entries())
      for (const cell of day.filter(hasFigures)) {
        if (cell.period.includes('Q') || cell.set === ISP_TIER) continue;
        const { state, place, period } = cell;
        const truth = (states[state] ?? []).filter(
          (test) =>
            !test.row.valid &&
            Object.entries(place).every(
              ([dimension, value]) => test.place[dimension as Dimension] === value,
            ) &&
            isIn(test, period, state),
        ).length;
        for (const { results: toldResults } of cell.answer.excluded ?? []) {
          counts += 1;
          // Results that do not count let no cell be published, so that what is told may be of a day before.
          expect(toldResults === null || toldResults % 10 === 0, `${index} ${nameOf(cell)}`).toBe(true);
          expect(toldResults ?? 0).toBeLessThan(truth + 15);
        }
      }
    expect(counts).toBeGreaterThan(20);
  });

  it('cannot tell how many lines a share is of, when it is few', () => {
    let shares = 0;
    for (const { answer, period } of told.at(-1)?.filter(hasFigures) ?? []) {
      const { low, high } = boundsOf(answer, period);
      if (answer.regions === null || high > 60) continue;
      const { declared, guessed } = answer.regions;
      const possible = new Set<number>();
      for (let lines = low; lines <= high; lines += 1)
        for (let part = 0; part <= lines; part += 1)
          for (let other = 0; other <= lines - part; other += 1) {
            const [toldOther = 0, toldPart = 0] = toldParts([other, part], lines);
            if (toldOther === declared && toldPart === guessed) possible.add(part);
          }
      shares += 1;
      expect(possible.size).toBeGreaterThan(5);
    }
    expect(shares).toBeGreaterThan(10);
  });

  it('is told weights of a comparison that follow from counts that are told anyway', async () => {
    let strata = 0;
    const isps = ['ocn', 'iij', 'so-net', 'biglobe', 'nifty', 'as-64500'];
    for (const [a, b] of isps.flatMap((a, index) => isps.slice(index + 1).map((b) => [a, b]))) {
      const compared = await answer<z.infer<typeof compareAnswerSchema>>(`/compare?a=${a}&b=${b}&period=r90`);
      const smaller = compared.strata.map(({ linesA, linesB }) => Math.min(linesA ?? 0, linesB ?? 0));
      const sum = smaller.reduce((total, lines) => total + lines, 0);
      for (const [index, { weight }] of compared.strata.entries()) {
        strata += 1;
        expect(weight).toBeCloseTo((smaller[index] ?? 0) / sum, 3);
      }
    }
    expect(strata).toBeGreaterThan(1);
  });

  it('is told nothing by a trend that the cells do not tell', async () => {
    const cells = new Map(told.at(-1)?.map((cell) => [nameOf(cell), cell]));
    let points = 0;
    for (const { set, place } of told.at(-1)?.filter(({ period }) => period === 'r365') ?? []) {
      if (!['country', 'isp', 'subdivision', 'area', 'isp-subdivision', 'isp-area'].includes(set.name))
        continue;
      const { isp, area, subdivision, country } = place;
      const region = subdivision ?? area ?? country;
      const path = `/trend?${isp === undefined ? '' : `isp=${isp}&`}region=${region}`;
      for (const step of set.days ? ['day', 'month'] : ['month']) {
        const response = await ask(`${path}&step=${step}`);
        if (response.status === 422) continue;
        const { series } = (await response.json()) as z.infer<typeof trendAnswerSchema>;
        for (const { period, median } of series) {
          // A region of the set's own level: `US` is a country and an area.
          const cell = cells.get(`${set.name} ${period} ${Object.values(place).join('|')}`);
          if (median === null || cell === undefined || (set.name.includes('area') && !region?.includes('-')))
            continue;
          points += 1;
          expect(hasFigures(cell), `${set.name} ${path} ${period}`).toBe(true);
        }
      }
    }
    expect(points).toBeGreaterThan(20);
  });

  it('sees nothing of a line that is measured in twelve refreshes, though the cell is published anew', async () => {
    const cohort = {
      cohort: 'isp-agent',
      countryCode: 'JP',
      subdivisionCode: 'JP-13',
      ispKey: 'ocn',
    } as const;
    const nowMs = FIRST_MS + DAYS * DAY_MS;
    const lines = Array.from({ length: 60 }, () => household(cohort, nowMs, nowMs - 3 * HOUR_MS)).flat();
    await insert(lines);
    await refreshAndPublish(ENV, nowMs);
    const path = '?isp=ocn&cohort=isp-agent&period=r30&metrics=downloadBps';
    const { cells: before } = await answer(path);
    expect(before[0]?.figures).not.toBeNull();
    const [one] = lines;
    if (one === undefined) throw new Error('nobody');
    for (let refreshes = 0; refreshes < 12; refreshes += 1) {
      const row = { ...one.row, id: `${one.row.id}-${refreshes}`, downloadBps: 1e6 };
      await drizzle(ENV.DB).insert(results).values(row);
      await refresh(ENV, nowMs);
    }
    await refreshAndPublish(ENV, nowMs + HOUR_MS);
    expect((await answer(path)).cells).toEqual(before);
    // Nine more lines make it ten.
    await insert(Array.from({ length: 9 }, () => household(cohort, nowMs, nowMs - 2 * HOUR_MS)).flat());
    await refreshAndPublish(ENV, nowMs + 2 * HOUR_MS);
    expect((await answer(path)).cells).not.toEqual(before);
  });

  it('sees nothing change between publications', async () => {
    const { texts: before } = await collect();
    const others = [
      '/rank',
      '/rank?region=JP-kanto',
      '/compare?a=ocn&b=iij',
      '/hours?region=JP',
      '/trend?region=JP&step=day',
      '/sketch?region=JP',
      '?groupBy=tier,dwelling&period=2026-10',
      '?groupBy=isp,tier,access&period=2026-Q3',
    ];
    for (const path of others) before.set(path, await (await ask(path)).text());
    const nowMs = FIRST_MS + DAYS * DAY_MS;
    const come = ['ocn', 'iij', 'never-seen'].flatMap((ispKey) =>
      ['JP-13', 'JP-36', 'JP-01'].flatMap((subdivisionCode) =>
        Array.from({ length: 12 }, () =>
          household({ ispKey, countryCode: 'JP', subdivisionCode }, nowMs, nowMs - HOUR_MS),
        ).flat(),
      ),
    );
    await insert(come);
    await refresh(ENV, nowMs);
    for (const [path, text] of before) expect(await (await ask(path)).text(), path).toBe(text);
    await refreshAndPublish(ENV, nowMs + 3 * HOUR_MS);
    expect(await (await ask('?region=JP')).text()).not.toBe(before.get('?region=JP'));
  });

  it('is told nothing of eight homes that measure for months, nor of one network that is hashed anew in each', async () => {
    const nowMs = FIRST_MS + (DAYS + 2) * DAY_MS;
    const atNine = ['07', '08', '09', '10', '11'].map((month) => Date.parse(`2026-${month}-18T12:00:00Z`));
    const of = { cohort: 'independent-agent', countryCode: 'JP', subdivisionCode: 'JP-13' } as const;
    const months = (count: number, changes: Partial<ResultRow>, network?: number) =>
      atNine.flatMap((atMs) =>
        Array.from({ length: count }, (_, home) =>
          household({ ...of, ...changes }, atMs, atMs, network ?? 100 + home),
        ).flat(),
      );
    // 1 November in Japan: before nine it is October in UTC, and every home another line.
    const beforeAndAfterNine = (changes: (home: number) => Partial<ResultRow>, network?: number) =>
      ['2026-10-31T23:00:00Z', '2026-11-01T11:00:00Z'].flatMap((at) =>
        Array.from({ length: 16 }, (_, home) =>
          household({ ...of, ...changes(home) }, Date.parse(at), Date.parse(at), network ?? 200 + home),
        ).flat(),
      );
    await insert([
      ...months(8, { ispKey: 'iij' }),
      ...months(20, { ispKey: 'ocn' }, 77),
      ...beforeAndAfterNine((home) => ({ ispKey: 'so-net', ...(home >= 6 && { uploadBps: null }) })),
      ...beforeAndAfterNine(() => ({ ispKey: 'biglobe' }), 78),
    ]);
    await refreshAndPublish(ENV, nowMs);
    for (const period of ['r365', 'r90', '2026-Q3', '2026-Q4']) {
      const asked = (isp: string) => answer(`?isp=${isp}&cohort=independent-agent&period=${period}`);
      for (const { lines, figures } of (await asked('iij')).cells)
        expect([period, lines, figures]).toEqual([period, null, null]);
      const [estate] = (await asked('ocn')).cells;
      expect([period, estate?.suppressed, estate?.figures]).toEqual([period, 'too-few-lines', null]);
    }
    const onTheFirst = async (isp: string) =>
      (await answer(`?isp=${isp}&cohort=independent-agent&period=2026-11-01&metrics=downloadBps,uploadBps`))
        .cells[0];
    const { downloadBps, uploadBps } = (await onTheFirst('so-net'))?.figures ?? {};
    expect(downloadBps?.quantiles['p50']).not.toBeNull();
    expect(uploadBps?.quantiles['p50']).toBeNull();
    expect((await onTheFirst('biglobe'))?.figures).toBeNull();
    for (const isp of ['iij', 'ocn'])
      for (const path of ['/sketch?period=r365&', '/trend?step=month&', '/hours?', '?period=2026-11-18&']) {
        const response = await ask(`${path}isp=${isp}&cohort=independent-agent`);
        expect([200, 422], path).toContain(response.status);
        const text = await response.text();
        expect(text, path).not.toMatch(
          /"median":\{|"plainMedian":\{|"bins":\[\[|"hourStandardisedMedian":\d/,
        );
      }
  });

  it('asks for one cell of a row alone, which lacks ten lines as the row does', async () => {
    // All but two of these lines live in detached houses: asked for alone their cell is told, and so is the row.
    const cohort = {
      cohort: 'foreign-protocol',
      countryCode: 'JP',
      subdivisionCode: 'JP-13',
      ispKey: 'ocn',
    } as const;
    const atMs = Date.parse('2026-10-10T00:00:00Z');
    const lines = (count: number, dwelling: 'detached' | 'apartment-lan') =>
      Array.from({ length: count }, () =>
        household({ ...cohort, dwelling, contractDownloadBps: 1e9 }, atMs, atMs),
      ).flat();
    await insert([...lines(58, 'detached'), ...lines(2, 'apartment-lan')]);
    await refreshAndPublish(ENV, FIRST_MS + (DAYS + 1) * DAY_MS);
    // No rollup is kept of a tier in a prefecture.
    const asked =
      'isp=ocn&region=JP-13&tier=to-1g&period=2026-10&cohort=foreign-protocol&metrics=downloadBps';
    const { cells: row } = await answer(`?${asked}`);
    const { cells: alone } = await answer(`?${asked}&dwelling=detached`);
    const { cells: grouped } = await answer(`?${asked}&groupBy=dwelling`);
    expect(grouped).toEqual(alone);
    // Ten lines are left out of either: 50 of 60, and 48 of 58, but not the same (left-out.test.ts).
    expect(row[0]?.figures?.['downloadBps']?.lines).toBe(50);
    expect(alone[0]?.figures?.['downloadBps']?.lines).toBe(50);
    expect(alone[0]?.lines).toBe(60);
  });
});

interface Bounds {
  low: number;
  high: number;
}

/** Months that a rolling window may lie in: a home is a line in each. */
const MONTHS_OF: Readonly<Record<string, number>> = { r30: 2, r90: 4, r365: 13 };

/** What a told cell says of its count of lines: tens, and on which side of the thresholds it is. */
function boundsOf({ lines, suppressed, ranked }: CellAnswer, period: string): Bounds {
  const months = MONTHS_OF[period] ?? 1;
  // Or none, where nothing counts.
  if (lines === null) return { low: 0, high: 9 * months };
  let low = Math.max(10, lines - 5);
  let high = lines + 4;
  if (suppressed === null) low = Math.max(low, 30);
  if (suppressed === 'too-few-lines' && months === 1) high = Math.min(high, 29);
  if (ranked) low = Math.max(low, 100);
  return { low, high };
}

/** Narrows bounds of parts and of their whole by each other. */
function narrow(
  bounds: ReadonlyMap<Told, Bounds>,
  large: Told,
  parts: readonly Told[],
  isComplete: boolean,
): void {
  const whole = bounds.get(large);
  const own = parts.map((part) => bounds.get(part)).filter((each) => each !== undefined);
  if (whole === undefined) return;
  const lows = own.reduce((sum, { low }) => sum + low, 0);
  const highs = own.reduce((sum, { high }) => sum + high, 0);
  whole.low = Math.max(whole.low, Math.min(lows, whole.high));
  for (const part of own) {
    part.high = Math.max(part.low, Math.min(part.high, whole.high - (lows - part.low)));
    if (isComplete) part.low = Math.min(part.high, Math.max(part.low, whole.low - (highs - part.high)));
  }
}

/** Whether a cell is part of another by what it says: a place more narrowly described. */
function lies(small: Told, large: Told): boolean {
  const { subdivision } = small.place;
  const area =
    small.place['area'] ??
    (subdivision === undefined ? undefined : areaOfSubdivision(subdivision, directory));
  const country = small.place['country'] ?? (subdivision ?? area)?.slice(0, 2);
  const own = subdivision === undefined ? area : (area ?? country);
  const known: Record<string, string | null | undefined> = { ...small.place, area: own, country };
  return Object.entries(large.place).every(([dimension, value]) => known[dimension] === value);
}
