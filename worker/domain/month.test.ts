import { expect, test } from 'vitest';
import { monthEndMs, monthOf } from './month.ts';

test.each([
  ['2026-11-30T23:59:59.999Z', '2026-11', '2026-12-01T00:00:00.000Z'],
  ['2026-12-01T00:00:00.000Z', '2026-12', '2027-01-01T00:00:00.000Z'],
])('%s lies in %s, which ends at %s', (at, month, end) => {
  expect(monthOf(Date.parse(at))).toBe(month);
  expect(new Date(monthEndMs(month)).toISOString()).toBe(end);
});
