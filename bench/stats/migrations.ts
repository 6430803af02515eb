import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';

const DIRECTORY = path.join(import.meta.dirname, '../../db/migrations');

/** Applies what a database lacks of our migrations. */
export function applyMigrations(database: DatabaseSync): void {
  database.exec('create table if not exists d1_migrations (name text primary key)');
  for (const name of readdirSync(DIRECTORY)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()) {
    if (database.prepare('select 1 from d1_migrations where name = ?').get(name) !== undefined) continue;
    database.exec(`begin; ${readFileSync(path.join(DIRECTORY, name), 'utf8')}; commit`);
    database.prepare('insert into d1_migrations values (?)').run(name);
  }
}
