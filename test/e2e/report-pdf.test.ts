/** `npm run report -- URL --pdf FILE` against a real server and a real Chromium. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHROMIUM } from '../chromium.ts';
import { ROOT, type Server, startServer } from '../server.ts';

const run = promisify(execFile);

/** Pieces of text on a page that has more than its foot: a blank one of a Japanese report has 17. */
const LEAST_MARKS = 25;

let dataDir: string;
let server: Server;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-report-'));
  server = await startServer({ DEMO_RESULTS: '3000', DATA_DIR: dataDir }, undefined, ['demo']);
}, 180_000);
afterAll(async () => {
  await server.end('SIGTERM');
  await rm(dataDir, { recursive: true, force: true });
});

async function report(address: string, file: string): Promise<{ code: number; said: string }> {
  try {
    const { stdout } = await run(
      process.execPath,
      ['worker/local/report-pdf.ts', server.origin + address, '--pdf', file],
      { cwd: ROOT, env: { ...process.env, CHROMIUM: CHROMIUM ?? '' } },
    );
    return { code: 0, said: stdout };
  } catch (fault) {
    const { code, stderr } = fault as { code: number; stderr: string };
    return { code, said: stderr };
  }
}

/** How many pieces of text each page of a PDF shows (ISO 32000-1, 9.4.3), as Chromium writes it: objects in the open, streams deflated. */
function textsOfPages(pdf: Buffer): number[] {
  const source = pdf.toString('latin1');
  const objects = new Map(
    [...source.matchAll(/(?:^|\n)(\d+) 0 obj\s([\s\S]*?)\nendobj/g)].map(([, id = '', body = '']) => [
      id,
      body,
    ]),
  );
  return [...objects.values()]
    .filter((body) => /\/Type\s*\/Page\b/.test(body))
    .map((page) => {
      const id = /\/Contents\s+(\d+) 0 R/.exec(page)?.[1] ?? '';
      const stream = /stream\r?\n([\s\S]*)endstream/.exec(objects.get(id) ?? '')?.[1] ?? '';
      const content = inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
      return content.match(/\bT[jJ]\b/g)?.length ?? 0;
    });
}

describe.skipIf(CHROMIUM === null)('a report as PDF', () => {
  test.each([
    '/ja/report?region=JP',
    '/en/report?region=JP-kanto&period=r90',
    '/ja/report?region=AT',
    '/en/report?region=JP&profile=mic-2024',
  ])(
    '%s has no page without text',
    async (address) => {
      const file = path.join(dataDir, 'report.pdf');
      const { code, said } = await report(address, file);
      expect([code, said]).toEqual([0, expect.stringContaining('kB')]);
      const pages = textsOfPages(await readFile(file));
      expect(pages.length).toBeGreaterThan(0);
      for (const marks of pages) expect(marks, pages.join(' ')).toBeGreaterThan(LEAST_MARKS);
    },
    120_000,
  );

  test.each([
    ['/en/report?edition=2019-01', 'there is no such report'],
    ['/en/isp', 'no page of a report'],
    ['/en/report?period=r90&profile=ofcom', 'no page of a report'],
  ])(
    '%s makes no file: %s',
    async (address, reason) => {
      const file = path.join(dataDir, 'none.pdf');
      expect(await report(address, file)).toEqual({ code: 4, said: expect.stringContaining(reason) });
      await expect(readFile(file)).rejects.toThrow('ENOENT');
    },
    120_000,
  );
});
