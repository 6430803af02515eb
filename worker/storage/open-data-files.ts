/**
 * Open data in R2. `open-data/{month}/{edition}/…` holds files, each under a name that its content gives it; `manifest.json` of a month
 * names those that count and comes last; `index.json` lists months; `job.json` is how far an export has come. Made-up
 * results have a place of their own.
 */
import type { OpenDataManifest } from '../../measurement-agent/protocol/open-data.ts';
import type { Month } from '../domain/month.ts';
import type { OpenDataIndex } from '../domain/open-data/due.ts';
import type { Job } from '../domain/open-data/job.ts';

/** Objects that one request of R2 deletes at most. */
const DELETED_AT_ONCE = 1_000;

function root(synthetic: boolean): string {
  return synthetic ? 'open-data-synthetic' : 'open-data';
}

function manifestKey(synthetic: boolean, month: Month): string {
  return `${root(synthetic)}/${month}/manifest.json`;
}

/** Where a file of an edition lies. */
export function fileKey(synthetic: boolean, month: Month, edition: number, name: string): string {
  return `${root(synthetic)}/${month}/${edition}/${name}`;
}

export async function putFile(
  bucket: R2Bucket,
  key: string,
  body: ArrayBuffer | string,
  contentType: string,
): Promise<void> {
  await bucket.put(key, body, { httpMetadata: { contentType } });
}

/** A file, or the piece of it that `headers` ask for; null when there is none. Without a body where it was not modified. */
export async function getFile(
  bucket: R2Bucket,
  key: string,
  headers: Headers,
): Promise<R2ObjectBody | R2Object | 'no-such-range' | null> {
  try {
    return await bucket.get(key, { range: headers, onlyIf: headers });
  } catch (error) {
    // R2 has no other way to say it: code 10039, InvalidRange.
    if (error instanceof Error && error.message.includes('10039')) return 'no-such-range';
    throw error;
  }
}

/** How far the export has come, and the tag of that version; null when there was never one. */
export async function getJob(
  bucket: R2Bucket,
  synthetic: boolean,
): Promise<{ job: Job; tag: string } | null> {
  const object = await bucket.get(`${root(synthetic)}/job.json`);
  // Only this file writes here.
  return object && { job: await object.json<Job>(), tag: object.etag };
}

/**
 * Keeps how far it has come, over the version of that tag and no other, or only where there is none.
 *
 * @returns Whether no other was faster.
 */
export async function keepJob(
  bucket: R2Bucket,
  synthetic: boolean,
  job: Job,
  tag: string | null,
): Promise<boolean> {
  const stored = await bucket.put(`${root(synthetic)}/job.json`, JSON.stringify(job), {
    onlyIf: tag === null ? { etagDoesNotMatch: '*' } : { etagMatches: tag },
    httpMetadata: { contentType: 'application/json' },
  });
  return stored !== null;
}

/** What an export wrote for itself; null when it is gone. */
export async function getWorking<Value>(bucket: R2Bucket, key: string): Promise<Value | null> {
  const object = await bucket.get(key);
  return object && object.json<Value>();
}

export async function putWorking(bucket: R2Bucket, key: string, value: unknown): Promise<void> {
  await putFile(bucket, key, JSON.stringify(value), 'application/json');
}

/** Deletes objects, however many. */
export async function deleteKeys(bucket: R2Bucket, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += DELETED_AT_ONCE)
    await bucket.delete(keys.slice(from, from + DELETED_AT_ONCE));
}

/** The manifest of a month; null when it has none. */
export async function getManifest(
  bucket: R2Bucket,
  synthetic: boolean,
  month: Month,
): Promise<OpenDataManifest | null> {
  const object = await bucket.get(manifestKey(synthetic, month));
  return object && object.json<OpenDataManifest>();
}

export async function putManifest(bucket: R2Bucket, manifest: OpenDataManifest): Promise<void> {
  await putFile(
    bucket,
    manifestKey(manifest.synthetic, manifest.month),
    JSON.stringify(manifest),
    'application/json',
  );
}

/**
 * Deletes all of a month but its manifest and the files that this names: earlier editions, and what exports wrote for themselves or left
 * when they died. Without a manifest, everything.
 */
export async function deleteOthers(
  bucket: R2Bucket,
  synthetic: boolean,
  month: Month,
  manifest: OpenDataManifest | null,
): Promise<void> {
  const kept = new Set(
    manifest === null
      ? []
      : [
          manifestKey(synthetic, month),
          ...manifest.files.map(({ name }) => fileKey(synthetic, month, manifest.edition, name)),
        ],
  );
  const others: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const listed = await bucket.list({ prefix: `${root(synthetic)}/${month}/`, ...(cursor && { cursor }) });
    others.push(...listed.objects.map(({ key }) => key).filter((key) => !kept.has(key)));
    if (!listed.truncated) break;
    ({ cursor } = listed);
  }
  await deleteKeys(bucket, others);
}

/** Months that were looked at, newest last. */
export async function getIndex(bucket: R2Bucket, synthetic: boolean): Promise<OpenDataIndex> {
  const object = await bucket.get(`${root(synthetic)}/index.json`);
  return object === null ? {} : object.json<OpenDataIndex>();
}

export async function putIndex(bucket: R2Bucket, synthetic: boolean, index: OpenDataIndex): Promise<void> {
  await putFile(bucket, `${root(synthetic)}/index.json`, JSON.stringify(index), 'application/json');
}
