import { describe, expect, test } from 'vitest';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import { runScheduled } from '../scheduled.ts';
import { getBlock } from '../storage/bundles.ts';
import { type Place, registerBundle } from '../storage/document-places.ts';
import { putDocument } from '../storage/documents.ts';
import { membersOf } from '../storage/groups.ts';
import { hasTombstone, insertTombstone } from '../storage/results.ts';
import { amendResult } from './amend-result.ts';
import { keepResults } from './keep-results.ts';
import { readDocument, type Stores } from './read-document.ts';
import { removeResult } from './remove-result.ts';
import { sweepBundles } from './rewrite-bundle.ts';

const { DB, DOCUMENTS } = ENV;
const NOW_MS = Date.parse('2026-11-23T12:00:00Z');
/** When whatever a crash left is due to be looked at. */
const LATER_MS = NOW_MS + 2 * 3_600_000;
const KEY = await signingKeyOf(TEST_KEYS.SIGNING_KEY);

let made = 0;

/** Results of a batch, each another than all before. */
function batchOf(count: number, changes: Partial<ResultDocument> = {}) {
  return Array.from({ length: count }, () => {
    const measurementId = `B${String((made += 1)).padStart(21, '0')}`;
    const claims = { ...RESULT_CLAIMS, sessionId: measurementId };
    return { document: { ...RESULT_DOCUMENT, ...changes, measurementId }, claims };
  });
}
type Batch = ReturnType<typeof batchOf>;

const keep = (batch: Batch, stores: Stores = ENV) => keepResults(stores, batch, SMALL_DIRECTORY, NOW_MS);
const idsOf = (batch: Batch) => batch.map(({ document }) => document.measurementId);
const read = (id: string) => readDocument(ENV, id);

async function bundleObjects() {
  return (await DOCUMENTS.list({ prefix: 'bundles/' })).objects;
}

/** What must hold whenever nothing is under way: of every bundle every byte is of documents that have a row, and nothing else is there. */
async function expectNothingLeft(): Promise<void> {
  const { results: places } = await DB.prepare('SELECT * FROM document_places').all<Place>();
  expect(places.filter(({ bundle }) => bundle === null)).toEqual([]);
  const { results: bundles } = await DB.prepare('SELECT * FROM document_bundles').all();
  expect(bundles.every(({ check_after_ms: atMs }) => atMs === null)).toBe(true);
  const objects = await bundleObjects();
  expect(objects.map(({ key }) => key).toSorted()).toEqual(
    bundles.map(({ id }) => `bundles/${String(id)}.jsonl.gz`).toSorted(),
  );
  for (const { key, size } of objects) {
    const bundle = Number(/\d+/.exec(key)?.[0]);
    const blocks = Map.groupBy(
      places.filter((place) => place.bundle === bundle),
      ({ offset }) => offset,
    );
    let bytes = 0;
    for (const block of blocks.values()) {
      const documents = await getBlock(DOCUMENTS, block[0]!);
      expect(documents?.map(({ measurementId }) => measurementId).toSorted()).toEqual(
        block.map(({ id }) => id).toSorted(),
      );
      bytes += block[0]!.length;
    }
    expect(bytes).toBe(size);
  }
  const { results: lonely } = await DB.prepare(
    'SELECT id FROM document_places WHERE id NOT IN (SELECT id FROM results) OR id IN (SELECT id FROM deleted_results)',
  ).all();
  expect(lonely).toEqual([]);
}

/** Stores that do something more before each of their calls, which are counted from 1. */
function storesThat(first: (call: number) => Promise<unknown>): Stores {
  let calls = 0;
  const watched = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(on, name) {
        const value: unknown = Reflect.get(on, name);
        if (typeof value !== 'function') return value;
        // A statement is prepared without asking anybody.
        if (name === 'prepare') return value.bind(on) as unknown;
        return async (...args: unknown[]) => {
          calls += 1;
          await first(calls);
          return Reflect.apply(value, on, args) as unknown;
        };
      },
    });
  return { DB: watched(DB), DOCUMENTS: watched(DOCUMENTS) };
}

