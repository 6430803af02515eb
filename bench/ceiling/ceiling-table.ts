import { median } from '../line-truth.ts';
import type { CeilingRates } from './rates.ts';

/** Medians of every tool as a Markdown table, each beside curl's. */
export function ceilingTable(rows: readonly ({ tool: string } & CeilingRates)[]): string {
  const medians = (tool: string) => {
    const of = rows.filter((row) => row.tool === tool);
    return {
      down: median(of.map(({ downloadBps }) => downloadBps)),
      up: median(of.map(({ uploadBps }) => uploadBps)),
      runs: of.length,
    };
  };
  const curl = medians('curl');
  const body = [...new Set(rows.map(({ tool }) => tool))].map((tool) => {
    const { down, up, runs } = medians(tool);
    return `| ${tool} | ${gigabits(down)} | ${share(down, curl.down)} | ${gigabits(up)} | ${share(up, curl.up)} | ${runs} |`;
  });
  return [
    '| tool | download, Gbit/s | of curl | upload, Gbit/s | of curl | runs |',
    '| --- | --- | --- | --- | --- | --- |',
    ...body,
  ].join('\n');
}

function gigabits(bps: number | null): string {
  return bps === null ? 'missing' : (bps / 1e9).toFixed(2);
}

function share(bps: number | null, ofBps: number | null): string {
  return bps === null || ofBps === null ? '' : `${Math.round((bps / ofBps) * 100)}%`;
}
