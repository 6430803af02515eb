/** Rows of runs to tables; plain data in, text out. */
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import type { CountedLine } from './accuracy-file.ts';
import type { AccuracyRow } from './accuracy-tools.ts';
import { configuredLoopLoss, countedLoopLoss, median, percent } from './line-truth.ts';

type Errors = (row: AccuracyRow) => number | null;

const DIRECTIONS = {
  down: (row) => row.downloadError,
  up: (row) => row.uploadError,
} as const satisfies Record<string, Errors>;

/** Every line and tool: errors as median, p95 of their size and the worst; medians of the rest; as a Markdown table. */
export function lineTable(rows: readonly AccuracyRow[]): string {
  const lines = [...new Set(rows.map(({ line }) => line))];
  const body = lines.flatMap((line) => {
    const tools = [...new Set(rows.filter((row) => row.line === line).map(({ tool }) => tool))];
    return tools.map((tool) => {
      const of = rows.filter((row) => row.line === line && row.tool === tool);
      const figure = (read: Errors) => median(of.map(read));
      const failures = of.filter(({ failure }) => failure !== undefined).length;
      return `| ${line} | ${tool} | ${spread(of.map(DIRECTIONS.down))} | ${spread(of.map(DIRECTIONS.up))} | ${
        figure((row) => row.idleRttErrorMs)?.toFixed(1) ?? ''
      } | ${figure(({ seconds }) => seconds)?.toFixed(1)} | ${figure((row) => row.megabytes)?.toFixed(1) ?? ''} | ${of.length}${failures > 0 ? ` (${failures} failed)` : ''} |`;
    });
  });
  return [
    '| line | tool | download: median, p95, worst | upload: median, p95, worst | idle RTT, ms | seconds | MB | runs |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...body,
  ].join('\n');
}

/** Over all lines: p50 and p95 of the size of errors, the worst, and how often a stated interval holds the truth. */
export function toolTable(rows: readonly AccuracyRow[]): string {
  const tools = [...new Set(rows.map(({ tool }) => tool))];
  const body = tools.map((tool) => {
    const of = rows.filter((row) => row.tool === tool);
    const errors = of
      .flatMap((row) => Object.values(DIRECTIONS).map((read) => read(row)))
      .filter((e) => e !== null);
    const sizes = ascending(errors.map(Math.abs));
    const covered = of
      .flatMap((row) => [row.downloadCovered, row.uploadCovered])
      .filter((each) => each !== null);
    const share = covered.length === 0 ? '' : percentOf(covered.filter(Boolean).length / covered.length);
    return `| ${tool} | ${sized(quantile(sizes, 0.5))} | ${sized(quantile(sizes, 0.95))} | ${percent(worstOf(errors))} | ${share} | ${of.length} |`;
  });
  return [
    '| tool | median error | p95 of errors | worst | intervals with the truth | runs |',
    '| --- | --- | --- | --- | --- | --- |',
    ...body,
  ].join('\n');
}

/**
 * Loss of a loop up and down, where a tool measures it: as measured, as configured, and as the line itself counted over
 * everything that crossed it. Empty when no tool did.
 */
export function lossTable(rows: readonly AccuracyRow[], counted: readonly CountedLine[]): string {
  const measured = rows.filter(({ lossRatio }) => lossRatio !== undefined && lossRatio !== null);
  if (measured.length === 0) return '';
  const keys = [...new Set(measured.map(({ line, tool }) => `${line} | ${tool}`))];
  const body = keys.map((key) => {
    const of = measured.filter(({ line, tool }) => `${line} | ${tool}` === key);
    const line = of[0]?.line ?? '';
    const byLine = counted
      .filter((entry) => entry.line === line)
      .map((entry) => countedLoopLoss(entry.counted));
    const covered = of.flatMap(({ lossCovered }) => (typeof lossCovered === 'boolean' ? [lossCovered] : []));
    const share = covered.length === 0 ? '' : percentOf(covered.filter(Boolean).length / covered.length);
    return `| ${key} | ${sized(median(of.map((row) => row.lossRatio ?? null)))} | ${sized(configuredLoopLoss(line))} | ${sized(
      median(byLine),
    )} | ${points(worstOf(of.flatMap(({ lossError }) => lossError ?? [])))} | ${share} | ${of.length} |`;
  });
  return [
    '| line | tool | loss, median | configured | counted by the line | worst error, points | intervals with the configured | runs |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...body,
  ].join('\n');
}

function worstOf(errors: readonly number[]): number | null {
  return errors.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? null;
}

/** Median, p95 of the size and the worst of what is there. */
function spread(errors: readonly (number | null)[]): string {
  const known = errors.filter((error) => error !== null);
  if (known.length === 0) return 'missing';
  const p95 = quantile(ascending(known.map(Math.abs)), 0.95);
  return `${percent(median(known))}, ${sized(p95)}, ${percent(worstOf(known))}`;
}

function points(ratio: number | null): string {
  return ratio === null ? '' : `${ratio >= 0 ? '+' : ''}${(ratio * 100).toFixed(2)}`;
}

function sized(error: number | null): string {
  return error === null ? '' : `${(error * 100).toFixed(2)}%`;
}

function percentOf(share: number): string {
  return `${Math.round(share * 100)}%`;
}
