/** `npm run seed [-- FILE]`: writes the directory of brands, autonomous systems and regions into a migration. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { directorySql } from './directory-sql.ts';

const file = process.argv[2] ?? path.join(import.meta.dirname, 'migrations/0009_directory.sql');
await writeFile(
  file,
  directorySql(await readFile(path.join(import.meta.dirname, 'data/as-operators.csv'), 'utf8')),
);