/** Stores that die at their so-many-th call, before it does anything. */
function dyingAt(call: number): Stores & { died: () => boolean } {
  let died = false;
  const stores = storesThat(async (at) => {
    if (at < call) return;
    died = true;
    throw new Error('died');
  });
  return { ...stores, died: () => died };
}

/** Lets an action be suspended for two hours before every one of its calls in turn, and the cron run meanwhile. */
async function suspendedEverywhere(
  prepare: () => Promise<Batch>,
  act: (stores: Stores, batch: Batch) => Promise<unknown>,
  look: (batch: Batch) => Promise<void>,
): Promise<{ calls: number; refused: string[] }> {
  const refused: string[] = [];
  for (let call = 1; ; call += 1) {
    const batch = await prepare();
    let reached = false;
    const stores = storesThat(async (at) => {
      if (at !== call) return;
      reached = true;
      await sweepBundles(ENV, LATER_MS);
    });
    // Who is refused sends the same again.
    await act(stores, batch).catch(async (error: Error) => {
      refused.push(error.message.replace(/\d+/, 'N'));
      await act(ENV, batch);
    });
    await look(batch);
    await sweepBundles(ENV, LATER_MS);
    await look(batch);
    await expectNothingLeft();
    if (!reached) return { calls: call - 1, refused };
  }
}

async function hasRow(id: string): Promise<boolean> {
  return (await DB.prepare('SELECT id FROM results WHERE id = ?').bind(id).first()) !== null;
}

async function placeOfFirst(batch: Batch) {
  const { bundle } = (await DB.prepare('SELECT bundle FROM document_places WHERE id = ?')
    .bind(idsOf(batch)[0])
    .first<{ bundle: number }>())!;
  return { bundle, key: `bundles/${bundle}.jsonl.gz` };
}

/** What can become of an object. */
const HARMS: [string, (key: string) => Promise<unknown>][] = [
  ['missing', (key) => DOCUMENTS.delete(key)],
  ['damaged', async (key) => DOCUMENTS.put(key, 'x'.repeat((await DOCUMENTS.head(key))!.size))],
];

/** Lets an action die at every one of its calls in turn; looks at what is left each time, and after a sweep. */
async function dyingEverywhere(
  prepare: () => Promise<Batch>,
  act: (stores: Stores, batch: Batch) => Promise<unknown>,
  look: (batch: Batch) => Promise<void>,
): Promise<number> {
  for (let call = 1; ; call += 1) {
    const batch = await prepare();
    const stores = dyingAt(call);
    const ended = await act(stores, batch).then(
      () => 'done',
      (error: Error) => error.message,
    );
    expect(ended).toBe(stores.died() ? 'died' : 'done');
    if (!stores.died()) return call - 1;
    await look(batch);
    await sweepBundles(ENV, LATER_MS);
    await look(batch);
    // The same again, as who got no answer sends it.
    await act(ENV, batch);
    await look(batch);
    await sweepBundles(ENV, LATER_MS);
    await expectNothingLeft();
  }
}

