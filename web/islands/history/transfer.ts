import * as z from 'zod/mini';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { type HistoryRun, historyRunSchema } from './run-schema.ts';

const FORMAT = 'jissoku.history';

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  runs: z.array(z.unknown()),
});

/** Runs as a file that can be read again. */
export function toJson(runs: readonly HistoryRun[]): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, runs }, null, 1)}\n`;
}

const COLUMNS = Object.keys(historyRunSchema.shape) as (keyof HistoryRun)[];

/** Runs as CSV (RFC 4180); an interval is two columns, what is missing is empty. No value of a run needs quotes. */
export function toCsv(runs: readonly HistoryRun[]): string {
  const head = COLUMNS.flatMap((column) =>
    column.endsWith('IntervalBps') ? [`${column}Low`, `${column}High`] : [column],
  );
  const rows = runs.map((run) =>
    COLUMNS.flatMap((column) => {
      const value = run[column];
      if (column.endsWith('IntervalBps')) return Array.isArray(value) ? value : ['', ''];
      return [value ?? ''];
    }),
  );
  return `${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** Why a file is not read: it is no JSON, no file of ours, or one of its runs (the first is 1) is none. */
export type TransferFault =
  | { reason: 'not-json' }
  | { reason: 'not-ours' }
  | { reason: 'bad-run'; run: number };

/** The runs of a file; nothing of a file in which one is wrong. */
export function fromJson(text: string): Fallible<HistoryRun[], TransferFault> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return err({ reason: 'not-json' });
  }
  const file = fileSchema.safeParse(content);
  if (!file.success) return err({ reason: 'not-ours' });
  const runs: HistoryRun[] = [];
  for (const [index, each] of file.data.runs.entries()) {
    const run = historyRunSchema.safeParse(each);
    if (!run.success) return err({ reason: 'bad-run', run: index + 1 });
    runs.push(run.data);
  }
  return ok(runs);
}
