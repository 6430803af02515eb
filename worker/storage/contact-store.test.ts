import { afterEach, expect, test, vi } from 'vitest';
import { contactStoreOf } from './contact-store.ts';

const AT = { contactStore: { url: 'https://contacts.example/v1', token: 'secret' } };
const CONTACT = { name: '山田花子', mail: 'hanako@isp.example', phone: '', note: '' };

afterEach(() => vi.restoreAllMocks());

test('a store is asked at its address, with its token', async () => {
  const asked: Request[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    asked.push(request as Request);
    return Response.json(CONTACT);
  });
  expect(await contactStoreOf({}, AT)?.get('o1')).toEqual(CONTACT);
  expect(asked.map(({ url }) => url)).toEqual(['https://contacts.example/v1/owners/o1']);
  expect(asked[0]?.headers.get('authorization')).toBe('Bearer secret');
});

test.each([301, 307])('a redirect (%i) is neither followed nor taken for an answer', async (status) => {
  const redirects: string[] = [];
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (request) => {
    redirects.push((request as Request).redirect);
    return new Response(null, { status, headers: { location: 'https://elsewhere.example/' } });
  });
  const store = contactStoreOf({}, AT);
  await expect(store?.put('o1', CONTACT)).rejects.toThrow(`answered ${status} to PUT`);
  await expect(store?.get('o1')).rejects.toThrow(`answered ${status} to GET`);
  expect(redirects).toEqual(['manual', 'manual']);
});

test('there is none without a binding and an address', () => {
  expect(contactStoreOf({}, { contactStore: null })).toBeNull();
});
