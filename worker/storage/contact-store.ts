/**
 * Contact data of owners: personal, and so never in the database. It lies behind HTTP (docs/fleet.md): a file under a local start, a store
 * in the country in production.
 */
import { type Contact, contactSchema } from '../../measurement-agent/protocol/fleet.ts';
import type { Config } from '../domain/config.ts';
import type { Env } from '../env.ts';

export interface ContactStore {
  /** Null where nothing is kept. */
  get(ownerId: string): Promise<Contact | null>;
  put(ownerId: string, contact: Contact): Promise<void>;
  remove(ownerId: string): Promise<void>;
}

/** What a service binding is asked at: it has no host of its own. */
const BOUND = 'https://contacts.invalid';

/** A service binding, else what is asked over HTTPS. Null where the operator has neither. */
export function contactStoreOf(
  { CONTACT_STORE: bound }: Pick<Env, 'CONTACT_STORE'>,
  { contactStore }: Pick<Config, 'contactStore'>,
): ContactStore | null {
  if (bound !== undefined) return httpContactStore((request) => bound.fetch(request), BOUND, null);
  if (contactStore === null) return null;
  return httpContactStore((request) => fetch(request), contactStore.url, contactStore.token);
}

function httpContactStore(
  ask: (request: Request) => Promise<Response>,
  base: string,
  token: string | null,
): ContactStore {
  async function send(method: string, ownerId: string, contact?: Contact): Promise<Response> {
    const headers = new Headers({ 'content-type': 'application/json' });
    if (token !== null) headers.set('authorization', `Bearer ${token}`);
    const body = contact === undefined ? null : JSON.stringify(contact);
    // A redirect would carry what is personal, and the token, to wherever it says.
    const redirect = 'manual';
    const answer = await ask(new Request(`${base}/owners/${ownerId}`, { method, headers, body, redirect }));
    if (!answer.ok && answer.status !== 404)
      throw new Error(`the contact store answered ${answer.status} to ${method}`);
    return answer;
  }
  return {
    async get(ownerId) {
      const answer = await send('GET', ownerId);
      return answer.status === 404 ? null : contactSchema.parse(await answer.json());
    },
    async put(ownerId, contact) {
      const { status } = await send('PUT', ownerId, contact);
      if (status === 404) throw new Error('the contact store has no place for this owner');
    },
    async remove(ownerId) {
      await send('DELETE', ownerId);
    },
  };
}
