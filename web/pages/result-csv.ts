import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';

/** One line of the long format. Numbers are written unrounded. */
type Row = [field: string, value: string | number | boolean | null, unit: string, reason: string];

const HEADER = 'field,value,unit,reason';

/** A spreadsheet takes text that begins with one of these for a formula. */
const FORMULA_START = /^[=+\-@\t\r]/;

function cell(value: Row[1]): string {
  if (value === null) return '';
  if (typeof value !== 'string') return String(value);
  const harmless = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/** The unit of a field, read off the suffix of its name. */
function unitOf(field: string): string {
  if (field.startsWith('bytes.') || /(^|\.)(bytes|agentBytes)$/.test(field)) return 'byte';
  if (/Bps$|\.bps$/.test(field)) return 'bit/s';
  if (/Ms$|\.ms$/.test(field) || /RttMs\.|\.rttMs\./i.test(field)) return 'ms';
  if (field.endsWith('.rpm')) return '1/min';
  return '';
}

/** Walks a document in its own order; `[ms, bps]` pairs of a series become two fields. */
function rowsOf(field: string, value: unknown, missing: ResultDocument['missing']): Row[] {
  if (value === undefined) return [];
  if (value === null) {
    const reason = (missing as Record<string, string | undefined>)[field] ?? '';
    return [[field, null, unitOf(field), reason]];
  }
  if (Array.isArray(value)) {
    if (field.endsWith('.series'))
      return value.flatMap(([ms, bps]: [number, number], index): Row[] => [
        [`${field}[${index}].ms`, ms, 'ms', ''],
        [`${field}[${index}].bps`, bps, 'bit/s', ''],
      ]);
    return value.flatMap((item, index) => rowsOf(`${field}[${index}]`, item, missing));
  }
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) =>
      rowsOf(field === '' ? key : `${field}.${key}`, item, missing),
    );
  }
  return [[field, value as string | number | boolean, unitOf(field), '']];
}

/**
 * A result as CSV (RFC 4180, CRLF, header line) in long format: one field a line, so that a new field never moves a
 * column. Text that a spreadsheet would run as a formula gets a leading apostrophe.
 */
export function resultCsv(document: ResultDocument): string {
  const { missing, ...rest } = document;
  const rows = rowsOf('', rest, missing);
  const lines = rows.map((row) => row.map((value) => cell(value)).join(','));
  return `${[HEADER, ...lines].join('\r\n')}\r\n`;
}
