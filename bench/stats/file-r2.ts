import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * A directory behind R2's interface, so that a bench measures the product's work and its memory and not the way to another
 * process. Only what open data uses. A put is whole or not at all, as R2's is.
 */
export class FileR2 {
  readonly #root: string;
  readonly #onPut: (key: string) => void;

  constructor(root: string, onPut: (key: string) => void = () => {}) {
    this.#root = root;
    this.#onPut = onPut;
  }

  async put(key: string, body: ArrayBuffer | string, options: { onlyIf?: R2Conditional } = {}) {
    const known = this.#etagOf(key);
    const { etagMatches, etagDoesNotMatch } = options.onlyIf ?? {};
    if (etagDoesNotMatch === '*' && known !== null) return null;
    if (typeof etagMatches === 'string' && known !== etagMatches) return null;
    const file = path.join(this.#root, key);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, typeof body === 'string' ? body : new Uint8Array(body));
    renameSync(`${file}.new`, file);
    this.#onPut(key);
    return { etag: this.#etagOf(key) };
  }

  async get(key: string) {
    const etag = this.#etagOf(key);
    if (etag === null) return null;
    const file = path.join(this.#root, key);
    return { etag, json: async () => JSON.parse(readFileSync(file, 'utf8')) as unknown };
  }

  async list({ prefix }: { prefix: string }) {
    const objects = readdirSync(this.#root, { recursive: true, encoding: 'utf8' })
      .filter((key) => key.startsWith(prefix) && statSync(path.join(this.#root, key)).isFile())
      .map((key) => ({ key }));
    return { objects, truncated: false };
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys) rmSync(path.join(this.#root, key), { force: true });
  }

  #etagOf(key: string): string | null {
    try {
      return createHash('md5')
        .update(readFileSync(path.join(this.#root, key)))
        .digest('hex');
    } catch {
      return null;
    }
  }
}

/** The directory as the product's code takes it. */
export function asR2(bucket: FileR2): R2Bucket {
  return bucket as unknown as R2Bucket;
}
