import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CellAnswer } from '../../measurement-agent/protocol/quality.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { ROOT, type Server, startRefused, startServer } from '../server.ts';

/** As few as still fill a cell of the whole country. */
const RESULTS = { DEMO_RESULTS: '3000' };

describe('npm run demo', () => {
  let dataDir: string;
  let server: Server;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-demo-'));
    server = await startServer({ ...RESULTS, DATA_DIR: dataDir }, undefined, ['demo']);
  }, 120_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    await rm(dataDir, { recursive: true, force: true });
  });

  test.each([
    ['/ja/', 'これは架空のデモデータです'],
    ['/en/', 'fictional demo data'],
    ['/ja/isp/kaku-hikari', 'これは架空のデモデータです'],
    ['/en/region/JP', 'fictional demo data'],
    ['/en/nowhere', 'fictional demo data'],
  ])('%s says that nothing of it is true', async (page, sentence) => {
    expect(await (await fetch(server.origin + page)).text()).toContain(sentence);
  });

  test('has figures of the whole country, marked as made up', async () => {
    const response = await fetch(`${server.origin}${API_PATHS.quality}?region=JP&period=r365`);
    const { synthetic, cells } = (await response.json()) as { synthetic: boolean; cells: CellAnswer[] };
    expect(synthetic).toBe(true);
    expect(cells[0]?.lines).toBeGreaterThan(500);
    expect(cells[0]?.figures?.['downloadBps']?.quantiles.p50?.value).toBeGreaterThan(1e7);
  });

  test('knows made-up brands only', async () => {
    const page = await (await fetch(`${server.origin}/ja/isp`)).text();
    expect(page).toContain('架空ひかり');
    expect(page).not.toContain('OCN');
  });

  test('makes the same rows when it starts again, every one marked, and rollups that a recount confirms', async () => {
    const before = rowsOf(dataDir);
    expect(before.length).toBeGreaterThan(2_500);
    expect(before.every(({ synthetic }) => synthetic === 1)).toBe(true);
    await server.end('SIGTERM');
    server = await startServer({ ...RESULTS, DATA_DIR: dataDir }, undefined, ['demo']);
    const after = new Map(rowsOf(dataDir).map((row) => [row.id, row]));
    for (const row of before) expect(after.get(row.id)).toEqual(row);
    await server.end('SIGTERM');
    const verified = await verify(dataDir);
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.output).toMatch(/^\d{4,} results counted anew, \d{4,} cells compared: 0 differ\.$/m);

    changeOneCell(dataDir);
    expect(await verify(dataDir)).toMatchObject({ code: 1 });
    // A visitor tried the test: the demo starts all the same.
    insertReal(dataDir);
    server = await startServer({ ...RESULTS, DATA_DIR: dataDir }, undefined, ['demo']);
  }, 300_000);
});

test('a demo does not touch what somebody measured', async () => {
  const server = await startServer();
  await server.end('SIGTERM');
  insertReal(server.dataDir);
  const { code, output } = await startRefused({ DATA_DIR: server.dataDir }, ['demo']);
  expect(code).toBe(1);
  expect(output).toContain('holds results that somebody measured');
  await rm(server.dataDir, { recursive: true, force: true });
});

test('rollup:verify says that there is nothing to verify', async () => {
  expect(await verify('/nowhere')).toEqual({
    code: 2,
    output: 'DATA_DIR /nowhere holds no database: nothing to verify.\n',
  });
});

/** The file of D1, of a server that may run: reading and small writes are safe beside it. */
function open(dataDir: string): DatabaseSync {
  const files = globSync('v3/d1/**/*.sqlite', { cwd: dataDir }).filter((file) => !file.includes('metadata'));
  return new DatabaseSync(path.join(dataDir, files[0] ?? ''));
}

function insertReal(dataDir: string): void {
  const database = open(dataDir);
  database.exec(`insert into results (id, received_at_ms, measured_at_ms, method_version, cohort, synthetic, valid)
    values ('real', 1, 1, 1, 'crowd-browser', 0, 1)`);
  database.close();
}

function rowsOf(dataDir: string): { id: string; synthetic: number }[] {
  const database = open(dataDir);
  const rows = database
    .prepare(
      'select id, synthetic, measured_at_ms, hex(subscriber_key), download_bps from results order by id',
    )
    .all();
  database.close();
  return rows as { id: string; synthetic: number }[];
}

function changeOneCell(dataDir: string): void {
  const database = open(dataDir);
  database.exec('update cells set lines = lines + 1 where rowid = (select max(rowid) from cells)');
  database.close();
}

async function verify(dataDir: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['worker/local/verify-rollup.ts'], {
    cwd: ROOT,
    env: { ...process.env, DATA_DIR: dataDir },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}
