import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { beforeEach, describe, expect, it } from 'vitest';
import { results } from '../../db/schema.ts';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { ENV } from '../../test/worker/bindings.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { beginPublishing, continuePublishing } from './publish.ts';
import { refresh } from './refresh.ts';
import { refreshAndPublish } from './refresh-and-publish.ts';
import { verifyRollup } from './verify.ts';

const NOON = Date.parse('2026-11-23T12:00:00Z');
const DAY_MS = 86_400_000;
const PUBLISHING = { cellsAStep: 40, steps: 1_000 };
const LIMITS = { linesAStep: 7, steps: 1_000 };

function pick<Value>(random: () => number, values: readonly Value[]): Value {
  return values[Math.floor(random() * values.length)] as Value;
}

/** A result of one of a few lines, in a few places, in the last 400 days. */
function randomRow(random: () => number, id: string, nowMs: number): ResultRow {
  const line = Math.floor(random() * 40);
  const measuredAtMs = nowMs - Math.floor(random() * 400) * DAY_MS - Math.floor(random() * DAY_MS);
  const month = new Date(measuredAtMs).getUTCMonth();
  const valid = random() > 0.15;
  const contract = pick(random, [null, null, 1e8, 1e9, 1e10]);
  return {
    id,
    receivedAtMs: measuredAtMs,
    measuredAtMs,
    methodVersion: 1,
    cohort: line % 9 === 0 ? 'independent-agent' : 'crowd-browser',
    synthetic: random() < 0.05,
    valid,
    excludedBy: valid ? null : pick(random, ['stopped', 'cross-traffic', 'vpn']),
    asn: 4713,
    ispKey: pick(random, ['ocn', 'ocn', 'iij', 'shared:a~b', null]),
    ispSource: 'declared',
    countryCode: 'JP',
    subdivisionCode: pick(random, ['JP-13', 'JP-14', 'JP-47', null]),
    regionSource: pick(random, ['declared', 'geoip']),
    utcOffsetMin: pick(random, [540, 540, 540, null]),
    ipVersion: pick(random, [4, 6, null]),
    accessTechnology: pick(random, ['ftth', 'mobile', null]),
    connectionMethod: pick(random, ['pppoe', 'ipoe-mape', null]),
    dwelling: pick(random, ['detached', null]),
    medium: pick(random, ['wired', 'wifi', null]),
    contractDownloadBps: contract,
    contractUploadBps: contract,
    subscriberKey: random() < 0.03 ? null : new Uint8Array(16).fill(line * 6 + (month % 6)),
    prefixKey: new Uint8Array(8).fill(line),
    downloadBps: random() < 0.05 ? null : 1e6 * Math.exp(5 * random()),
    uploadBps: 1e6 * Math.exp(4 * random()),
    idleRttMs: 5 + 20 * random(),
    idleRttP95Ms: 30,
    workingRttDownloadMs: random() < 0.3 ? null : 20 + 100 * random(),
    workingRttUploadMs: 20 + 100 * random(),
    ipdvMs: 1,
    pdvP95Ms: 3 * random(),
    lossRatio: random() < 0.7 ? 0 : random() / 50,
    rpm: 100 + 1_000 * random(),
  };
}

/** The database, whose batches sometimes die: before they are written, or before they are answered. */
function dying(database: D1Database, random: () => number): D1Database {
  return new Proxy(database, {
    get(target, name) {
      if (name !== 'batch') return Reflect.get(target, name).bind(target);
      return async (statements: D1PreparedStatement[]) => {
        if (random() < 0.15) throw new Error('the power went');
        const answer = await target.batch(statements);
        if (random() < 0.15) throw new Error('the power went after all was written');
        return answer;
      };
    },
  });
}

beforeEach(async () => {
  await drizzle(ENV.DB).delete(results);
  await refresh(ENV, NOON, LIMITS);
});

