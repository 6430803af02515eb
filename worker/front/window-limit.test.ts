import { expect, test } from 'vitest';
import { windowLimit } from './window-limit.ts';

test('windowLimit() counts each key by itself, and anew in the next window', async () => {
  let nowMs = 1000;
  const limit = windowLimit({ limit: 2, period: 60 }, () => nowMs);
  const tries = async (key: string) => (await limit.limit({ key })).success;
  expect([await tries('a'), await tries('a'), await tries('a'), await tries('b')]).toEqual([
    true,
    true,
    false,
    true,
  ]);
  nowMs += 59_999;
  expect(await tries('a')).toBe(false);
  nowMs += 1;
  expect(await tries('a')).toBe(true);
});

test('windowLimit() outlives a clock that is set back', async () => {
  let nowMs = 1_000_000;
  const limit = windowLimit({ limit: 1, period: 60 }, () => nowMs);
  await limit.limit({ key: 'a' });
  expect((await limit.limit({ key: 'a' })).success).toBe(false);
  nowMs = 0;
  expect((await limit.limit({ key: 'a' })).success).toBe(true);
});
