import { chmodSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { contactSchema } from '../../measurement-agent/protocol/fleet.ts';
import type { ContactStore } from '../storage/contact-store.ts';

/** Contact data of a local start: a file of its own, beside the database and never in it. Only the owner may read it. */
export function contactFile(dataDir: string): ContactStore & { close: () => void } {
  const file = path.join(dataDir, 'contacts.sqlite');
  const database = new DatabaseSync(file);
  chmodSync(file, 0o600);
  database.exec('pragma busy_timeout = 5000');
  database.exec(
    'create table if not exists contacts(owner_id text primary key, contact text not null) strict',
  );
  return {
    async get(ownerId) {
      const row = database.prepare('select contact from contacts where owner_id = ?').get(ownerId);
      return row === undefined ? null : contactSchema.parse(JSON.parse(String(row['contact'])));
    },
    async put(ownerId, contact) {
      database
        .prepare('insert into contacts values (?, ?) on conflict do update set contact = excluded.contact')
        .run(ownerId, JSON.stringify(contact));
    },
    async remove(ownerId) {
      database.prepare('delete from contacts where owner_id = ?').run(ownerId);
    },
    close: () => database.close(),
  };
}

/** The same as the worker asks for it: the HTTP of docs/fleet.md. */
export async function serveContacts(store: ContactStore, request: Request): Promise<Response> {
  const ownerId = /^\/owners\/([\w-]{1,64})$/.exec(new URL(request.url).pathname)?.[1];
  if (ownerId === undefined) return new Response(null, { status: 404 });
  switch (request.method) {
    case 'GET': {
      const contact = await store.get(ownerId);
      return contact === null ? new Response(null, { status: 404 }) : Response.json(contact);
    }
    case 'PUT': {
      const parsed = contactSchema.safeParse(await request.json());
      if (!parsed.success) return new Response(null, { status: 400 });
      await store.put(ownerId, parsed.data);
      return new Response(null, { status: 204 });
    }
    case 'DELETE':
      await store.remove(ownerId);
      return new Response(null, { status: 204 });
    default:
      return new Response(null, { status: 405 });
  }
}
