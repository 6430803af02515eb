import type { OpenDataFile } from '../../measurement-agent/protocol/open-data.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { Month } from '../domain/month.ts';
import type { Column } from '../domain/open-data/columns.ts';
import { csvOf, parquetOf } from '../domain/open-data/files.ts';
import type { TableRow } from '../domain/open-data/table-row.ts';
import { fileKey, putFile } from '../storage/open-data-files.ts';

/** Where files belong. */
export interface EditionPlace {
  month: Month;
  edition: number;
  synthetic: boolean;
}

export const CONTENT_TYPES = {
  parquet: 'application/vnd.apache.parquet',
  'csv.gz': 'application/gzip',
} as const;

/** Digits of the hash in a file's name: a file that is written again, with other random numbers, gets another name. */
const NAMED_BY = 10;

/** Writes a table in both formats. A file's name holds a piece of its hash, so that nothing is ever written over. */
export async function writeTable(
  bucket: R2Bucket,
  place: EditionPlace,
  table: OpenDataFile['table'],
  part: string,
  columns: readonly Column[],
  rows: readonly TableRow[],
): Promise<OpenDataFile[]> {
  const notes = {
    month: place.month,
    edition: String(place.edition),
    synthetic: String(place.synthetic),
    licence: table === 'rows' ? 'CC0-1.0' : 'CC-BY-4.0',
  };
  return [
    await write(
      bucket,
      place,
      { table, format: 'parquet', part, rows: rows.length },
      parquetOf(columns, rows, notes),
    ),
    await write(
      bucket,
      place,
      { table, format: 'csv.gz', part, rows: rows.length },
      await gzip(csvOf(columns, rows)),
    ),
  ];
}

async function write(
  bucket: R2Bucket,
  place: EditionPlace,
  { table, format, part, rows }: Pick<OpenDataFile, 'table' | 'format' | 'rows'> & { part: string },
  body: ArrayBuffer,
): Promise<OpenDataFile> {
  const { month, edition, synthetic } = place;
  const sha256 = hex(await crypto.subtle.digest('SHA-256', body));
  const origin = synthetic ? 'jissoku-synthetic' : 'jissoku';
  const name = `${origin}-${month}-e${edition}-${part}-${sha256.slice(0, NAMED_BY)}.${format}`;
  await putFile(bucket, fileKey(synthetic, month, edition, name), body, CONTENT_TYPES[format]);
  return {
    name,
    path: `${API_PATHS.openData}/${month}/${name}`,
    table,
    format,
    rows,
    bytes: body.byteLength,
    sha256,
  };
}

function gzip(text: string): Promise<ArrayBuffer> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Response(packed).arrayBuffer();
}

function hex(bytes: ArrayBuffer): string {
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
