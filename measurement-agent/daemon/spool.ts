/**
 * What an agent has measured and not yet delivered, in SQLite: written before anything else is done with it, so that neither a lost
 * server nor a lost power supply costs a result. WAL with a full sync at each commit.
 */
import { existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import { type Submission, submissionSchema } from '../protocol/result.ts';
import { upgradeDocument } from '../protocol/upgrade.ts';

/** A result that waits for its server. */
export interface Queued {
  measurementId: string;
  token: string;
  submission: Submission;
}

/** How a planned slot ended. */
export type SlotOutcome = 'measured' | 'missed' | 'skipped' | 'failed';

export interface SlotRecord {
  plannedAtMs: number;
  kind: string;
  outcome: SlotOutcome;
  /** Why there is no test; null when there is one. */
  reason: string | null;
}

/** A measured result, with what sending it takes. */
export interface Measured {
  submission: Submission;
  token: string;
  /** ms since the epoch. */
  submitByMs: number;
}

export interface SpoolCounts {
  queued: number;
  refused: number;
  sent: number;
  /** Results that had to go for want of space, since the spool was made. */
  dropped: number;
  /** Light probes that had to, before any result. */
  droppedProbes: number;
  slots: Record<SlotOutcome, number>;
}

export type SpoolFault = { reason: 'newer-version' | 'unusable'; sentence: string };

const VERSION = 1;
const PAGE_BYTES = 4096;
/** SQLITE_FULL: the disk, or the size that the spool may have. */
const FULL = 13;
/** Why a row is set aside before any server has seen it. */
const UNREADABLE = 'unreadable';
const NEWER_FORMAT = 'newer-format';
const KEPT_SENT = 500;
const KEPT_PROBES = 20_000;
const KEPT_SLOTS = 5000;

const TABLES = `
  create table results(
    seq integer primary key,
    measurement_id text not null unique,
    state text not null check (state in ('queued', 'sent', 'refused')),
    reason text,
    token text not null,
    submit_by_ms integer not null,
    document text not null
  );
  create index results_by_state on results(state, seq);
  create table light_probes(seq integer primary key, at_ms integer not null, round text not null);
  create table slots(seq integer primary key, planned_at_ms integer not null, kind text not null, outcome text not null, reason text);
  create table counters(name text primary key, count integer not null);
  create table month_bytes(month text primary key, bytes integer not null);
  create table reservations(id integer primary key, month text not null, bytes integer not null);
  create table state(key text primary key, value text not null);
`;

/** What goes when there is no room, the least worth first, and results last. */
const ROOM = [
  {
    name: 'probes',
    sql: 'delete from light_probes where seq in (select seq from light_probes order by seq limit 500)',
  },
  {
    name: 'sent',
    sql: "delete from results where seq in (select seq from results where state = 'sent' order by seq limit 50)",
  },
  { name: 'slots', sql: 'delete from slots where seq in (select seq from slots order by seq limit 200)' },
  {
    name: 'refused',
    sql: "delete from results where seq in (select seq from results where state = 'refused' order by seq limit 10)",
  },
  {
    name: 'queued',
    sql: "delete from results where seq in (select seq from results where state = 'queued' order by seq limit 5)",
  },
] as const;

export class Spool {
  readonly #db: DatabaseSync;
  /** Dropped while the counter itself could not be written. */
  #uncounted = { dropped: 0, droppedProbes: 0 };

  private constructor(db: DatabaseSync) {
    this.#db = db;
  }

  /**
   * Opens the spool, or makes it. A file that SQLite cannot read is moved aside and told by `onCorrupt`, and a new one begun: an agent
   * that stops for it would measure nothing until somebody comes.
   */
  static open(
    file: string,
    maxBytes: number,
    onCorrupt: (movedTo: string) => void,
  ): Fallible<Spool, SpoolFault> {
    for (let attempt = 0; ; attempt += 1) {
      let db: DatabaseSync | null = null;
      try {
        db = new DatabaseSync(file, { timeout: 20_000 });
        db.exec('pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 1048576;');
        const version = versionOf(db);
        if (version > VERSION) {
          db.close();
          return err({
            reason: 'newer-version',
            sentence: `${file} is of a newer jissoku (spool version ${version}; this one knows ${VERSION}): install that one.`,
          });
        }
        if (version === 0) {
          db.exec('begin immediate');
          // Looked at again: two processes may make one spool at once.
          if (versionOf(db) === 0) db.exec(`${TABLES} pragma user_version = ${VERSION};`);
          db.exec('commit');
        }
        const { quick_check: check } = db.prepare('pragma quick_check(1)').get() as { quick_check: string };
        if (check !== 'ok') throw new Error(check);
        // What a newer agent wrote before this one was put in its place again may be readable by now.
        db.prepare(
          "update results set state = 'queued', reason = null where state = 'refused' and reason = ?",
        ).run(NEWER_FORMAT);
        db.exec(`pragma max_page_count = ${Math.max(64, Math.floor(maxBytes / PAGE_BYTES))}`);
        return ok(new Spool(db));
      } catch (error) {
        db?.close();
        if (attempt > 0 || !isCorrupt(error) || !existsSync(file))
          return err({ reason: 'unusable', sentence: `The spool ${file} cannot be used: ${String(error)}` });
        const movedTo = `${file}.corrupt-${Date.now()}`;
        for (const suffix of ['', '-wal', '-shm'])
          if (existsSync(file + suffix)) renameSync(file + suffix, movedTo + suffix);
        onCorrupt(movedTo);
      }
    }
  }

  close(): void {
    this.#db.close();
  }

  /** Keeps a result, its slot and what it cost, all or nothing. The same one again changes nothing. */
  addResult(measured: Measured, slot: SlotRecord, reservation: number, costBytes: number): void {
    const { submission, token, submitByMs } = measured;
    this.#write(() => {
      const { changes } = this.#db
        .prepare(
          "insert into results(measurement_id, state, token, submit_by_ms, document) values (?, 'queued', ?, ?, ?) on conflict do nothing",
        )
        .run(submission.measurementId, token, submitByMs, JSON.stringify(submission));
      if (changes === 0) return;
      this.#addSlot(slot);
      this.#settle(reservation, costBytes);
      this.#db.prepare("delete from state where key = 'running'").run();
    });
  }

  /**
   * The oldest results that wait, so many and about so many bytes at most, those of an older formatVersion as today's. A row that is no
   * result any more is set aside as `unreadable`, and what a newer agent wrote as `newer-format` until the spool is opened again.
   */
  queued(limit: number, maxBytes: number): Queued[] {
    const found: Queued[] = [];
    let bytes = 0;
    const rows = this.#db
      .prepare(
        "select measurement_id as id, token, document from results where state = 'queued' order by seq limit ?",
      )
      .all(limit) as { id: string; token: string; document: string }[];
    for (const { id, token, document } of rows) {
      const submission = readDocument(document);
      if (typeof submission === 'string' || submission.measurementId !== id) {
        this.setAside(id, typeof submission === 'string' ? submission : UNREADABLE);
        continue;
      }
      bytes += Buffer.byteLength(document) + token.length + 100;
      if (bytes > maxBytes && found.length > 0) break;
      found.push({ measurementId: id, token, submission });
    }
    return found;
  }

  markSent(ids: readonly string[]): void {
    this.#write(() => {
      const mark = this.#db.prepare(
        "update results set state = 'sent', reason = null where measurement_id = ?",
      );
      for (const id of ids) mark.run(id);
      this.#db
        .prepare(
          "delete from results where state = 'sent' and seq <= (select seq from results where state = 'sent' order by seq desc limit 1 offset ?)",
        )
        .run(KEPT_SENT);
    });
  }

  /** Keeps a result that the server will not take, with the reason. */
  setAside(id: string, reason: string): void {
    this.#write(() => {
      this.#db
        .prepare("update results set state = 'refused', reason = ? where measurement_id = ?")
        .run(reason, id);
    });
  }

  /** Every result of a state, the oldest first. */
  *list(state: 'queued' | 'sent' | 'refused' | null): Generator<{
    measurementId: string;
    state: string;
    reason: string | null;
    submitBy: string;
    document: string;
  }> {
    const rows = this.#db
      .prepare('select * from results where ? is null or state = ? order by seq')
      .iterate(state, state) as Iterable<Record<string, string | number | null>>;
    for (const row of rows)
      yield {
        measurementId: String(row.measurement_id),
        state: String(row.state),
        reason: row.reason === null ? null : String(row.reason),
        submitBy: new Date(Number(row.submit_by_ms)).toISOString(),
        document: String(row.document),
      };
  }

  /** Takes results out for good; null for all that the server refused. */
  drop(id: string | null): number {
    const sql =
      id === null
        ? "delete from results where state = 'refused'"
        : 'delete from results where measurement_id = ?';
    return Number(this.#db.prepare(sql).run(...(id === null ? [] : [id])).changes);
  }

  /** Puts what the server refused back into the queue. */
  requeue(): number {
    return Number(
      this.#db
        .prepare(
          "update results set state = 'queued', reason = null where state = 'refused' and reason not in (?, ?)",
        )
        .run(UNREADABLE, NEWER_FORMAT).changes,
    );
  }

  /** The newest result, whatever became of it; null without any. */
  last(): Submission | null {
    const row = this.#db.prepare('select document from results order by seq desc limit 1').get() as
      | { document: string }
      | undefined;
    const last = row === undefined ? null : readDocument(row.document);
    return typeof last === 'string' ? null : last;
  }

  addSlot(slot: SlotRecord): void {
    this.#write(() => this.#addSlot(slot));
  }

  slots(limit: number): SlotRecord[] {
    return this.#db
      .prepare(
        'select planned_at_ms as plannedAtMs, kind, outcome, reason from slots order by seq desc limit ?',
      )
      .all(limit) as unknown as SlotRecord[];
  }

  addLightProbes(atMs: number, round: unknown): void {
    this.#write(() => {
      this.#db
        .prepare('insert into light_probes(at_ms, round) values (?, ?)')
        .run(Math.round(atMs), JSON.stringify(round));
      this.#db
        .prepare('delete from light_probes where seq <= (select max(seq) from light_probes) - ?')
        .run(KEPT_PROBES);
    });
  }

  lightProbes(sinceMs: number): { atMs: number; round: unknown }[] {
    const rows = this.#db
      .prepare('select at_ms as atMs, round from light_probes where at_ms >= ? order by seq')
      .all(Math.round(sinceMs)) as { atMs: number; round: string }[];
    return rows.flatMap(({ atMs, round }) => {
      const parsed = parse(round);
      return parsed === null ? [] : [{ atMs, round: parsed }];
    });
  }

  counts(): SpoolCounts {
    const states = this.#db.prepare('select state, count(*) as n from results group by state').all() as {
      state: string;
      n: number;
    }[];
    const of = (state: string) => states.find((row) => row.state === state)?.n ?? 0;
    return {
      queued: of('queued'),
      refused: of('refused'),
      sent: of('sent'),
      dropped: this.#counter('dropped') + this.#uncounted.dropped,
      droppedProbes: this.#counter('droppedProbes') + this.#uncounted.droppedProbes,
      slots: {
        measured: this.#counter('slot-measured'),
        missed: this.#counter('slot-missed'),
        skipped: this.#counter('slot-skipped'),
        failed: this.#counter('slot-failed'),
      },
    };
  }

  /** What a key holds; null when nothing, or nothing readable. */
  state(key: string): unknown {
    const row = this.#db.prepare('select value from state where key = ?').get(key) as
      | { value: string }
      | undefined;
    return row === undefined ? null : parse(row.value);
  }

  /** All or nothing; null takes a key out. */
  setState(values: Record<string, unknown>): void {
    this.#write(() => {
      for (const [key, value] of Object.entries(values)) {
        if (value === null) this.#db.prepare('delete from state where key = ?').run(key);
        else
          this.#db
            .prepare('insert into state values (?, ?) on conflict do update set value = excluded.value')
            .run(key, JSON.stringify(value));
      }
    });
  }

  /** What a month has cost, with all that is reserved. */
  monthBytes(month: string): number {
    const row = this.#db
      .prepare(
        'select coalesce((select bytes from month_bytes where month = $month), 0) + coalesce((select sum(bytes) from reservations where month = $month), 0) as bytes',
      )
      .get({ $month: month }) as { bytes: number };
    return row.bytes;
  }

  /** Sets aside what may be spent: whatever happens then, the month has paid for it. */
  reserve(month: string, bytes: number): number {
    return this.#write(() =>
      Number(
        this.#db.prepare('insert into reservations(month, bytes) values (?, ?)').run(month, bytes)
          .lastInsertRowid,
      ),
    );
  }

  /** Puts the true cost in the place of a reservation; a reservation that is gone was settled. */
  settle(reservation: number, bytes: number): void {
    this.#write(() => this.#settle(reservation, bytes));
  }

  addMonthBytes(month: string, bytes: number): void {
    this.#write(() => this.#addMonthBytes(month, bytes));
  }

  /** Reservations of processes that are gone cost all that they held. */
  settleAbandoned(): number {
    return this.#write(() => {
      const open = this.#db.prepare('select id, month, bytes from reservations').all() as {
        id: number;
        month: string;
        bytes: number;
      }[];
      for (const { id, bytes } of open) this.#settle(id, bytes);
      return open.length;
    });
  }

  #settle(reservation: number, bytes: number): void {
    const row = this.#db.prepare('delete from reservations where id = ? returning month').get(reservation) as
      | { month: string }
      | undefined;
    if (row !== undefined) this.#addMonthBytes(row.month, bytes);
  }

  #addMonthBytes(month: string, bytes: number): void {
    this.#db
      .prepare(
        'insert into month_bytes values (?, ?) on conflict do update set bytes = bytes + excluded.bytes',
      )
      .run(month, Math.ceil(bytes));
  }

  #addSlot({ plannedAtMs, kind, outcome, reason }: SlotRecord): void {
    this.#db
      .prepare('insert into slots(planned_at_ms, kind, outcome, reason) values (?, ?, ?, ?)')
      .run(Math.round(plannedAtMs), kind, outcome, reason);
    this.#count(`slot-${outcome}`, 1);
    this.#db.prepare('delete from slots where seq <= (select max(seq) from slots) - ?').run(KEPT_SLOTS);
  }

  #count(name: string, by: number): void {
    this.#db
      .prepare('insert into counters values (?, ?) on conflict do update set count = count + excluded.count')
      .run(name, by);
  }

  #counter(name: string): number {
    const row = this.#db.prepare('select count from counters where name = ?').get(name) as
      | { count: number }
      | undefined;
    return row?.count ?? 0;
  }

  /** One transaction. Where there is no room, what is worth least goes until there is. */
  #write<Value>(change: () => Value): Value {
    for (;;) {
      try {
        this.#db.exec('begin immediate');
        const value = change();
        if (this.#uncounted.dropped > 0) this.#count('dropped', this.#uncounted.dropped);
        if (this.#uncounted.droppedProbes > 0) this.#count('droppedProbes', this.#uncounted.droppedProbes);
        this.#db.exec('commit');
        this.#uncounted = { dropped: 0, droppedProbes: 0 };
        return value;
      } catch (error) {
        if (this.#db.isTransaction) this.#db.exec('rollback');
        if ((error as { errcode?: number }).errcode !== FULL || !this.#makeRoom()) throw error;
      }
    }
  }

  /** False when nothing is left that could go. */
  #makeRoom(): boolean {
    for (const { name, sql } of ROOM) {
      const gone = Number(this.#db.prepare(sql).run().changes);
      if (gone === 0) continue;
      if (name === 'queued') this.#uncounted.dropped += gone;
      if (name === 'probes') this.#uncounted.droppedProbes += gone;
      return true;
    }
    return false;
  }
}

function versionOf(db: DatabaseSync): number {
  return (db.prepare('pragma user_version').get() as { user_version: number }).user_version;
}

/** SQLITE_CORRUPT, SQLITE_NOTADB, or what quick_check said. */
function isCorrupt(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode === undefined || errcode === 11 || errcode === 26;
}

/** The result in a row, or why it is none. */
function readDocument(text: string): Submission | typeof UNREADABLE | typeof NEWER_FORMAT {
  const upgraded = upgradeDocument(parse(text));
  if (!upgraded.ok) return upgraded.error.reason === 'newer-format' ? NEWER_FORMAT : UNREADABLE;
  const parsed = submissionSchema.safeParse(upgraded.value);
  return parsed.success ? parsed.data : UNREADABLE;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
