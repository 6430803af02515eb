/** What every command of the operator works with. */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { inspect } from 'node:util';
import { InvalidArgumentError } from 'commander';
import { labelSchema } from '../../../measurement-agent/protocol/agents.ts';
import type { Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import type { Owner } from '../../domain/fleet/fleet.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Change } from '../../fleet/change.ts';
import { ownerLabelled, ownerOf } from '../../storage/fleet/owners.ts';
import { openDatabase } from '../app-process.ts';
import { readSettings, type Settings } from '../settings.ts';

const EXIT_NOT_THERE = 1;
/**
 * The server writes into the same file, and D1's runtime waits for no lock: it fails, and may be of no use afterwards. What a command writes
 * is one transaction, or found again, and what it prints comes after that: it can begin anew with the file opened anew.
 */
const LOCKED = /SQLITE_BUSY|database is locked|internal error/;
/** Longer than the server counts at a time. */
const MOST_ATTEMPTS = 20;
const AGAIN_AFTER_MS = 500;

/** Acts on the database of DATA_DIR as an admin; the server may run meanwhile. */
export async function onFleet(act: (change: Change, settings: Settings) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.ok) return fail(settings.error.sentence);
  const { dataDir } = settings.value;
  const found = await access(path.join(dataDir, 'v3')).then(
    () => true,
    () => false,
  );
  if (!found) return fail(`DATA_DIR ${dataDir} holds no database yet: start the server once.`);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await once(dataDir, (database) => act(asAdmin(database), settings.value));
    } catch (error) {
      if (attempt === MOST_ATTEMPTS || !LOCKED.test(inspect(error, { depth: 9 }))) throw error;
      await setTimeout(AGAIN_AFTER_MS);
    }
  }
}

async function once(dataDir: string, act: (database: D1Database) => Promise<void>): Promise<void> {
  const opened = await openDatabase(dataDir);
  try {
    await act(opened.database);
  } finally {
    await opened.close();
  }
}

/** What the operator changes, who may everything. */
export function asAdmin(database: D1Database): Change {
  const caller = { role: 'admin', ownerId: null, actor: 'command', keysEndByMs: null } as const;
  return { database, caller, scope: 'everyone', nowMs: Date.now() };
}

/** Prints what came of a command; a refusal is its sentence. */
export function told<Value>(
  outcome: Fallible<Value, Refusal>,
  print: (value: Value) => unknown = () => null,
): void {
  if (!outcome.ok) return fail(outcome.error.detail);
  const line = print(outcome.value);
  if (line !== null) console.log(typeof line === 'string' ? line : JSON.stringify(line));
}

export function toldEach(items: readonly unknown[]): void {
  for (const item of items) console.log(JSON.stringify(item));
}

export function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = EXIT_NOT_THERE;
}

/** By id or label; null, and said so, where there is none. */
export async function ownerAsked({ database }: Change, text: string): Promise<Owner | null> {
  const owner = (await ownerOf(database, 'everyone', text)) ?? (await ownerLabelled(database, text));
  if (owner === null) fail(`No owner has the id or label ${text}.`);
  return owner;
}

export function label(value: string): string {
  const parsed = labelSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}

export function wholeFrom(least: number, most: number) {
  return (value: string): number => {
    const count = Number(value);
    if (!Number.isInteger(count) || count < least || count > most)
      throw new InvalidArgumentError(`It must be ${least} to ${most}.`);
    return count;
  };
}

/** ms since the epoch. */
export function moment(value: string): number {
  const atMs = Date.parse(value);
  if (Number.isNaN(atMs)) throw new InvalidArgumentError('It is no moment such as 2026-12-01T00:00:00Z.');
  return atMs;
}
