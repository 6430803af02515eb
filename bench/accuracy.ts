/**
 * How true a measurement is: our agent, our page and the rivals on lines whose truth is known, in one run. One JSON line
 * a run, then tables. Rows that are in the file already are not run again.
 *
 *   LINK_CMD=… npm run bench:accuracy -- [--link "down=… up=… rtt=…"]… [--random 50 --seed 1]
 *     [--tools node,browser,cloudflare,ndt7,iperf] [--runs 5] [--out accuracy.jsonl] [--report accuracy.jsonl]
 */

import { once } from 'node:events';
import { appendFile, readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { LINES, randomLines } from './accuracy-lines.ts';
import { lineTable, toolTable } from './accuracy-table.ts';
import { ACCURACY_TOOLS, type AccuracyRow, IPERF_PORT, RIVALS_PORT } from './accuracy-tools.ts';
import { spawnOnHost } from './emulated-link.ts';
import { withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    link: { type: 'string', multiple: true },
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tools: { type: 'string', default: 'node,browser,cloudflare,ndt7,iperf' },
    runs: { type: 'string', default: '5' },
    out: { type: 'string', default: 'accuracy.jsonl' },
    report: { type: 'string' },
  },
});

const file = values.report ?? values.out;
const rows = await readRows(file);
if (values.report === undefined) await runAll();
console.log(`${lineTable(rows)}\n\n${toolTable(rows)}`);

async function runAll(): Promise<void> {
  const lines = values.random
    ? randomLines(Number(values.random), Number(values.seed))
    : (values.link ?? LINES);
  const tools = values.tools.split(',');
  for (const line of lines) {
    const wanted = tools.flatMap((tool) =>
      Array.from({ length: Number(values.runs) }, (_, run) => ({ line, tool, run })),
    );
    const missing = wanted.filter(
      ({ tool, run }) => !rows.some((row) => row.line === line && row.tool === tool && row.run === run),
    );
    if (missing.length > 0) await withServerOnLine(line, () => withRivals(() => runLine(missing)));
  }
}

async function runLine(wanted: readonly Pick<AccuracyRow, 'line' | 'tool' | 'run'>[]): Promise<void> {
  // Turn by turn, so that what the machine does meanwhile falls on every tool.
  for (const each of wanted.toSorted((a, b) => a.run - b.run)) {
    const row = await attempt(each);
    rows.push(row);
    await appendFile(file, `${JSON.stringify(row)}\n`);
    console.log(JSON.stringify(row));
  }
}

async function attempt(each: Pick<AccuracyRow, 'line' | 'tool' | 'run'>): Promise<AccuracyRow> {
  const measure = ACCURACY_TOOLS[each.tool];
  if (measure === undefined) throw new Error(`There is no tool ${each.tool}.`);
  try {
    return { ...each, ...(await measure(each.line)) };
  } catch (error) {
    return {
      ...each,
      downloadError: null,
      uploadError: null,
      idleRttErrorMs: null,
      downloadCovered: null,
      uploadCovered: null,
      steady: null,
      seconds: 0,
      megabytes: null,
      failure: error instanceof Error ? (error.message.split('\n')[0] ?? 'failed') : String(error),
    };
  }
}

/** The rivals' server and iperf3 on the server's host while `run` runs. */
async function withRivals(run: () => Promise<void>): Promise<void> {
  const rivals = spawnOnHost(
    'server',
    process.execPath,
    ['bench/rivals/server.ts', '0.0.0.0', String(RIVALS_PORT)],
    {},
  );
  const iperf = spawnOnHost('server', 'iperf3', ['-s', '-p', String(IPERF_PORT)], {});
  try {
    if (rivals.stdout !== null) await once(rivals.stdout, 'data');
    await run();
  } finally {
    for (const each of [rivals, iperf]) {
      each.kill('SIGKILL');
      if (each.exitCode === null && each.signalCode === null) await once(each, 'exit');
    }
  }
}

async function readRows(path: string): Promise<AccuracyRow[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AccuracyRow);
}
