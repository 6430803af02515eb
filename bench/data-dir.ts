/** What lies in the DATA_DIR of a start that has ended, without asking any server. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { gunzipSync } from 'node:zlib';

export interface StoredResults {
  /** Rows of a result, by its id. */
  rows: Map<string, number>;
  /** Files of its document, by its id. */
  documents: Map<string, string[]>;
}

/** Every row and every document, by id. */
export function storedResults(dataDir: string): StoredResults {
  const rows = new Map<string, number>();
  for (const { id } of readAll(path.join(dataDir, 'v3/d1'), 'results', 'SELECT id FROM results'))
    rows.set(String(id), (rows.get(String(id)) ?? 0) + 1);
  const documents = new Map<string, string[]>();
  const objects = readAll(path.join(dataDir, 'v3/r2'), '_mf_objects', 'SELECT key, blob_id FROM _mf_objects');
  for (const { key, blob_id: blob } of objects) {
    const id = /^results\/(.+)\.json\.gz$/.exec(String(key))?.[1];
    if (id === undefined) continue;
    const file = path.join(dataDir, 'v3/r2/jissoku-documents/blobs', String(blob));
    documents.set(id, [...(documents.get(id) ?? []), file]);
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
    .filter(([id, files]) => !files.every((file) => isDocumentOf(id, file)))
    .map(([id]) => id);
}

/** Whether a result is there exactly once. */
export function isOnce({ rows, documents }: StoredResults, id: string): boolean {
  return rows.get(id) === 1 && documents.get(id)?.length === 1;
}

function isDocumentOf(id: string, file: string): boolean {
  try {
    const document = JSON.parse(gunzipSync(readFileSync(file)).toString()) as { measurementId?: unknown };
    return document.measurementId === id;
  } catch {
    return false;
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
