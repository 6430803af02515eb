import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type { Env } from '../env.ts';
import { getBlock } from '../storage/bundles.ts';
import { placeOf } from '../storage/document-places.ts';
import { getVersion } from '../storage/documents.ts';

export type Stores = Pick<Env, 'DB' | 'DOCUMENTS'>;

/** A document as it lies somewhere: in which bundle, or under which tag of its own object. */
export interface Version {
  document: ResultDocument;
  at: { bundle: number } | { tag: string };
}

/** A bundle that was rewritten while it was read: read again, which somebody else's rewriting can spoil only so often. */
const MOST_TRIES = 20;

/** Null when there is no such document. */
export async function readDocument(stores: Stores, id: string): Promise<ResultDocument | null> {
  return (await readVersion(stores, id))?.document ?? null;
}

export async function readVersion({ DB, DOCUMENTS }: Stores, id: string): Promise<Version | null> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const place = await placeOf(DB, id);
    if (place === null) {
      const found = await getVersion(DOCUMENTS, id);
      return found && { document: found.document, at: { tag: found.tag } };
    }
    const block = await getBlock(DOCUMENTS, place);
    const document = block?.find(({ measurementId }) => measurementId === id);
    if (document !== undefined) return { document, at: { bundle: place.bundle } };
  }
  throw new Error(`The bundle of ${id} is missing or damaged.`);
}
