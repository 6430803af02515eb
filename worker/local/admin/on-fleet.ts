/** What every command of the operator works with. */
import { access } from 'node:fs/promises';
import path from 'node:path';
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
  const opened = await openDatabase(dataDir);
  try {
    const caller = { role: 'admin', ownerId: null, actor: 'command' } as const;
    await act({ database: opened.database, caller, scope: 'everyone', nowMs: Date.now() }, settings.value);
  } finally {
    await opened.close();
  }
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
