/**
 * Our agent and our browser engine on emulated lines whose truth is known: error of the rates against
 * rate × 1448/1500, of the idle RTT in ms, seconds and bytes. One JSON line a run, then the medians.
 *
 *   LINK_CMD=… npm run bench:lines -- [--runs 5] [--tools node,browser] [--line "down=100e6 up=20e6 rtt=20"]…
 */
import { mkdtemp, writeFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { CHROMIUM } from '../test/chromium.ts';
import {
  linkCommand,
  linkDown,
  linkUp,
  onHost,
  SERVER_ADDRESS,
  spawnOnHost,
  TCP_SHARE,
} from './emulated-link.ts';

const PORT = 8787;
const ORIGIN = `http://${SERVER_ADDRESS}:${PORT}`;
const TOOLS = { node: measureWithNode, browser: measureWithBrowser };

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    tools: { type: 'string', default: 'node,browser' },
    line: { type: 'string', multiple: true, default: ['down=100e6 up=20e6 rtt=20'] },
  },
});

interface Row {
  line: string;
  tool: string;
  downloadError: number | null;
  uploadError: number | null;
  idleRttErrorMs: number | null;
  workingRttMs: [down: number | null, up: number | null];
  seconds: number;
  megabytes: number;
}

for (const line of values.line) await benchLine(line);

async function benchLine(line: string): Promise<void> {
  const rows: Row[] = [];
  await linkUp(line);
  const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-bench-'));
  const server = spawnOnHost('server', process.execPath, ['worker/local/start.js'], {
    HOST: '0.0.0.0',
    PORT: String(PORT),
    DATA_DIR: dataDir,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      server.stdout?.on('data', (text: Buffer) => text.includes('is ready') && resolve());
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)));
    });
    for (let index = 0; index < Number(values.runs); index += 1) {
      for (const tool of values.tools.split(',') as (keyof typeof TOOLS)[]) {
        const row = judge(line, tool, await TOOLS[tool]());
        rows.push(row);
        console.log(JSON.stringify(row));
      }
    }
  } finally {
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    await linkDown();
    await rm(dataDir, { recursive: true, force: true });
  }
  for (const tool of new Set(rows.map((row) => row.tool))) {
    const of = (figure: (row: Row) => number | null) =>
      median(rows.filter((row) => row.tool === tool).map(figure));
    console.log(
      `${line} | ${tool} | down ${percent(of((r) => r.downloadError))} | up ${percent(of((r) => r.uploadError))} | ` +
        `idle RTT ${of((r) => r.idleRttErrorMs)?.toFixed(2)} ms | working ${of((r) => r.workingRttMs[0])?.toFixed(0)}/` +
        `${of((r) => r.workingRttMs[1])?.toFixed(0)} ms | ${of((r) => r.seconds)?.toFixed(1)} s | ${of((r) => r.megabytes)?.toFixed(0)} MB`,
    );
  }
}

async function measureWithNode(): Promise<ResultDocument> {
  const agent = ['measurement-agent/cli/main.ts', 'test', ORIGIN, '--json'];
  return JSON.parse(await onHost('client', process.execPath, agent)) as ResultDocument;
}

async function measureWithBrowser(): Promise<ResultDocument> {
  // Playwright starts one executable: a script that starts Chromium on the client's host.
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-bench-'));
  const script = path.join(directory, 'chromium');
  await writeFile(script, `#!/bin/sh\nexec ${linkCommand()} client ${CHROMIUM} "$@"\n`, { mode: 0o755 });
  const browser = await chromium.launch({
    executablePath: script,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    const page = await browser.newPage();
    await page.goto(`${ORIGIN}/en/`);
    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 120_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1);
    return JSON.parse(
      await onHost('client', 'curl', ['-s', `${ORIGIN}/api/v1/results/${id}`]),
    ) as ResultDocument;
  } finally {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  }
}

function judge(line: string, tool: string, result: ResultDocument): Row {
  const truth = Object.fromEntries(
    line
      .split(' ')
      .map((pair) => pair.split('='))
      .map(([k, v]) => [k, Number(v)]),
  );
  const error = (goodputBps: number | undefined, rateBps: number | undefined) =>
    goodputBps === undefined || rateBps === undefined ? null : goodputBps / (rateBps * TCP_SHARE) - 1;
  return {
    line,
    tool,
    downloadError: error(result.download?.goodputBps, truth.down),
    uploadError: error(result.upload?.goodputBps, truth.up),
    idleRttErrorMs:
      result.idle === null || truth.rtt === undefined ? null : result.idle.rttMs.p50 - truth.rtt,
    workingRttMs: [result.download?.workingRttMs?.p50 ?? null, result.upload?.workingRttMs?.p50 ?? null],
    seconds: result.durationMs / 1000,
    megabytes: (result.bytes.download + result.bytes.upload) / 1e6,
  };
}

function median(values: (number | null)[]): number | null {
  const sorted = values.filter((value) => value !== null).toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1
    ? (sorted[Math.floor(middle)] ?? null)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

function percent(ratio: number | null): string {
  return ratio === null ? 'missing' : `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(2)}%`;
}
