import type { Context } from 'hono';
import type { QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { fnv1a } from '../../domain/statistics/fnv.ts';
import { ROLLUP_VERSION } from '../../domain/statistics/grouping-sets.ts';
import { VERSION } from '../../domain/version.ts';
import type { App } from '../../middleware/app.ts';
import type { Basis } from './asked.ts';

/** An answer holds until the next publication; whoever asks again within a minute is answered by a cache. */
const CACHE = 'public, max-age=60';

/**
 * Answers of one publication, one version of the code and one directory are the same: what an ETag says, before anything is computed. Of the
 * directory they depend on kinds of brands, and on which region lies in which.
 */
export function etagOf({ publishedAtMs, shown, directory }: Basis): string {
  const kinds = Array.from(directory.brands.values(), ({ slug, kind }) => `${slug} ${kind}`);
  const regions = Array.from(directory.regions.values(), ({ code, parentCode }) => `${code} ${parentCode}`);
  const known = fnv1a([...kinds, ...regions].join('\n')).toString(36);
  return `"${VERSION}-${ROLLUP_VERSION}-${publishedAtMs ?? 'none'}-${known}-${shown.synthetic ? 's' : 'm'}"`;
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
  /** Of the file, after the site's; `respond` adds what it is of. */
  name: string;
  /** Columns that the file has even where there are no rows; rows may bring more. */
  columns: readonly string[];
  rows: readonly CsvRow[];
  /** What every row is of, as its region: columns of the file, and for `respond` parts of its name. */
  of?: Readonly<Record<string, string>>;
  /** What else is said of all rows together. */
  together?: CsvRow;
}

/** What an answer says of itself. */
type Answer = Pick<QualityAnswer, 'profile' | 'methodVersion' | 'updatedAt' | 'cohort' | 'synthetic'> & {
  period?: { name: string };
  metric?: string;
};

/**
 * The answer as JSON, or its rows as CSV.
 *
 * @param basis What it rests on; null for what was computed from what is there now, which another request may see otherwise.
 */
export function respond(
  c: Context<App>,
  basis: Basis | null,
  format: 'json' | 'csv' | undefined,
  answer: Answer,
  table: () => CsvTable,
): Response {
  const headers = { ...(basis && { etag: etagOf(basis) }), 'cache-control': CACHE };
  if (format !== 'csv') return c.json(answer, 200, headers);
  const rows = table();
  const name = [rows.name, ...Object.values(rows.of ?? {}), answer.metric, answer.period?.name];
  return asCsv(c, answer, { ...rows, name: name.filter(Boolean).join('-') }, headers);
}

/** Rows as a file of CSV (RFC 4180). A file is passed on without its address, so each row says what it is of and by which rules. */
export function asCsv(
  c: Context<App>,
  answer: Answer,
  { name, columns, rows, of = {}, together = {} }: CsvTable,
  headers: Record<string, string>,
): Response {
  const { profile, methodVersion, updatedAt, cohort, synthetic, period, metric } = answer;
  const said: CsvRow = {
    ...together,
    ...of,
    ...(metric !== undefined && { metric }),
    ...(period !== undefined && { period: period.name }),
    profile: profile.name,
    profileVersion: profile.version,
    methodVersion,
    updatedAt,
    cohort,
    synthetic,
  };
  const own = rows.flatMap((row) => Object.keys(row)).filter((column) => !(column in said));
  // What is said of all comes last, also where a row says otherwise: the order must not hang on what rows there are.
  const all = [...new Set([...columns, ...own, ...Object.keys(said)])];
  const body = csv(
    all,
    rows.map((row) => ({ ...said, ...row })),
  );
  return c.body(body, 200, {
    ...headers,
    'content-type': 'text/csv; charset=utf-8; header=present',
    // Keys of networks have a colon, which no file may.
    'content-disposition': `attachment; filename="jissoku-${name.replaceAll(/[^\w.-]/g, '_')}.csv"`,
  });
}

function csv(columns: readonly string[], rows: readonly CsvRow[]): string {
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map((cells) => `${cells.map(field).join(',')}\r\n`)
    .join('');
}

/** The ISP and the region of a question, for a file that is of one place. */
export function placeAsked({
  isp,
  region,
}: {
  isp?: string | undefined;
  region?: string | undefined;
}): Record<string, string> {
  return { ...(isp !== undefined && { isp }), ...(region !== undefined && { region }) };
}

/** A field that a spreadsheet might take for a formula is text. */
function field(value: string | number | boolean): string {
  const text = String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
