/** What lies in the DATA_DIR of a start that has ended, without asking any server. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';

export interface StoredResults {
  /** Rows of a result, by its id. */
  rows: Map<string, number>;
  /** Texts of its document, by its id: more than one where it lies in several places; null for one that cannot be unpacked. */
  documents: Map<string, (string | null)[]>;
}

/** Every row and every document, by id. */
export function storedResults(dataDir: string): StoredResults {
  const rows = new Map<string, number>();
  for (const { id } of readAll(path.join(dataDir, 'v3/d1'), 'results', 'SELECT id FROM results'))
    rows.set(String(id), (rows.get(String(id)) ?? 0) + 1);
  const documents = new Map<string, (string | null)[]>();
  const found = (id: string, text: string | null) => documents.set(id, [...(documents.get(id) ?? []), text]);
  const files = new Map(
    readAll(path.join(dataDir, 'v3/r2'), '_mf_objects', 'SELECT key, blob_id FROM _mf_objects').map(
      ({ key, blob_id: blob }) => [
        String(key),
        path.join(dataDir, 'v3/r2/jissoku-documents/blobs', String(blob)),
      ],
    ),
  );
  for (const [key, file] of files) {
    const id = /^results\/(.+)\.json\.gz$/.exec(key)?.[1];
    if (id !== undefined) found(id, unpacked(readFileSync(file)));
  }
  // What a crash left in a bundle without pointing to it is nobody's document, and is swept later.
  const places = readAll(
    path.join(dataDir, 'v3/d1'),
    'document_places',
    'SELECT id, bundle, "offset", length FROM document_places WHERE bundle IS NOT NULL',
  );
  for (const { id, bundle, offset, length } of places) {
    const file = files.get(`bundles/${String(bundle)}.jsonl.gz`);
    const from = Number(offset);
    const block =
      file === undefined ? null : unpacked(readFileSync(file).subarray(from, from + Number(length)));
    const line = block?.split('\n').find((one) => measurementIdOf(one) === id);
    found(String(id), line ?? null);
  }
  return { rows, documents };
}

/** Ids that have a row and no document, or a document and no row. */
export function halfWritten({ rows, documents }: StoredResults): string[] {
  const withRow = new Set(rows.keys());
  return [...withRow.symmetricDifference(new Set(documents.keys()))];
}

/** Ids whose document is not whole, or is another result's. */
export function unreadable({ documents }: StoredResults): string[] {
  return [...documents]
    .filter(([id, texts]) => !texts.every((text) => text !== null && measurementIdOf(text) === id))
    .map(([id]) => id);
}

/** Whether a result is there exactly once. */
export function isOnce({ rows, documents }: StoredResults, id: string): boolean {
  return rows.get(id) === 1 && documents.get(id)?.length === 1;
}

function unpacked(packed: Buffer): string | null {
  try {
    return gunzipSync(packed).toString();
  } catch {
    return null;
  }
}

function measurementIdOf(text: string): unknown {
  try {
    return (JSON.parse(text) as { measurementId?: unknown }).measurementId;
  } catch {
    return null;
  }
}

/** All rows of a query, from the one database under `directory` that has the table. */
function readAll(directory: string, table: string, query: string): Record<string, unknown>[] {
  for (const file of globSync(path.join(directory, '**/*.sqlite'))) {
    using database = new DatabaseSync(file, { readOnly: true });
    const found = database
      .prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?")
      .get(table);
    if (found !== undefined) return database.prepare(query).all();
  }
  return [];
}
