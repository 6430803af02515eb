/**
 * Round trips under load, ours beside `ping -i 0.05` on the same line at the same time. A line and direction a row.
 *
 *   npm run bench:working-rtt -- [--link "down=12e6 up=1e6 rtt=35 …"]… [--runs 3]
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { EngineEvent } from '../measurement-agent/engine/events.ts';
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import type { Direction } from '../measurement-agent/protocol/summary.ts';
import { LINES } from './accuracy-lines.ts';
import { serverAddress, spawnOnHost } from './emulated-link.ts';
import { lineKeys, median } from './line-truth.ts';
import { originOnLink, withServerOnLine } from './server-on-link.ts';

const { values } = parseArgs({
  options: {
    link: { type: 'string', multiple: true },
    runs: { type: 'string', default: '3' },
  },
});

/** Slow lines, whose queue is most of the round trip. */
const SLOW_BPS = 12e6;
const lines =
  values.link ??
  LINES.filter((line) => (lineKeys(line).up ?? 0) < 2e6 && (lineKeys(line).down ?? 0) <= SLOW_BPS);

type Line = EngineEvent | ({ type: 'result' } & ResultDocument);

interface Ping {
  sentAtMs: number;
  rttMs: number;
}

/** When a direction's window lay, ms since the epoch. */
interface Window {
  fromMs: number;
  toMs: number;
}

interface Run {
  document: ResultDocument;
  windows: Partial<Record<Direction, Window>>;
  pings: Ping[];
}

async function measured(): Promise<Run> {
  const pings: Ping[] = [];
  const ping = await spawnOnHost('client', 'ping', ['-D', '-i', '0.05', '-n', await serverAddress()], {});
  if (ping.stdout === null) throw new Error('ping says nothing');
  createInterface(ping.stdout).on('line', (line) => {
    const [, atS, rttMs] = /^\[([\d.]+)\].*time=([\d.]+) ms/.exec(line) ?? [];
    if (atS !== undefined && rttMs !== undefined)
      pings.push({ sentAtMs: Number(atS) * 1000 - Number(rttMs), rttMs: Number(rttMs) });
  });
  const agent = await spawnOnHost(
    'client',
    process.execPath,
    ['measurement-agent/cli/main.ts', 'test', await originOnLink(), '--jsonl'],
    {},
  );
  if (agent.stdout === null) throw new Error('the agent says nothing');
  const beganAtMs: Partial<Record<Direction, number>> = {};
  const knownAtMs: Partial<Record<Direction, number>> = {};
  let document: ResultDocument | null = null;
  for await (const text of createInterface(agent.stdout)) {
    const event = JSON.parse(text) as Line;
    if (event.type === 'load-sample') beganAtMs[event.direction] ??= Date.now() - event.atMs;
    if (event.type === 'rate-known' && event.direction !== 'bidirectional')
      knownAtMs[event.direction] = Date.now();
    if (event.type === 'result') document = event;
  }
  ping.kill('SIGINT');
  if (document === null) throw new Error('no result');
  const windows: Run['windows'] = {};
  for (const direction of ['download', 'upload'] as const) {
    const began = beganAtMs[direction];
    const toMs = knownAtMs[direction];
    const from = document[direction]?.windowFromMs;
    if (began !== undefined && toMs !== undefined && from !== undefined)
      windows[direction] = { fromMs: began + from, toMs };
  }
  return { document, windows, pings };
}

function p50Ms(values_: readonly number[]): number | null {
  return quantile(ascending(values_), 0.5);
}

console.log('| line | direction | ping p50, ms | ours p50, ms | difference, ms | of ping | runs |');
console.log('| --- | --- | --- | --- | --- | --- | --- |');
for (const line of lines) {
  const runs = await withServerOnLine(line, async () => {
    const all: Run[] = [];
    for (let run = 0; run < Number(values.runs); run += 1) all.push(await measured());
    return all;
  });
  for (const direction of ['download', 'upload'] as const) {
    const pairs = runs.flatMap(({ document, windows, pings }) => {
      const window = windows[direction];
      const ours = document[direction]?.workingRttMs?.p50;
      if (window === undefined || ours === undefined) return [];
      const theirs = p50Ms(
        pings
          .filter(({ sentAtMs }) => sentAtMs >= window.fromMs && sentAtMs < window.toMs)
          .map(({ rttMs }) => rttMs),
      );
      return theirs === null ? [] : [{ ours, theirs }];
    });
    const ours = median(pairs.map((pair) => pair.ours));
    const theirs = median(pairs.map((pair) => pair.theirs));
    const difference = median(pairs.map((pair) => pair.ours - pair.theirs));
    const share = median(pairs.map((pair) => pair.ours / pair.theirs - 1));
    console.log(
      `| ${line} | ${direction} | ${theirs?.toFixed(1) ?? 'missing'} | ${ours?.toFixed(1) ?? 'missing'} | ${difference?.toFixed(1) ?? ''} | ${share === null ? '' : `${(share * 100).toFixed(1)}%`} | ${pairs.length} |`,
    );
  }
}