describe('a bundle', () => {
  test('is one object, of which each document is read by itself', async () => {
    const before = await bundleObjects();
    const batch = batchOf(100);
    const became = await keep(batch);
    expect([...became.values()]).toEqual(Array(100).fill('created'));
    expect(await bundleObjects()).toHaveLength(before.length + 1);
    for (const index of [0, 31, 32, 99]) {
      const { document } = batch[index]!;
      expect(await read(document.measurementId)).toEqual(document);
    }
    await expectNothingLeft();
  });

  test('that is sent again changes nothing', async () => {
    const batch = batchOf(3);
    await keep(batch);
    const before = await bundleObjects();
    const again = batch.map((one) => ({ ...one, document: { ...one.document, durationMs: 1 } }));
    expect([...(await keep(again)).values()]).toEqual(Array(3).fill('kept'));
    expect(await bundleObjects()).toEqual(before);
    expect(await read(idsOf(batch)[1]!)).toEqual(batch[1]!.document);
    await expectNothingLeft();
  });

  test('that is sent many times at once is kept once', async () => {
    const batch = batchOf(5);
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        keep(batch.map((one) => ({ ...one, document: { ...one.document, durationMs: index } }))),
      ),
    );
    for (const id of idsOf(batch))
      expect(answers.map((became) => String(became.get(id))).toSorted((a, b) => a.localeCompare(b))).toEqual([
        'created',
        ...Array(7).fill('kept'),
      ]);
    const kept = await Promise.all(idsOf(batch).map(read));
    expect(new Set(kept.map((document) => document?.durationMs)).size).toBe(1);
    await expectNothingLeft();
  });

  test('holds of two batches that share results each once', async () => {
    const [one, both, other] = [batchOf(3), batchOf(3), batchOf(3)];
    await Promise.all([keep([...one, ...both]), keep([...both, ...other])]);
    for (const { document } of [...one, ...both, ...other])
      expect(await read(document.measurementId)).toEqual(document);
    await expectNothingLeft();
  });

  test('takes the same results at once with those who send one by one', async () => {
    const batch = batchOf(6);
    const answers = await Promise.all([
      keep(batch),
      ...batch.map((one) => keep([{ ...one, document: { ...one.document, durationMs: 7 } }])),
    ]);
    for (const id of idsOf(batch)) {
      const told = answers.flatMap((became) => became.get(id) ?? []);
      expect(told.filter((word) => word === 'created')).toHaveLength(1);
      expect(told).not.toContain('deleted');
      expect(await read(id)).not.toBeNull();
    }
    await sweepBundles(ENV, LATER_MS);
    await expectNothingLeft();
  });

  test('leaves to its own object what was begun there', async () => {
    const batch = batchOf(3);
    const [, second] = batch as [Batch[0], Batch[0], Batch[0]];
    const dying = dyingAt(3);
    const earlier = { ...second, document: { ...second.document, durationMs: 5 } };
    await expect(keep([earlier], dying)).rejects.toThrow('died');
    expect([...(await keep(batch)).values()]).toEqual(Array(3).fill('created'));
    expect(await read(second.document.measurementId)).toEqual(earlier.document);
    await expectNothingLeft();
  });

  test('does not take back what was deleted', async () => {
    const batch = batchOf(3);
    await insertTombstone(DB, idsOf(batch)[0]!, NOW_MS);
    expect([...(await keep(batch)).entries()]).toContainEqual([idsOf(batch)[0], 'deleted']);
    expect(await read(idsOf(batch)[0]!)).toBeNull();
    expect(await read(idsOf(batch)[1]!)).toEqual(batch[1]!.document);
    await expectNothingLeft();
  });
});

describe('deleting one of a bundle', () => {
  test('takes its document out of the object, and leaves the others', async () => {
    const batch = batchOf(40);
    await keep(batch);
    const id = idsOf(batch)[20]!;
    const before = new Set((await bundleObjects()).map(({ key }) => key));
    await removeResult(ENV, id, NOW_MS);
    expect(await read(id)).toBeNull();
    const after = await bundleObjects();
    // The object that held it is gone, another stands for it.
    expect(after.filter(({ key }) => !before.has(key))).toHaveLength(1);
    expect(after).toHaveLength(before.size);
    for (const { document } of batch.filter((one) => one.document.measurementId !== id))
      expect(await read(document.measurementId)).toEqual(document);
    await removeResult(ENV, id, NOW_MS);
    await expectNothingLeft();
  });

  test('removes the object with its last document', async () => {
    const before = await bundleObjects();
    const batch = batchOf(2);
    await keep(batch);
    for (const id of idsOf(batch)) await removeResult(ENV, id, NOW_MS);
    expect(await bundleObjects()).toEqual(before);
    await expectNothingLeft();
  });

  test('many at once leaves the rest whole', async () => {
    const batch = batchOf(12);
    await keep(batch);
    const gone = idsOf(batch).slice(0, 6);
    await Promise.all(gone.map((id) => removeResult(ENV, id, NOW_MS)));
    await sweepBundles(ENV, NOW_MS);
    for (const { document } of batch) {
      const { measurementId: id } = document;
      expect(await read(id)).toEqual(gone.includes(id) ? null : document);
    }
    await expectNothingLeft();
  });

  test('is finished by the cron where the server died', async () => {
    const batch = batchOf(2);
    await keep(batch);
    const [id] = idsOf(batch) as [string, string];
    // Tombstone, place and group are read, its row is gone; the bundle still holds it.
    await expect(removeResult(dyingAt(5), id, NOW_MS)).rejects.toThrow('died');
    expect(await read(id)).toBeNull();
    await runScheduled('*/10 * * * *', { ...ENV, SYNTHETIC: '0' }, NOW_MS);
    await expectNothingLeft();
  });
});

