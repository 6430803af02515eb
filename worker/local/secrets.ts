import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Keys that production holds as secrets. */
export interface Secrets {
  TOKEN_KEY: string;
  PREFIX_KEY: string;
  SIGNING_KEY: string;
}

const NAMES = ['TOKEN_KEY', 'PREFIX_KEY', 'SIGNING_KEY'] as const satisfies (keyof Secrets)[];

/** Reads the keys of this data directory, making the missing ones once. Only the owner may read the file. */
export async function keepSecrets(
  dataDir: string,
  env: Record<string, string | undefined>,
): Promise<Secrets> {
  const file = path.join(dataDir, 'secrets.json');
  const kept = await readKept(file);
  const secrets = Object.fromEntries(
    NAMES.map((name) => [name, env[name] ?? kept[name] ?? randomBytes(32).toString('base64url')]),
  ) as unknown as Secrets;
  const made = NAMES.filter((name) => env[name] === undefined && kept[name] === undefined);
  if (made.length > 0) {
    // Written beside and renamed: a crash leaves the old file or the new one, never half of one.
    const written = { ...kept, ...Object.fromEntries(made.map((name) => [name, secrets[name]])) };
    await writeFile(`${file}.new`, `${JSON.stringify(written, null, 2)}\n`, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
  return secrets;
}

async function readKept(file: string): Promise<Partial<Secrets>> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Partial<Secrets>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw error;
  }
}
