import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { deleteBundle, getBlock, packBundle, putBundle } from '../storage/bundles.ts';
import {
  bundlesToCheck,
  condemnBundle,
  forgetBundle,
  movePlaces,
  type Place,
  placesIn,
  postponeBundle,
  registerBundle,
} from '../storage/document-places.ts';
import type { Stores } from './read-document.ts';

/** A bundle that is begun is written and pointed to within minutes; later whoever began it finds it given up, and begins again. */
export const BEGUN_FOR_MS = 3_600_000;
/** Bundles that one run looks at: each is read and written whole. */
const MOST_A_SWEEP = 15;

/**
 * Writes a bundle anew with just the documents that a result points to, one of them in another version, and removes the old one. New,
 * then pointed to, then the old one gone: whatever a crash leaves behind is registered as to be looked at.
 *
 * @returns The bundle that holds `replacement` now; null where its document was in this bundle no more.
 */
export async function rewriteBundle(
  stores: Stores,
  bundle: number,
  nowMs: number,
  replacement: ResultDocument | null = null,
): Promise<number | null> {
  const { DB, DOCUMENTS } = stores;
  const guarded = replacement?.measurementId ?? null;
  const places = await placesIn(DB, bundle);
  if (places.length === 0) {
    await dropBundle(stores, bundle);
    return null;
  }
  if (guarded !== null && !places.some(({ id }) => id === guarded)) return null;
  const documents = await readPlaces(stores, places);
  // Another rewriting has ended meanwhile.
  if (documents === null) return null;
  const next = await registerBundle(DB, nowMs + BEGUN_FOR_MS);
  const packed = await packBundle(
    next,
    documents.map((document) => (document.measurementId === guarded && replacement) || document),
  );
  await putBundle(DOCUMENTS, next, packed);
  const left = await movePlaces(DB, bundle, next, packed.places, guarded);
  if (left.from === 0) await dropBundle(stores, bundle);
  if (left.to === 0) {
    await dropBundle(stores, next);
    return null;
  }
  // A result was deleted meanwhile.
  if (left.to < documents.length) await rewriteBundle(stores, next, nowMs);
  return next;
}

/** Removes a bundle that nothing points to; one that something points to stays. */
export async function dropBundle({ DB, DOCUMENTS }: Stores, bundle: number): Promise<void> {
  if (!(await condemnBundle(DB, bundle))) return;
  await deleteBundle(DOCUMENTS, bundle);
  await forgetBundle(DB, bundle);
}

/**
 * Ends what crashes left: bundles that nothing points to, and those that hold more than is pointed to. One that cannot be read waits
 * for an hour, so that the others get their turn.
 *
 * @throws The first failure, once all were looked at.
 */
export async function sweepBundles(stores: Stores, nowMs: number): Promise<void> {
  const failures: unknown[] = [];
  for (const bundle of await bundlesToCheck(stores.DB, nowMs, MOST_A_SWEEP)) {
    try {
      await rewriteBundle(stores, bundle, nowMs);
    } catch (error) {
      failures.push(error);
    }
    try {
      // What was rewritten or removed is due no more.
      if (await postponeBundle(stores.DB, bundle, nowMs, nowMs + BEGUN_FOR_MS))
        failures.push(new Error(`Bundle ${bundle} is missing or damaged.`));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

/** Documents at places of one bundle; null when it is not there any more, or is damaged. */
async function readPlaces({ DOCUMENTS }: Stores, places: readonly Place[]): Promise<ResultDocument[] | null> {
  const wanted = new Set(places.map(({ id }) => id));
  const found: ResultDocument[] = [];
  let readTo = -1;
  for (const place of places) {
    if (place.offset <= readTo) continue;
    readTo = place.offset;
    const block = await getBlock(DOCUMENTS, place);
    if (block === null) return null;
    found.push(...block.filter(({ measurementId }) => wanted.has(measurementId)));
  }
  return found;
}
