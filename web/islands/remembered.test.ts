import { expect, it } from 'vitest';
import { NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import {
  forgetDeclared,
  ownResults,
  rememberAnswer,
  rememberCost,
  rememberDeclared,
  rememberedCost,
  rememberedDeclared,
  rememberResult,
  type Store,
} from './remembered.ts';

function memory(): Store {
  const items = new Map<string, string>();
  return {
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

const refuse = () => {
  throw new Error('not in a private window');
};
const REFUSING: Store = { getItem: refuse, setItem: refuse, removeItem: refuse };

it('remembers answers until they are forgotten', () => {
  const store = memory();
  expect(rememberedDeclared(store)).toEqual({});
  rememberDeclared(store, { ...NOTHING_DECLARED, isp: 'ocn' });
  expect(rememberedDeclared(store).isp).toBe('ocn');
  forgetDeclared(store);
  expect(rememberedDeclared(store)).toEqual({});
});

it('remembers what the last test moved', () => {
  const store = memory();
  expect(rememberedCost(store)).toBeNull();
  rememberCost(store, 46e6);
  expect(rememberedCost(store)).toBe(46e6);
  rememberCost(REFUSING, 46e6);
  expect(rememberedCost(REFUSING)).toBeNull();
});

it('remembers one answer beside the others', () => {
  const store = memory();
  rememberAnswer(store, 'connectionMethod', 'pppoe');
  expect(rememberedDeclared(store)).toEqual({ connectionMethod: 'pppoe' });
  rememberDeclared(store, { ...NOTHING_DECLARED, isp: 'ocn', connectionMethod: 'dhcp' });
  rememberAnswer(store, 'connectionMethod', 'ipoe-mape');
  expect(rememberedDeclared(store)).toEqual({
    ...NOTHING_DECLARED,
    isp: 'ocn',
    connectionMethod: 'ipoe-mape',
  });
});

it('keeps each own result once, newest first', () => {
  const store = memory();
  for (const id of ['a', 'b', 'a'])
    rememberResult(store, { id, url: '', deleteToken: `key of ${id}` }, 'now');
  expect(ownResults(store).map(({ id }) => id)).toEqual(['a', 'b']);
  expect(ownResults(store)[0]?.deleteToken).toBe('key of a');
});

it('goes on without a store, or with a spoilt one', () => {
  rememberDeclared(REFUSING, NOTHING_DECLARED);
  forgetDeclared(REFUSING);
  rememberResult(REFUSING, { id: 'a', url: '', deleteToken: '' }, 'now');
  expect(ownResults(REFUSING)).toEqual([]);
  expect(rememberedDeclared({ ...memory(), getItem: () => 'not json' })).toEqual({});
});
