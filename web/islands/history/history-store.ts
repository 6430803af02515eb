import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { HistoryRun } from './run-schema.ts';

interface HistoryDatabase extends DBSchema {
  runs: { key: string; value: HistoryRun; indexes: { at: string } };
}

const NAME = 'jissoku-history';
const VERSION = 1;

/** Private windows and full disks refuse; a test never depends on it. */
export type HistoryFault = 'refused';

/** The runs of this device. Each call opens the database anew: nothing is held while nobody looks. */
export const history = {
  /** Newest first. */
  all: () => using(async (database) => (await database.getAllFromIndex('runs', 'at')).toReversed()),
  /** A run that is there already is replaced by the same one. */
  put: (runs: readonly HistoryRun[]) =>
    using(async (database) => {
      const transaction = database.transaction('runs', 'readwrite');
      await Promise.all([...runs.map((run) => transaction.store.put(run)), transaction.done]);
    }),
  delete: (id: string) => using((database) => database.delete('runs', id)),
  clear: () => using((database) => database.clear('runs')),
};

async function using<Value>(
  act: (database: IDBPDatabase<HistoryDatabase>) => Promise<Value>,
): Promise<Fallible<Value, HistoryFault>> {
  try {
    const database = await openDB<HistoryDatabase>(NAME, VERSION, {
      upgrade: (made) => {
        made.createObjectStore('runs', { keyPath: 'id' }).createIndex('at', 'at');
      },
    });
    try {
      return ok(await act(database));
    } finally {
      database.close();
    }
  } catch {
    return err('refused');
  }
}
