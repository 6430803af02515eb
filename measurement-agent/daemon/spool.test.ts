import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { ROOT } from '../../test/server.ts';
import { Spool } from './spool.ts';

const SLOT = { plannedAtMs: 1, kind: 'poisson', outcome: 'measured', reason: null } as const;
const idOf = (number: number) => `A${String(number).padStart(20, '0')}A`;
const FIXTURES = path.join(ROOT, 'test/fixtures');
let directory: string;
let file: string;
let corrupt: string[];

beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'jissoku-spool-'));
  file = path.join(directory, 'spool.db');
  corrupt = [];
});
afterEach(() => rm(directory, { recursive: true, force: true }));

function open(maxBytes = 64e6): Spool {
  const spool = Spool.open(file, maxBytes, (movedTo) => corrupt.push(movedTo));
  if (!spool.ok) throw new Error(spool.error.sentence);
  return spool.value;
}

function add(spool: Spool, number: number): void {
  spool.addResult(
    { submission: submissionOf(idOf(number)), token: 'token', submitByMs: 1 },
    SLOT,
    spool.reserve('2026-11', 1000),
    10,
  );
}

describe('results', () => {
  test('wait in their order, are there after a restart, and are kept once', () => {
    const spool = open();
    for (const number of [1, 2, 3]) add(spool, number);
    add(spool, 2);
    spool.close();
    const again = open();
    expect(again.queued(10, 1e9).map(({ measurementId }) => measurementId)).toEqual([1, 2, 3].map(idOf));
    expect(again.counts()).toMatchObject({ queued: 3, slots: { measured: 3 } });
    expect(again.queued(2, 1e9)).toHaveLength(2);
    expect(again.queued(10, 1)).toHaveLength(1);
  });

  test('are sent, refused with the reason, put back and dropped', () => {
    const spool = open();
    for (const number of [1, 2, 3]) add(spool, number);
    spool.markSent([idOf(1)]);
    spool.setAside(idOf(2), 'bad-request: x');
    expect(spool.counts()).toMatchObject({ queued: 1, sent: 1, refused: 1 });
    expect([...spool.list('refused')]).toMatchObject([{ measurementId: idOf(2), reason: 'bad-request: x' }]);
    expect(spool.requeue()).toBe(1);
    expect(spool.counts()).toMatchObject({ queued: 2, refused: 0 });
    expect(spool.drop(idOf(2))).toBe(1);
    expect(spool.counts().queued).toBe(1);
  });
});

describe('bytes of a month', () => {
  test('hold what is reserved until it is settled, and all of it when nobody settles it', () => {
    const spool = open();
    const first = spool.reserve('2026-11', 1000);
    spool.reserve('2026-11', 500);
    expect(spool.monthBytes('2026-11')).toBe(1500);
    spool.settle(first, 10);
    spool.settle(first, 10);
    expect(spool.monthBytes('2026-11')).toBe(510);
    spool.close();
    const again = open();
    expect(again.settleAbandoned()).toBe(1);
    expect(again.monthBytes('2026-11')).toBe(510);
    expect(again.monthBytes('2026-12')).toBe(0);
  });
});

describe('a spool that is full', () => {
  test('lets light probes go first and results last, and tells how many', () => {
    const spool = open(0.6e6);
    for (let index = 0; index < 60; index += 1) spool.addLightProbes(index, { edge: 'x'.repeat(2000) });
    const before = spool.counts();
    expect(before).toMatchObject({ dropped: 0, droppedProbes: 0 });
    let added = 0;
    while (spool.counts().dropped === 0 && added < 1000) {
      add(spool, added);
      added += 1;
      const { dropped } = spool.counts();
      const probes = spool.lightProbes(0).length;
      expect(dropped === 0 || probes === 0).toBe(true);
      expect(spool.counts().queued).toBe(added - dropped);
    }
    const { queued, dropped, droppedProbes } = spool.counts();
    expect(droppedProbes).toBe(60);
    expect(dropped).toBeGreaterThan(0);
    expect(queued + dropped).toBe(added);
    expect(spool.queued(1, 1e9)[0]?.measurementId).toBe(idOf(dropped));
  });
});