describe('a bundle that cannot be read', () => {
  test.each(HARMS)('because it is %s keeps nobody from deleting a result', async (_name, harm) => {
    const batch = batchOf(2);
    await keep(batch);
    await harm((await placeOfFirst(batch)).key);
    for (const id of idsOf(batch)) {
      await expect(read(id)).rejects.toThrow('missing or damaged');
      await removeResult(ENV, id, NOW_MS);
      expect(await hasRow(id)).toBe(false);
      expect(await hasTombstone(DB, id)).toBe(true);
    }
    await expectNothingLeft();
  });

  test.each(HARMS)('because it is %s does not keep others from being swept', async (_name, harm) => {
    const batch = batchOf(2);
    await keep(batch);
    const { bundle, key } = await placeOfFirst(batch);
    await harm(key);
    const [first, second] = idsOf(batch) as [string, string];
    await removeResult(ENV, first, NOW_MS);
    const left = await registerBundle(DB, NOW_MS);
    await expect(sweepBundles(ENV, NOW_MS)).rejects.toThrow(`Bundle ${bundle} is missing or damaged.`);
    const { results: due } = await DB.prepare('SELECT * FROM document_bundles WHERE id IN (?, ?)')
      .bind(bundle, left)
      .all();
    expect(due).toEqual([{ id: bundle, check_after_ms: NOW_MS + 3_600_000 }]);
    await sweepBundles(ENV, NOW_MS);
    await removeResult(ENV, second, NOW_MS);
    await expectNothingLeft();
  });
});

describe('a bundle’s number', () => {
  test('that has an object is not written again', async () => {
    const before = await bundleObjects();
    // As after the database was restored to a day before.
    const key = `bundles/${(await registerBundle(DB, NOW_MS)) + 1}.jsonl.gz`;
    await DOCUMENTS.put(key, 'of before');
    const batch = batchOf(2);
    await expect(keep(batch)).rejects.toThrow(`${key} is there already.`);
    expect(await (await DOCUMENTS.get(key))?.text()).toBe('of before');
    expect([...(await keep(batch)).values()]).toEqual(Array(2).fill('created'));
    await sweepBundles(ENV, LATER_MS);
    expect(await bundleObjects()).toHaveLength(before.length + 1);
    await expectNothingLeft();
  });
});

describe('a group', () => {
  test.each([1, 2])('is left by a result that was deleted while it was kept, of %d', async (count) => {
    const batch = batchOf(count, { groupId: `G${String((made += 1)).padStart(21, '0')}` });
    const [{ document }] = batch as [Batch[0]];
    const { groupId, measurementId: id } = document;
    let deleted = false;
    const stores = storesThat(async () => {
      const joined = (await membersOf(DOCUMENTS, groupId!)).length === count;
      if (deleted || !joined) return;
      deleted = true;
      await removeResult(ENV, id, NOW_MS);
      // Nobody could know its group yet, or its object is gone.
      await DOCUMENTS.put(`groups/${groupId}/${id}`, '');
    });
    expect((await keep(batch, stores)).get(id)).toBe('deleted');
    expect(await membersOf(DOCUMENTS, groupId!)).toEqual(idsOf(batch).slice(1));
    await sweepBundles(ENV, LATER_MS);
    await expectNothingLeft();
  });
});

