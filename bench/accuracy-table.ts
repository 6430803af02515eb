/** Rows of runs to tables; plain data in, text out. */
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import type { AccuracyRow } from './accuracy-tools.ts';
import { median, percent } from './line-truth.ts';

type Errors = (row: AccuracyRow) => number | null;

const DIRECTIONS = {
  down: (row) => row.downloadError,
  up: (row) => row.uploadError,
} as const satisfies Record<string, Errors>;

/** Medians of every line and tool, as a Markdown table. */
export function lineTable(rows: readonly AccuracyRow[]): string {
  const lines = [...new Set(rows.map(({ line }) => line))];
  const body = lines.flatMap((line) => {
    const tools = [...new Set(rows.filter((row) => row.line === line).map(({ tool }) => tool))];
    return tools.map((tool) => {
      const of = rows.filter((row) => row.line === line && row.tool === tool);
      const figure = (read: Errors) => median(of.map(read));
      const failures = of.filter(({ failure }) => failure !== undefined).length;
      return `| ${line} | ${tool} | ${percent(figure(DIRECTIONS.down))} | ${percent(figure(DIRECTIONS.up))} | ${
        figure((row) => row.idleRttErrorMs)?.toFixed(1) ?? ''
      } | ${figure(({ seconds }) => seconds)?.toFixed(1)} | ${figure((row) => row.megabytes)?.toFixed(1) ?? ''} | ${of.length}${failures > 0 ? ` (${failures} failed)` : ''} |`;
    });
  });
  return [
    '| line | tool | download | upload | idle RTT, ms | seconds | MB | runs |',
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
    const worst = errors.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? null;
    const share = covered.length === 0 ? '' : percentOf(covered.filter(Boolean).length / covered.length);
    return `| ${tool} | ${sized(quantile(sizes, 0.5))} | ${sized(quantile(sizes, 0.95))} | ${percent(worst)} | ${share} | ${of.length} |`;
  });
  return [
    '| tool | median error | p95 of errors | worst | intervals with the truth | runs |',
    '| --- | --- | --- | --- | --- | --- |',
    ...body,
  ].join('\n');
}

function sized(error: number | null): string {
  return error === null ? '' : `${(error * 100).toFixed(2)}%`;
}

function percentOf(share: number): string {
  return `${Math.round(share * 100)}%`;
}