describe('rollups follow every change', () => {
  it('10,000 random operations, crashes and two refreshes at once end where a recount ends', {
    timeout: 300_000,
  }, async () => {
    const random = seededRandom(20_261_123);
    const db = drizzle(ENV.DB);
    const ids: string[] = [];
    let nowMs = NOON;
    let operations = 0;
    while (operations < 10_000) {
      const burst = 1 + Math.floor(random() * 120);
      const statements: D1PreparedStatement[] = [];
      for (let index = 0; index < burst; index += 1) {
        operations += 1;
        const kind = random();
        const id = `${operations}`;
        if (kind < 0.5 || ids.length === 0) {
          ids.push(id);
          const insert = db
            .insert(results)
            .values(randomRow(random, id, nowMs))
            .onConflictDoNothing()
            .toSQL();
          statements.push(ENV.DB.prepare(insert.sql).bind(...insert.params));
          continue;
        }
        const victim = pick(random, ids);
        if (kind < 0.75) {
          // Reclassified, as a PATCH does, or by another directory.
          const { ispKey, subdivisionCode, medium, contractDownloadBps } = randomRow(random, victim, nowMs);
          const update = db
            .update(results)
            .set({ ispKey, subdivisionCode, medium, contractDownloadBps })
            .where(eq(results.id, victim))
            .toSQL();
          statements.push(ENV.DB.prepare(update.sql).bind(...update.params));
        } else if (kind < 0.9) {
          const removal = db.delete(results).where(eq(results.id, victim)).toSQL();
          statements.push(ENV.DB.prepare(removal.sql).bind(...removal.params));
        } else {
          // Replayed: the row is there, or comes back as it was decided to.
          const replay = db
            .insert(results)
            .values(randomRow(random, victim, nowMs))
            .onConflictDoNothing()
            .toSQL();
          statements.push(ENV.DB.prepare(replay.sql).bind(...replay.params));
        }
      }
      await ENV.DB.batch(statements);
      if (random() < 0.1) nowMs += DAY_MS * pick(random, [1, 1, 3, 40]);
      const broken = { DB: dying(ENV.DB, random) };
      await Promise.allSettled([
        refresh(broken, nowMs, LIMITS),
        refresh(ENV, nowMs, { ...LIMITS, steps: 2 }),
      ]);
      if (random() < 0.3) {
        await beginPublishing(ENV, nowMs);
        await Promise.allSettled([
          continuePublishing(broken, PUBLISHING),
          continuePublishing(ENV, { ...PUBLISHING, steps: 1 }),
          refresh(ENV, nowMs, { ...LIMITS, steps: 1 }),
        ]);
      }
    }
    expect(await refreshAndPublish(ENV, nowMs, { linesAStep: 500, steps: 100 })).toMatchObject({
      done: true,
    });
    const { cells, results: counted, differences } = await verifyRollup(ENV, nowMs);
    expect(differences).toEqual([]);
    expect(cells).toBeGreaterThan(1_000);
    expect(counted).toBeGreaterThan(1_000);
  });

  it('where a prefecture lies in another area all is counted anew', async () => {
    const random = seededRandom(7);
    // After every moment that the directory may have been read at.
    const nowMs = Date.now() + 20_000 * DAY_MS;
    for (let index = 0; index < 20; index += 1)
      await drizzle(ENV.DB)
        .insert(results)
        .values({ ...randomRow(random, `m${index}`, nowMs), subdivisionCode: 'JP-13', synthetic: false });
    const areas = async () => {
      const { results: found } = await ENV.DB.prepare(
        "select distinct place from cells where grouping_set = 'area' and lines > 0",
      ).all<{ place: string }>();
      return found.map(({ place }) => place);
    };
    const moveTo = (area: string) =>
      ENV.DB.prepare("update regions set parent_code = ? where code = 'JP-13'").bind(area).run();
    await refresh(ENV, nowMs, LIMITS);
    expect(await areas()).toEqual(['JP-kanto']);
    await moveTo('JP-kinki');
    try {
      await refresh(ENV, nowMs + DAY_MS / 24, LIMITS);
      expect(await areas()).toEqual(['JP-kinki']);
      expect((await verifyRollup(ENV, nowMs + DAY_MS / 24)).differences).toEqual([]);
    } finally {
      await moveTo('JP-kanto');
      await refresh(ENV, nowMs + DAY_MS / 12, LIMITS);
    }
  });

  it('a rollup that is wrong is found', async () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 20 }, (_, index) => randomRow(random, `w${index}`, NOON));
    for (const row of rows) await drizzle(ENV.DB).insert(results).values(row);
    await refresh(ENV, NOON, LIMITS);
    expect((await verifyRollup(ENV, NOON)).differences).toEqual([]);
    await ENV.DB.prepare('update results set download_bps = download_bps * 2 where id = ?').bind('w1').run();
    expect((await verifyRollup(ENV, NOON)).differences.length).toBeGreaterThan(0);
    await refresh(ENV, NOON, LIMITS);
    expect((await verifyRollup(ENV, NOON)).differences).toEqual([]);
  });

  it('so is what answers are made of besides: months of lines, and what is told of a cell', async () => {
    const random = seededRandom(6);
    const rows = Array.from({ length: 20 }, (_, index) => ({
      ...randomRow(random, `v${index}`, NOON),
      line: Buffer.from([index, 1]),
    }));
    for (const row of rows) await drizzle(ENV.DB).insert(results).values(row);
    await refresh(ENV, NOON, LIMITS);
    const differences = async () => (await verifyRollup(ENV, NOON)).differences.map(({ kind }) => kind);
    expect(await differences()).toEqual([]);
    await ENV.DB.prepare(
      'update line_months set results = results + 1 where rowid = (select min(rowid) from line_months)',
    ).run();
    expect(await differences()).toEqual(['other']);
    await ENV.DB.prepare('delete from line_months where rowid = (select min(rowid) from line_months)').run();
    expect(await differences()).toEqual(['other']);
    await ENV.DB.prepare(
      "insert into line_months select x'ff', month, method_version, synthetic, cohort, medium, ip_version, band, stands_for, isp, country, area, subdivision, access, method, dwelling, tier, prefix_bucket, results, figures from line_months limit 1",
    ).run();
    expect(await differences()).toContain('surplus');
  });
});