describe('amending one of a bundle', () => {
  test('writes the bundle anew, and nothing of before stays', async () => {
    const batch = batchOf(4);
    await keep(batch);
    const [id] = idsOf(batch) as [string];
    const before = await bundleObjects();
    const amended = await amendResult(ENV, id, { connectionMethod: 'pppoe' }, KEY, NOW_MS);
    expect(amended).toMatchObject({ declared: { connectionMethod: 'pppoe' } });
    expect(await read(id)).toEqual(amended);
    expect(await read(idsOf(batch)[3]!)).toEqual(batch[3]!.document);
    expect(await bundleObjects()).toHaveLength(before.length);
    await expectNothingLeft();
  });

  test('two at once, and one that is deleted, end as asked', async () => {
    const batch = batchOf(6);
    await keep(batch);
    const [first, second, third] = idsOf(batch) as [string, string, string];
    await Promise.all([
      amendResult(ENV, first, { connectionMethod: 'pppoe' }, KEY, NOW_MS),
      amendResult(ENV, first, { medium: 'wifi' }, KEY, NOW_MS),
      amendResult(ENV, second, { medium: 'wired' }, KEY, NOW_MS),
      removeResult(ENV, third, NOW_MS),
    ]);
    await sweepBundles(ENV, NOW_MS);
    expect(await read(first)).toMatchObject({ declared: { connectionMethod: 'pppoe', medium: 'wifi' } });
    expect(await read(second)).toMatchObject({ declared: { medium: 'wired' } });
    expect(await read(third)).toBeNull();
    const { results: rows } = await DB.prepare('SELECT medium FROM results WHERE id IN (?, ?) ORDER BY id')
      .bind(first, second)
      .all();
    expect(rows).toEqual([{ medium: 'wifi' }, { medium: 'wired' }]);
    await expectNothingLeft();
  });

  test('against a deletion at the same time leaves nothing behind', async () => {
    const batch = batchOf(3);
    await keep(batch);
    const [id] = idsOf(batch) as [string];
    await Promise.all([
      amendResult(ENV, id, { medium: 'wifi' }, KEY, NOW_MS),
      removeResult(ENV, id, NOW_MS),
      amendResult(ENV, id, { connectionMethod: 'dhcp' }, KEY, NOW_MS),
    ]);
    await sweepBundles(ENV, NOW_MS);
    expect(await read(id)).toBeNull();
    expect(await amendResult(ENV, id, { medium: 'wired' }, KEY, NOW_MS)).toBe('deleted');
    await expectNothingLeft();
  });
});

describe('a server that dies at any call', () => {
  test('of keeping a batch loses nothing and doubles nothing', async () => {
    const calls = await dyingEverywhere(
      async () => batchOf(3),
      (stores, batch) => keep(batch, stores),
      async (batch) => {
        const found = await Promise.all(idsOf(batch).map(read));
        const { results: rows } = await DB.prepare(
          'SELECT id FROM results WHERE id IN (SELECT value FROM json_each(?))',
        )
          .bind(JSON.stringify(idsOf(batch)))
          .all();
        // All or nothing, and a document is there where its row is.
        expect([0, 3]).toContain(rows.length);
        expect(found.filter((document) => document !== null)).toHaveLength(rows.length);
      },
    );
    expect(calls).toBe(3);
  });

  test('of deleting one leaves the others, and brings it back never', async () => {
    const calls = await dyingEverywhere(
      async () => {
        const batch = batchOf(3);
        await keep(batch);
        return batch;
      },
      (stores, batch) => removeResult(stores, idsOf(batch)[0]!, NOW_MS),
      async (batch) => {
        const [gone, ...others] = batch as [Batch[0], ...Batch];
        const { measurementId: id } = gone.document;
        expect(await hasRow(id)).toBe(!(await hasTombstone(DB, id)));
        for (const { document } of others) expect(await read(document.measurementId)).toEqual(document);
      },
    );
    expect(calls).toBeGreaterThan(8);
  });

  test('after a batch that lost one to a deletion leaves the rest to the next run', async () => {
    const batch = batchOf(3);
    const [id] = idsOf(batch) as [string];
    const stores = storesThat(async (call) => {
      if (call === 3) await insertTombstone(DB, id, NOW_MS);
      if (call > 3) throw new Error('died');
    });
    await expect(keep(batch, stores)).rejects.toThrow('died');
    await sweepBundles(ENV, NOW_MS);
    for (const { document } of batch.slice(1)) expect(await read(document.measurementId)).toEqual(document);
    await expectNothingLeft();
  });

  test('of amending one leaves the version before or after, and the others', async () => {
    const calls = await dyingEverywhere(
      async () => {
        const batch = batchOf(3);
        await keep(batch);
        return batch;
      },
      (stores, batch) => amendResult(stores, idsOf(batch)[0]!, { medium: 'cellular' }, KEY, NOW_MS),
      async (batch) => {
        const [amended, ...others] = batch as [Batch[0], ...Batch];
        for (const { document } of others) expect(await read(document.measurementId)).toEqual(document);
        const document = await read(amended.document.measurementId);
        expect([amended.document.declared.medium, 'cellular']).toContain(document?.declared.medium);
        expect({ ...document, declared: null, signature: null }).toEqual({
          ...amended.document,
          declared: null,
          signature: null,
        });
      },
    );
    expect(calls).toBeGreaterThan(8);
  });
});

