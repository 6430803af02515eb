import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { HistoryRun } from './run-schema.ts';
import type { WatchRecord } from './watch-schema.ts';

interface HistoryDatabase extends DBSchema {
  runs: { key: string; value: HistoryRun; indexes: { at: string } };
  watches: { key: string; value: WatchRecord; indexes: { at: string } };
}

const NAME = 'jissoku-history';
/** 1: runs; 2: watches as well. */
const VERSION = 2;

/** Private windows and full disks refuse; a test never depends on it. */
export type HistoryFault = 'refused';

/** What this device keeps. Each call opens the database anew: nothing is held while nobody looks. */
export const history = {
  /** Newest first. */
  all: () => using(async (database) => (await database.getAllFromIndex('runs', 'at')).toReversed()),
  /** A run that is there already is replaced by the same one. */
  put: (runs: readonly HistoryRun[]) => history.putAll({ runs, watches: [] }),
  delete: (id: string) => using((database) => database.delete('runs', id)),
  /** All or nothing. */
  putAll: ({ runs, watches }: { runs: readonly HistoryRun[]; watches: readonly WatchRecord[] }) =>
    using(async (database) => {
      const transaction = database.transaction(['runs', 'watches'], 'readwrite');
      const [ofRuns, ofWatches] = [transaction.objectStore('runs'), transaction.objectStore('watches')];
      await Promise.all([
        ...runs.map((run) => ofRuns.put(run)),
        ...watches.map((watch) => ofWatches.put(watch)),
        transaction.done,
      ]);
    }),
  /** Everything. */
  clear: () =>
    using(async (database) => {
      const transaction = database.transaction(['runs', 'watches'], 'readwrite');
      await Promise.all([
        transaction.objectStore('runs').clear(),
        transaction.objectStore('watches').clear(),
        transaction.done,
      ]);
    }),
  watches: {
    /** Newest first. */
    all: () => using(async (database) => (await database.getAllFromIndex('watches', 'at')).toReversed()),
    put: (watches: readonly WatchRecord[]) => history.putAll({ runs: [], watches }),
    delete: (id: string) => using((database) => database.delete('watches', id)),
  },
};

async function using<Value>(
  act: (database: IDBPDatabase<HistoryDatabase>) => Promise<Value>,
): Promise<Fallible<Value, HistoryFault>> {
  try {
    const database = await openDB<HistoryDatabase>(NAME, VERSION, {
      upgrade: (made) => {
        for (const name of ['runs', 'watches'] as const)
          if (!made.objectStoreNames.contains(name))
            made.createObjectStore(name, { keyPath: 'id' }).createIndex('at', 'at');
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
