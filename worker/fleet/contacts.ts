import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Contact } from '../../measurement-agent/protocol/fleet.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { ContactStore } from '../storage/contact-store.ts';
import { noteChange } from '../storage/fleet/audit.ts';
import { ownerOf } from '../storage/fleet/owners.ts';
import { type Change, entryOf, noSuch } from './change.ts';

const NO_STORE: Refusal = {
  reason: 'not-configured',
  detail: 'No CONTACT_STORE is bound (docs/fleet.md): contact data is kept nowhere else.',
};

/** Null where nothing is kept. */
export async function readContact(
  change: Change,
  store: ContactStore | null,
  ownerId: string,
): Promise<Fallible<Contact | null, Refusal>> {
  const owner = await ownerOf(change.database, change.scope, ownerId);
  if (owner === null) return err(noSuch('owner', ownerId));
  return store === null ? err(NO_STORE) : ok(await store.get(ownerId));
}

/** The log tells that it changed, not what it says; null removes it. */
export async function changeContact(
  change: Change,
  store: ContactStore | null,
  ownerId: string,
  contact: Contact | null,
): Promise<Fallible<Contact | null, Refusal>> {
  const owner = await ownerOf(change.database, change.scope, ownerId);
  if (owner === null) return err(noSuch('owner', ownerId));
  if (store === null) return err(NO_STORE);
  const action = contact === null ? 'contact.delete' : 'contact.change';
  // Told first: a change that nobody knows of is worse than an entry of one that failed.
  await noteChange(change.database, entryOf(change, action, `owner:${ownerId}`, ownerId, {}));
  if (contact === null) await store.remove(ownerId);
  else await store.put(ownerId, contact);
  return ok(contact);
}