describe('a server that is suspended for hours before any call', () => {
  const kept = async () => {
    const batch = batchOf(3);
    await keep(batch);
    return batch;
  };

  test('of keeping a batch says that it is stored only where it is', async () => {
    const { calls, refused } = await suspendedEverywhere(
      async () => batchOf(3),
      (stores, batch) => keep(batch, stores),
      async (batch) => {
        for (const { document } of batch) {
          expect(await read(document.measurementId)).toEqual(document);
          expect(await hasRow(document.measurementId)).toBe(true);
        }
      },
    );
    expect(calls).toBe(3);
    // Before the object is written, and before places point to it.
    expect(refused).toEqual(Array(2).fill('Bundle N was given up before it was kept.'));
  });

  test('of deleting one loses no other', async () => {
    const { calls, refused } = await suspendedEverywhere(
      kept,
      (stores, batch) => removeResult(stores, idsOf(batch)[0]!, NOW_MS),
      async (batch) => {
        const [gone, ...others] = batch as [Batch[0], ...Batch];
        expect(await read(gone.document.measurementId)).toBeNull();
        for (const { document } of others) expect(await read(document.measurementId)).toEqual(document);
      },
    );
    expect(calls).toBeGreaterThan(8);
    expect(refused).toEqual([]);
  });

  test('of amending one changes it, and loses no other', async () => {
    const { calls, refused } = await suspendedEverywhere(
      kept,
      (stores, batch) => amendResult(stores, idsOf(batch)[0]!, { medium: 'cellular' }, KEY, NOW_MS),
      async (batch) => {
        const [amended, ...others] = batch as [Batch[0], ...Batch];
        expect((await read(amended.document.measurementId))?.declared.medium).toBe('cellular');
        for (const { document } of others) expect(await read(document.measurementId)).toEqual(document);
      },
    );
    expect(calls).toBeGreaterThan(8);
    expect(refused).toEqual([]);
  });
});

describe('old objects', () => {
  test('of one document each are read, amended and deleted as before', async () => {
    const [{ document }] = batchOf(1) as [Batch[0]];
    await putDocument(DOCUMENTS, document);
    const id = document.measurementId;
    expect(await read(id)).toEqual(document);
    expect(await amendResult(ENV, id, { medium: 'wifi' }, KEY, NOW_MS)).toMatchObject({
      declared: { medium: 'wifi' },
    });
    await removeResult(ENV, id, NOW_MS);
    expect(await read(id)).toBeNull();
    expect(await DOCUMENTS.head(`results/${id}.json.gz`)).toBeNull();
  });

  test('a bundle that was begun an hour ago and never written is forgotten', async () => {
    await registerBundle(DB, NOW_MS);
    await sweepBundles(ENV, NOW_MS);
    await expectNothingLeft();
  });
});
