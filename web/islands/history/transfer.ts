import * as z from 'zod/mini';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { type HistoryRun, historyRunSchema } from './run-schema.ts';
import { type WatchRecord, watchRecordSchema } from './watch-schema.ts';

const FORMAT = 'jissoku.history';

const fileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(1),
  runs: z.array(z.unknown()),
  /** Absent in files that were saved before there were any. */
  watches: z.optional(z.array(z.unknown())),
});

/** Everything that a device keeps. */
export interface HistoryContent {
  runs: readonly HistoryRun[];
  watches: readonly WatchRecord[];
}

/** A file that can be read again. */
export function toJson({ runs, watches }: HistoryContent): string {
  return `${JSON.stringify({ format: FORMAT, version: 1, runs, watches }, null, 1)}\n`;
}

const COLUMNS = Object.keys(historyRunSchema.shape) as (keyof HistoryRun)[];

/** Runs as CSV (RFC 4180); an interval is two columns, what is missing is empty. */
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
  return `${[head, ...rows].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`;
}

function field(value: unknown): string {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Why a file is not read: it is no JSON, no file of ours, or one of its records (the first is 1) is none. */
export type TransferFault =
  | { reason: 'not-json' }
  | { reason: 'not-ours' }
  | { reason: 'bad-run'; run: number }
  | { reason: 'bad-watch'; watch: number };

/** What is in a file; nothing of a file in which one record is wrong. */
export function fromJson(text: string): Fallible<HistoryContent, TransferFault> {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return err({ reason: 'not-json' });
  }
  const file = fileSchema.safeParse(content);
  if (!file.success) return err({ reason: 'not-ours' });
  const runs = each(file.data.runs, historyRunSchema);
  if (!runs.ok) return err({ reason: 'bad-run', run: runs.error });
  const watches = each(file.data.watches ?? [], watchRecordSchema);
  if (!watches.ok) return err({ reason: 'bad-watch', watch: watches.error });
  return ok({ runs: runs.value, watches: watches.value });
}

/** @returns As an error the number of the first that is none. */
function each<Item>(items: readonly unknown[], schema: z.ZodMiniType<Item>): Fallible<Item[], number> {
  const read: Item[] = [];
  for (const [index, item] of items.entries()) {
    const parsed = schema.safeParse(item);
    if (!parsed.success) return err(index + 1);
    read.push(parsed.data);
  }
  return ok(read);
}
