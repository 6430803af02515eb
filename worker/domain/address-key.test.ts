import { expect, test } from 'vitest';
import { expiredMonths } from './address-key.ts';

test.each([
  ['2026-11-15T00:00:00Z', ['2026-09']],
  ['2026-12-05T23:59:59Z', ['2026-09']],
  ['2027-01-04T23:59:59Z', ['2026-09', '2026-10']],
  ['2027-01-05T00:00:00Z', ['2026-09', '2026-10', '2026-11']],
])('at %s the secrets of %j are 35 days past', (now, months) => {
  expect(expiredMonths(['2026-09', '2026-10', '2026-11'], Date.parse(now))).toEqual(months);
});
