/**
 * Our agent and our browser engine on emulated lines whose truth is known: error of the rates against
 * rate × 1448/1500, of the idle RTT in ms, seconds and bytes. One JSON line a run, then the medians.
 *
 *   LINK_CMD=… npm run bench:lines -- [--runs 5] [--tools node,browser] [--line "down=100e6 up=20e6 rtt=20"]…
 */
import { parseArgs } from 'node:util';
import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { lineKeys, median, percent, rateError } from './line-truth.ts';
import { measureWithBrowser, measureWithNode } from './our-tools.ts';
import { withServerOnLine } from './server-on-link.ts';

const TOOLS = { node: measureWithNode, browser: measureWithBrowser };
type Tool = keyof typeof TOOLS;

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '5' },
    tools: { type: 'string', default: 'node,browser' },
    line: { type: 'string', multiple: true, default: ['down=100e6 up=20e6 rtt=20'] },
  },
});

interface Row {
  line: string;
  tool: Tool;
  downloadError: number | null;
  uploadError: number | null;
  idleRttErrorMs: number | null;
  workingRttMs: [down: number | null, up: number | null];
  seconds: number;
  megabytes: number;
}

for (const line of values.line) {
  const rows = await withServerOnLine(line, () => runAll(line));
  for (const tool of new Set(rows.map((row) => row.tool))) print(line, tool, rows);
}

async function runAll(line: string): Promise<Row[]> {
  const rows: Row[] = [];
  for (let index = 0; index < Number(values.runs); index += 1) {
    for (const tool of values.tools.split(',') as Tool[]) {
      const row = judge(line, tool, await TOOLS[tool]());
      rows.push(row);
      console.log(JSON.stringify(row));
    }
  }
  return rows;
}

function judge(line: string, tool: Tool, result: ResultDocument): Row {
  const truth = lineKeys(line);
  return {
    line,
    tool,
    downloadError: rateError(result.download?.goodputBps, truth.down),
    uploadError: rateError(result.upload?.goodputBps, truth.up),
    idleRttErrorMs:
      result.idle === null || truth.rtt === undefined ? null : result.idle.rttMs.p50 - truth.rtt,
    workingRttMs: [result.download?.workingRttMs?.p50 ?? null, result.upload?.workingRttMs?.p50 ?? null],
    seconds: result.durationMs / 1000,
    megabytes: (result.bytes.download + result.bytes.upload) / 1e6,
  };
}

function print(line: string, tool: Tool, rows: readonly Row[]): void {
  const of = (figure: (row: Row) => number | null) =>
    median(rows.filter((row) => row.tool === tool).map(figure));
  console.log(
    `${line} | ${tool} | down ${percent(of((r) => r.downloadError))} | up ${percent(of((r) => r.uploadError))} | ` +
      `idle RTT ${of((r) => r.idleRttErrorMs)?.toFixed(2)} ms | working ${of((r) => r.workingRttMs[0])?.toFixed(0)}/` +
      `${of((r) => r.workingRttMs[1])?.toFixed(0)} ms | ${of((r) => r.seconds)?.toFixed(1)} s | ${of((r) => r.megabytes)?.toFixed(0)} MB`,
  );
}