describe('what another version of the agent left there', () => {
  /** A spool of version 1 as its first agents made it, with their documents: never changed again. */
  function oldSpool(...names: string[]): void {
    const db = new DatabaseSync(file);
    db.exec(readFileSync(path.join(FIXTURES, 'spool-v1.sql'), 'utf8'));
    const insert = db.prepare(
      "insert into results(measurement_id, state, token, submit_by_ms, document) values (?, 'queued', 't', 1, ?)",
    );
    for (const [index, name] of names.entries()) {
      const written = JSON.parse(readFileSync(path.join(FIXTURES, 'formats', name), 'utf8')) as object;
      insert.run(idOf(index), JSON.stringify({ ...written, measurementId: idOf(index) }));
    }
    db.close();
  }

  test('is read, counted and delivered, whatever document it holds', () => {
    const names = readdirSync(path.join(FIXTURES, 'formats'));
    oldSpool(...names);
    const spool = open();
    expect(spool.counts()).toMatchObject({ queued: names.length, slots: { measured: 4, missed: 2 } });
    expect(spool.monthBytes('2026-10')).toBe(123_456 + 9000);
    expect(spool.slots(9)).toEqual([
      { plannedAtMs: 1_793_000_000_000, kind: 'poisson', outcome: 'missed', reason: 'the agent did not run' },
    ]);
    expect(spool.lightProbes(0)).toHaveLength(1);
    expect(spool.state('slot')).toEqual({ atMs: 1_793_000_400_000, kind: 'poisson' });
    const waiting = spool.queued(10, 1e9).map(({ measurementId }) => measurementId);
    expect(waiting).toEqual(names.map((_, index) => idOf(index)));
    spool.markSent(waiting);
    expect(spool.counts()).toMatchObject({ queued: 0, refused: 0, sent: names.length });
    add(spool, 90);
    expect(spool.counts().queued).toBe(1);
    expect(corrupt).toEqual([]);
  });

  test('in a newer format waits for the agent that can read it, and is neither sent nor lost', () => {
    oldSpool('v1-2026-11-23.json');
    const db = new DatabaseSync(file);
    db.exec("update results set document = json_set(document, '$.formatVersion', 2)");
    db.close();
    const older = open();
    expect(older.queued(10, 1e9)).toEqual([]);
    expect([...older.list('refused')]).toMatchObject([{ reason: 'newer-format' }]);
    expect(older.requeue()).toBe(0);
    expect(older.last()).toBeNull();
    older.close();
    // As the step to version 2 will read it.
    const again = new DatabaseSync(file);
    again.exec("update results set document = json_set(document, '$.formatVersion', 1)");
    again.close();
    expect(open().queued(10, 1e9)).toHaveLength(1);
  });
});

describe('what somebody else left there', () => {
  test.each([
    ['no database at all', () => writeFileSync(file, 'x'.repeat(10_000))],
    ['the half of one', () => truncateSync(file, 9000)],
  ])('%s is moved aside, and told', (_name, spoil) => {
    const spool = open();
    for (let number = 0; number < 20; number += 1) add(spool, number);
    spool.close();
    spoil();
    const again = open();
    expect(again.counts().queued).toBe(0);
    expect(corrupt).toHaveLength(1);
    expect(readdirSync(directory)).toContain(path.basename(corrupt[0] ?? ''));
    add(again, 1);
    expect(again.counts().queued).toBe(1);
  });

  test('bytes behind a database change nothing', () => {
    const spool = open();
    add(spool, 1);
    spool.close();
    appendFileSync(file, 'behind');
    expect(open().counts().queued).toBe(1);
  });

  test('of a newer version is refused and left as it is', () => {
    open().close();
    const db = new DatabaseSync(file);
    db.exec('pragma user_version = 99');
    db.close();
    expect(Spool.open(file, 64e6, () => {})).toMatchObject({ ok: false, error: { reason: 'newer-version' } });
  });

  test('rows that are no results are set aside and never sent, whatever is in them', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.json(),
          fc.constant(JSON.stringify({ ...submissionOf(idOf(1)), durationMs: -1 })),
        ),
        (document) => {
          const spool = open();
          add(spool, 2);
          const db = new DatabaseSync(file);
          db.prepare(
            "insert or replace into results(measurement_id, state, token, submit_by_ms, document) values (?, 'queued', 't', 1, ?)",
          ).run(idOf(1), document);
          db.prepare("insert or replace into state values ('slot', ?)").run(document);
          db.close();
          expect(spool.queued(10, 1e9).map(({ measurementId }) => measurementId)).toEqual([idOf(2)]);
          expect(spool.counts()).toMatchObject({ queued: 1, refused: 1 });
          expect(() => spool.state('slot')).not.toThrow();
          spool.close();
        },
      ),
      { numRuns: 30 },
    );
  });
});
