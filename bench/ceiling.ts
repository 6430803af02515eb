/**
 * The fastest transfer of our engine, in Node and in Chromium, beside the rivals' loops and curl: one machine, loopback, one
 * after the other. One JSON line a run, then the medians and their ratio to curl.
 *
 *   npm run bench:ceiling -- [--runs 5] [--tools curl,node,browser,cloudflare,ndt7] [--out ceiling.jsonl]
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { parseArgs, promisify } from 'node:util';
import { freePort, removeData, startServer } from '../test/server.ts';
import { ceilingTable } from './ceiling/ceiling-table.ts';
import { curlRates } from './ceiling/curl.ts';
import { startHttpServer } from './ceiling/http-server.ts';
import type { CeilingRates } from './ceiling/rates.ts';
import { rivalRates } from './ceiling/rival-loop.ts';
import { inQuietChromium } from './quiet-chromium.ts';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    tools: { type: 'string', default: 'curl,node,browser,cloudflare,ndt7' },
    out: { type: 'string' },
  },
});

const ENGINE_LIMIT_MS = 60_000;
/** A core that others use this much of makes every figure theirs, too. */
const QUIET_LOAD = 0.5;

const [, lastMinutes = 0] = loadavg();
if (lastMinutes > QUIET_LOAD)
  console.error(`The machine was busy in the last five minutes (load ${lastMinutes.toFixed(2)}).`);

const product = await startServer();
const http = await startHttpServer();
const rivalsPort = await freePort();
const rivals = spawn(process.execPath, ['bench/rivals/server.ts', '127.0.0.1', String(rivalsPort)], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
await once(rivals.stdout, 'data');
const pages = `http://127.0.0.1:${rivalsPort}`;

const TOOLS: Record<string, () => Promise<CeilingRates>> = {
  curl: () => curlRates(http.origin),
  async node() {
    const args = ['bench/ceiling/engine-node.ts', product.origin];
    const { stdout } = await promisify(execFile)(process.execPath, args);
    return JSON.parse(stdout) as CeilingRates;
  },
  browser: () =>
    inQuietChromium(
      `${pages}/engine.html?origin=${product.origin}`,
      [],
      async (page) =>
        JSON.parse(
          String(await page.until('JSON.stringify(window.outcome)', ENGINE_LIMIT_MS)),
        ) as CeilingRates,
    ),
  cloudflare: () => rivalRates(`${pages}/cloudflare.html?api=${http.origin}`, http.origin),
  ndt7: () => rivalRates(`${pages}/ndt7.html`, pages),
};

try {
  const rows: ({ tool: string; run: number } & CeilingRates)[] = [];
  for (let run = 0; run < Number(values.runs); run += 1) {
    for (const tool of values.tools.split(',')) {
      const measure = TOOLS[tool];
      if (measure === undefined) throw new Error(`There is no tool ${tool}.`);
      const row = { tool, run, ...(await measure()) };
      rows.push(row);
      console.log(JSON.stringify(row));
      if (values.out !== undefined) await appendFile(values.out, `${JSON.stringify(row)}\n`);
    }
  }
  console.log(`\n${ceilingTable(rows)}`);
  const processors = cpus();
  console.log(
    `\nLimit: the machine. ${processors.length} × ${processors[0]?.model ?? 'unknown'} carried both ends; ` +
      `load ${loadavg()[0]?.toFixed(2)} at the end.`,
  );
} finally {
  rivals.kill('SIGKILL');
  await http.end();
  await product.end('SIGTERM');
  await removeData(product);
}
