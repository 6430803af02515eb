import type { Context } from 'hono';
import { VERSION } from '../../domain/version.ts';
import type { App } from '../../middleware/app.ts';
import type { Basis } from './asked.ts';

/** An answer holds until the next publication; whoever asks again within a minute is answered by a cache. */
const CACHE = 'public, max-age=60';

/** Answers of one publication and one version of the code are the same: what an ETag says, before anything is computed. */
export function etagOf({ publishedAtMs, shown }: Basis): string {
  return `"${VERSION}-${publishedAtMs ?? 'none'}-${shown.synthetic ? 's' : 'm'}"`;
}

/** 304 for whoever has this answer already; null else. */
export function notModified(c: Context<App>, basis: Basis): Response | null {
  const etag = etagOf(basis);
  const known = (c.req.header('if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (!known.includes(etag) && !known.includes('*')) return null;
  return c.body(null, 304, { etag, 'cache-control': CACHE });
}

export type CsvRow = Record<string, string | number | boolean | null>;

/** An answer's rows as CSV. */
export interface CsvTable {
  /** Columns that the file has even where there are no rows; rows may bring more. */
  columns: readonly string[];
  rows: readonly CsvRow[];
}

/**
 * The answer as JSON, or its rows as CSV.
 *
 * @param basis What it rests on; null for what was computed from what is there now, which another request may see otherwise.
 */
export function respond(
  c: Context<App>,
  basis: Basis | null,
  format: 'json' | 'csv' | undefined,
  answer: object,
  table: () => CsvTable,
): Response {
  const headers = { ...(basis && { etag: etagOf(basis) }), 'cache-control': CACHE };
  if (format !== 'csv') return c.json(answer, 200, headers);
  return asCsv(c, 'jissoku-quality', table(), headers);
}

/** Rows as a file of CSV (RFC 4180). */
export function asCsv(
  c: Context<App>,
  name: string,
  table: CsvTable,
  headers: Record<string, string>,
): Response {
  return c.body(csv(table), 200, {
    ...headers,
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="${name}.csv"`,
  });
}

function csv({ columns: always, rows }: CsvTable): string {
  const columns = [...new Set([...always, ...rows.flatMap((row) => Object.keys(row))])];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.map(field).join(',')}\r\n`)
    .join('');
}

/** A field that a spreadsheet might take for a formula is text. */
function field(value: string | number | boolean): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
