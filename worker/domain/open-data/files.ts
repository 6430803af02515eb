/** A table as Parquet and as CSV (RFC 4180). */
// The package's own entry reaches for the file system, which a Worker has none of.
import type { SchemaElement } from 'hyparquet-writer';
import { parquetWriteBuffer } from 'hyparquet-writer/src/write.js';
import type { Column } from './columns.ts';
import type { CellValue, TableRow } from './table-row.ts';

const DAY_MS = 86_400_000;

/** @param notes What the file says of itself, as key and value. */
export function parquetOf(
  columns: readonly Column[],
  rows: readonly TableRow[],
  notes: Readonly<Record<string, string>>,
): ArrayBuffer {
  const columnData = columns.map(({ name, type }, index) => ({
    name,
    data: rows.map((row) => storedValue(row[index] ?? null, type)),
  }));
  return parquetWriteBuffer({
    columnData,
    schema: [{ name: 'root', num_children: columns.length }, ...columns.map(schemaOf)],
    rowGroupSize: ROW_GROUP,
    kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })),
  });
}

function schemaOf({ name, type }: Column): SchemaElement {
  const repetition_type = 'OPTIONAL';
  if (type === 'STRING') return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type };
  if (type === 'DATE') return { name, type: 'INT32', converted_type: 'DATE', repetition_type };
  return { name, type, repetition_type };
}

/** One group of rows a file: a reader that wants one column reads it in one piece. */
const ROW_GROUP = 1_000_000;

function storedValue(value: CellValue, type: Column['type']) {
  if (value === null) return null;
  if (type === 'INT64') return BigInt(Number(value));
  return type === 'DATE' ? new Date(Number(value) * DAY_MS) : value;
}

/** Lines end with CR LF; a missing value is an empty field. */
export function csvOf(columns: readonly Column[], rows: readonly TableRow[]): string {
  const head = columns.map(({ name }) => name).join(',');
  const lines = rows.map((row) =>
    columns.map(({ type }, index) => field(row[index] ?? null, type)).join(','),
  );
  return [head, ...lines, ''].join('\r\n');
}

function field(value: CellValue, type: Column['type']): string {
  if (value === null) return '';
  if (type === 'DATE') return new Date(Number(value) * DAY_MS).toISOString().slice(0, 10);
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
