import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type OpenDataManifest,
  openDataListSchema,
  openDataManifestSchema,
} from '../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { type Server, startServer } from '../server.ts';
import { violationsOf } from './violations.ts';

const run = promisify(execFile);

describe('open data of a demo', () => {
  let directory: string;
  let server: Server;
  let manifest: OpenDataManifest;

  beforeAll(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'jissoku-open-data-'));
    server = await startServer({ DEMO_RESULTS: '6000', DATA_DIR: path.join(directory, 'data') }, undefined, [
      'demo',
    ]);
    manifest = await firstManifest();
  }, 300_000);
  afterAll(async () => {
    await server.end('SIGTERM');
    await rm(directory, { recursive: true, force: true });
  });

  /** The scheduled job makes it, some time after the start. */
  async function firstManifest(): Promise<OpenDataManifest> {
    for (;;) {
      const response = await fetch(server.origin + API_PATHS.openData);
      const { editions } = openDataListSchema.parse(await response.json());
      const [newest] = editions;
      if (newest !== undefined) {
        const answer = await fetch(server.origin + newest.manifest);
        return openDataManifestSchema.parse(await answer.json());
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }

  test('is of a month that has ended, and says everywhere that it is made up', async () => {
    expect(manifest.month < new Date().toISOString().slice(0, 7)).toBe(true);
    expect(manifest.synthetic).toBe(true);
    expect(manifest.files.every(({ name }) => name.includes('synthetic'))).toBe(true);
    expect(await (await fetch(`${server.origin}/en/open-data`)).text()).toContain('These files are made up');
  });

  test('files have the hash that the manifest names, come in ranges and are not sent again', async () => {
    for (const { path: address, sha256, bytes } of manifest.files) {
      const response = await fetch(server.origin + address);
      const body = Buffer.from(await response.arrayBuffer());
      expect(createHash('sha256').update(body).digest('hex')).toBe(sha256);
      expect(body.length).toBe(bytes);
      const again = await fetch(server.origin + address, {
        headers: { 'if-none-match': response.headers.get('etag') ?? '' },
      });
      expect(again.status).toBe(304);
      const piece = await fetch(server.origin + address, { headers: { range: 'bytes=4-9' } });
      expect([piece.status, piece.headers.get('content-range')]).toEqual([206, `bytes 4-9/${bytes}`]);
      expect(Buffer.from(await piece.arrayBuffer())).toEqual(body.subarray(4, 10));
      const beyond = await fetch(server.origin + address, { headers: { range: `bytes=${bytes + 1}-` } });
      expect(beyond.status).toBe(416);
    }
  });

  test.each(['/2026-13/manifest.json', '/1999-01/manifest.json', '/1999-01/rows.txt', '/1999-01/x.parquet'])(
    'there is nothing at %s',
    async (address) => {
      const response = await fetch(`${server.origin}${API_PATHS.openData}${address}`);
      expect(response.status).toBe(404);
      expect(response.headers.get('content-type')).toBe('application/problem+json');
    },
  );

  test('the command on the page works as it is printed', async () => {
    const page = await (await fetch(`${server.origin}/en/open-data`)).text();
    const [, printed = ''] = /<pre><code>([\s\S]*?)<\/code><\/pre>/.exec(page) ?? [];
    const command = printed
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
    const [fetching = '', duckdb = ''] = command.split(/\n(?=duckdb)/);
    await run('bash', ['-c', fetching], { cwd: directory });
    const sql = /^duckdb -c "([\s\S]*)"$/.exec(duckdb)?.[1] ?? '';
    const connection = await (await DuckDBInstance.create(':memory:', { threads: '1' })).connect();
    await connection.run(`SET file_search_path = '${directory}'`);
    const rows = (await connection.runAndReadAll(sql)).getRowObjects();
    expect(rows.length).toBeGreaterThan(0);
    expect(Number(rows[0]?.lines)).toBeGreaterThanOrEqual(30);
    expect(Number(rows[0]?.p50)).toBeGreaterThan(1e6);
  });

  test('catalogues read what there is', async () => {
    const response = await fetch(`${server.origin}${API_PATHS.openData}/catalog.jsonld`);
    expect(response.headers.get('content-type')).toBe('application/ld+json');
    const { dataset } = (await response.json()) as { dataset: { distribution: { contentUrl: string }[] }[] };
    const [newest] = dataset;
    expect(newest?.distribution).toHaveLength(manifest.files.length);
    expect((await fetch(newest?.distribution[0]?.contentUrl ?? '')).status).toBe(200);
  });

  test.skipIf(CHROMIUM === null)(
    'its page can be used by everyone, at every width',
    { timeout: 180_000 },
    async () => {
      const browser = await launchChromium();
      for (const lang of ['ja', 'en'])
        for (const [width, colorScheme] of [
          [320, 'light'],
          [1280, 'dark'],
        ] as const) {
          const page = await browser.newPage({
            viewport: { width, height: 740 },
            colorScheme,
            javaScriptEnabled: true,
          });
          await page.goto(`${server.origin}/${lang}/open-data`);
          expect(await violationsOf(page)).toEqual([]);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          expect(wide).toBeLessThanOrEqual(0);
          await page.close();
        }
      await browser.close();
    },
  );
});
