import { expect, test } from 'vitest';
import { anonymityPrefix, parseAddress } from '../../worker/domain/address.ts';
import { crowdAddress, ownAddress } from './addresses.ts';

function prefixOf(address: string): string {
  const parsed = parseAddress(address);
  if (parsed === null) throw new Error(address);
  return anonymityPrefix(parsed);
}

test('every client has a prefix of its own, but the crowd shares one', () => {
  const clients = Array.from({ length: 1_000 }, (_, client) => client);
  const own = new Set(clients.map((client) => prefixOf(ownAddress(client))));
  expect(own.size).toBe(1_000);
  const crowd = new Set(clients.map((client) => prefixOf(crowdAddress(client))));
  expect(crowd.size).toBe(1);
  expect(own.isDisjointFrom(crowd)).toBe(true);
});

test('there is an end to them', () => {
  expect(prefixOf(ownAddress(65_023))).toMatch(/^4:/);
  expect(() => ownAddress(65_024)).toThrow(RangeError);
});
