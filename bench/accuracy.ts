/**
 * How true a measurement is: our agent, our page and the rivals on lines whose truth is known, in one run. One JSON line
 * a run, then tables. Rows that are in the file already are not run again.
 *
 *   npm run bench:accuracy -- [--links matrix,random:50,cable,"down=… up=… rtt=…"] [--seed 1]
 *     [--tools node,browser,cloudflare,ndt7,iperf] [--runs 5] [--no-loss] [--out accuracy.jsonl] [--report accuracy.jsonl]
 *
 * `--link LINE` (many times) and `--random N` choose lines, too.
 */

import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { appendEntry, readAccuracyFile } from './accuracy-file.ts';
import { linesOf, randomLines } from './accuracy-lines.ts';
import { lineTable, lossTable, toolTable } from './accuracy-table.ts';
import { ACCURACY_TOOLS, type AccuracyRow, IPERF_PORT, RIVALS_PORT, truthOf } from './accuracy-tools.ts';
import { spawnOnHost } from './emulated-link.ts';
import { withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    links: { type: 'string', default: 'matrix' },
    link: { type: 'string', multiple: true },
    random: { type: 'string' },
    seed: { type: 'string', default: '1' },
    tools: { type: 'string', default: 'node,browser,cloudflare,ndt7,iperf' },
    runs: { type: 'string', default: '5' },
    'no-loss': { type: 'boolean', default: false },
    out: { type: 'string', default: 'accuracy.jsonl' },
    report: { type: 'string' },
  },
});

const file = values.report ?? values.out;
const { rows, counted } = await readAccuracyFile(file);
if (values.report === undefined) await runAll();
console.log([lineTable(rows), toolTable(rows), lossTable(rows, counted)].join('\n\n'));

async function runAll(): Promise<void> {
  const lines = values.random
    ? randomLines(Number(values.random), Number(values.seed))
    : (values.link ?? linesOf(values.links, Number(values.seed)));
  const tools = values.tools.split(',');
  for (const line of lines) {
    const wanted = tools.flatMap((tool) =>
      Array.from({ length: Number(values.runs) }, (_, run) => ({ line, tool, run })),
    );
    const missing = wanted.filter(
      ({ tool, run }) => !rows.some((row) => row.line === line && row.tool === tool && row.run === run),
    );
    if (missing.length === 0) continue;
    await withServerOnLine(line, () => withRivals(() => runLine(missing)), {
      withLoss: !values['no-loss'],
      async onCounters(counters) {
        counted.push({ line, counted: counters });
        await appendEntry(file, { line, counted: counters });
      },
    });
  }
}

async function runLine(wanted: readonly Pick<AccuracyRow, 'line' | 'tool' | 'run'>[]): Promise<void> {
  // Turn by turn, so that what the machine does meanwhile falls on every tool.
  for (const each of wanted.toSorted((a, b) => a.run - b.run)) {
    const row = await attempt(each);
    rows.push(row);
    await appendEntry(file, row);
    console.log(JSON.stringify(row));
  }
}

async function attempt(each: Pick<AccuracyRow, 'line' | 'tool' | 'run'>): Promise<AccuracyRow> {
  const measure = ACCURACY_TOOLS[each.tool];
  if (measure === undefined) throw new Error(`There is no tool ${each.tool}.`);
  try {
    return { ...each, truth: truthOf(each.line), ...(await measure(each.line)) };
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
  const rivals = await spawnOnHost(
    'server',
    process.execPath,
    ['bench/rivals/server.ts', '0.0.0.0', String(RIVALS_PORT)],
    {},
  );
  const iperf = await spawnOnHost('server', 'iperf3', ['-s', '-p', String(IPERF_PORT)], {});
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
