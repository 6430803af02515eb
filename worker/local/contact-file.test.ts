import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { contactStoreOf } from '../storage/contact-store.ts';
import { contactFile, serveContacts } from './contact-file.ts';

const CONTACT = { name: '山田花子', mail: 'hanako@isp.example', phone: '', note: 'evenings' };
let directory = '';
let store: ReturnType<typeof contactFile>;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'jissoku-contacts-'));
  store = contactFile(directory);
});
afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

test('keeps, replaces and removes contact data, as the worker asks for it', async () => {
  const bound = { fetch: (request: Request) => serveContacts(store, request) } as unknown as Fetcher;
  const asked = contactStoreOf({ CONTACT_STORE: bound }, { contactStore: null })!;
  expect(await asked.get('o1')).toBeNull();
  await asked.put('o1', CONTACT);
  await asked.put('o1', { ...CONTACT, phone: '1' });
  expect(await asked.get('o1')).toEqual({ ...CONTACT, phone: '1' });
  expect(await asked.get('o2')).toBeNull();
  await asked.remove('o1');
  expect(await asked.get('o1')).toBeNull();
});

test('lies in a file that only its owner may read', async () => {
  await store.put('o1', CONTACT);
  const file = path.join(directory, 'contacts.sqlite');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file).includes('hanako@isp.example')).toBe(true);
});

test('takes nothing else', async () => {
  const ask = (target: string, init?: RequestInit) =>
    serveContacts(store, new Request(`https://contacts.invalid${target}`, init));
  expect((await ask('/owners')).status).toBe(404);
  expect((await ask('/owners/o1', { method: 'PUT', body: '{"name":"x"}' })).status).toBe(400);
  expect((await ask('/owners/o1', { method: 'POST' })).status).toBe(405);
});
