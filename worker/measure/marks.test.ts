import { expect, test } from 'vitest';
import { MARK_INTERVAL_BYTES, MARK_INTERVAL_MS } from '../../measurement-agent/protocol/spec.ts';
import { Marks } from './marks.ts';

test('load is marked at every interval and at the end of a credit, never twice at one place', () => {
  const marks = new Marks();
  expect(marks.next(0, 0, true)).toBeNull();
  expect(marks.next(1000, 0, false)).toBeNull();
  const first = marks.next(2000, 0, true);
  expect(first).toMatch(/^[\w-]{12}$/);
  expect(marks.next(2000, 0, true)).toBeNull();
  expect(marks.next(2000 + MARK_INTERVAL_BYTES - 1, 0, false)).toBeNull();
  // One is under way.
  expect(marks.next(3000, MARK_INTERVAL_MS - 1, true)).toBeNull();
  const second = marks.next(2000 + MARK_INTERVAL_BYTES, 0, false);
  expect(second).not.toBe(first);
});

test('what a mark proves is all before it, and an older one proves nothing any more', () => {
  const marks = new Marks();
  const [first = '', second = '', third = ''] = [1000, 3000, 6000].map(
    (sent) => marks.next(sent, 100 * sent, true) ?? '',
  );
  expect(marks.provedBytes).toBe(0);
  expect(marks.prove(second)).toBe(true);
  expect(marks.provedBytes).toBe(3000);
  expect(marks.prove(first)).toBe(false);
  // Every credit repeats the newest.
  expect(marks.prove(second)).toBe(true);
  expect(marks.prove('AAAAAAAAAAAA')).toBe(false);
  expect(marks.prove(third)).toBe(true);
  expect(marks.provedBytes).toBe(6000);
});

test('load waits since the oldest mark that has not come back', () => {
  const marks = new Marks();
  expect(marks.waitingSinceMs()).toBeNull();
  const first = marks.next(1000, 100, true) ?? '';
  const second = marks.next(2000, 200, true) ?? '';
  expect(marks.waitingSinceMs()).toBe(100);
  marks.prove(first);
  expect(marks.waitingSinceMs()).toBe(200);
  marks.prove(second);
  expect(marks.waitingSinceMs()).toBeNull();
});
