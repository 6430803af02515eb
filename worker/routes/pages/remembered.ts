import type { Basis } from '../quality/asked.ts';

/** As many contents as stay: some hundred kilobytes each, of the 128 MB that a Worker has. */
const KEPT = 48;

const contents = new WeakMap<D1Database, Map<string, unknown>>();

/**
 * What a page shows as of a publication: worked out for whoever asks first and kept in this isolate, as it does not change until
 * the next publication. Values are kept and no promises: work of one request cannot be awaited by another.
 *
 * @param question What tells this content from others, without the publication.
 */
export async function remembered<Content>(
  database: D1Database,
  { publishedAtMs, shown }: Basis,
  question: readonly unknown[],
  workOut: () => Promise<Content>,
): Promise<Content> {
  if (publishedAtMs === null) return workOut();
  const kept = contents.get(database) ?? new Map<string, unknown>();
  contents.set(database, kept);
  const key = JSON.stringify([publishedAtMs, shown, ...question]);
  const known = kept.get(key) as Content | undefined;
  const content = known ?? (await workOut());
  // What is not there has as many names as anybody can think of.
  if (isRefusal(content)) return content;
  // The one that was asked for last stands last, and the first one goes.
  kept.delete(key);
  kept.set(key, content);
  for (const oldest of kept.keys()) {
    if (kept.size <= KEPT) break;
    kept.delete(oldest);
  }
  return content;
}

function isRefusal(content: unknown): boolean {
  return typeof content === 'object' && content !== null && 'ok' in content && content.ok === false;
}
