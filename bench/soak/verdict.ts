/** What a soak has shown, as a table; plain data in, text out. */
import { ascending, quantile } from '../../measurement-agent/metrics/quantile.ts';
import { type Memory, PARTS } from './processes.ts';

export interface SoakFacts {
  /** Results that the server answered with 201 or 200, and those of them that are there once as row and as document. */
  honest: { answered: number; found: number };
  hostile: { answered: number; found: number };
  /** Runs of honest clients that ended without a result, though nobody shared their prefix. */
  honestWithout: string;
  /** A process of the server ended by itself. */
  died: boolean;
  /** Refusals of the flood by a cap. */
  capped: number;
  memory: readonly ({ atMs: number } & Memory)[];
  healthMs: readonly number[];
  unhealthy: number;
  durationMs: number;
}

const MINUTE_MS = 60_000;
const MAX_GROWTH = 0.2;

export function soakVerdict(facts: SoakFacts): { table: string; failed: boolean } {
  const missing = facts.honest.answered - facts.honest.found;
  const { warmUp, end } = levels(facts.memory, facts.durationMs);
  const rows: [what: string, value: string, verdict: string][] = [
    ['honest results answered, found', counts(facts.honest), missing === 0 ? 'ok' : `${missing} MISSING`],
    [
      'hostile results answered, found',
      counts(facts.hostile),
      facts.hostile.answered === facts.hostile.found ? 'ok' : 'MISSING',
    ],
    ['honest runs without a result', facts.honestWithout, ''],
    ['processes of the server', facts.died ? 'one ended' : 'all lived', facts.died ? 'DIED' : 'ok'],
    ['refusals by caps', String(facts.capped), facts.capped > 0 ? 'ok' : 'NOT EXERCISED'],
    ...PARTS.map((part): [string, string, string] => {
      const change = (end?.[part] ?? Number.NaN) / (warmUp?.[part] ?? Number.NaN) - 1;
      const value = `${mib(warmUp?.[part])} → ${mib(end?.[part])} MiB, ${percent(change)}`;
      return [`memory of ${part}`, value, change <= MAX_GROWTH ? 'ok' : 'GREW'];
    }),
    [
      'health p50, p99',
      quantilesText(facts.healthMs),
      facts.unhealthy === 0 ? 'ok' : `${facts.unhealthy} FAILED`,
    ],
  ];
  return {
    table: [
      '| what | value | verdict |',
      '| --- | --- | --- |',
      ...rows.map((row) => `| ${row.join(' | ')} |`),
    ].join('\n'),
    failed: missing > 0 || facts.died,
  };
}

/** Medians of the second minute, when everything has been used once, and of the last; of a short soak the halves. */
function levels(memory: SoakFacts['memory'], durationMs: number) {
  const windowMs = Math.min(MINUTE_MS, durationMs / 3);
  const within = (fromMs: number) => memory.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + windowMs);
  return { warmUp: medians(within(windowMs)), end: medians(within(durationMs - windowMs)) };
}

function medians(memory: readonly Memory[]): Record<keyof Memory, number | null> {
  const of = (part: keyof Memory) => quantile(ascending(memory.map((sample) => sample[part])), 0.5);
  return { node: of('node'), app: of('app'), front: of('front') };
}

/** `p50 3 ms, p99 41 ms` */
export function quantilesText(samplesMs: readonly number[]): string {
  const sorted = ascending(samplesMs);
  const of = (q: number) => quantile(sorted, q)?.toFixed(1) ?? 'none';
  return `${of(0.5)} ms, ${of(0.99)} ms`;
}

function counts({ answered, found }: SoakFacts['honest']): string {
  return `${answered}, ${found}`;
}

function mib(value: number | null | undefined): string {
  return value?.toFixed(0) ?? 'unknown';
}

function percent(share: number): string {
  return Number.isFinite(share) ? `${share > 0 ? '+' : ''}${(share * 100).toFixed(0)}%` : 'unknown';
}
