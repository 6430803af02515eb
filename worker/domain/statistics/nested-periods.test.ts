import { expect, it } from 'vitest';
import { nestedPeriods } from './nested-periods.ts';

/** 2026-11-24. */
const AS_OF = Date.parse('2026-11-24') / 86_400_000;

it.each([
  [['r30'], ['r90', 'r365']],
  [['r90'], ['r365']],
  [['r365'], []],
  // The month runs: windows lie in it or it in them.
  [['2026-11'], ['r30', 'r90', 'r365']],
  [
    ['2026-10', '2026-11', '2026-12'],
    ['r30', 'r90', 'r365'],
  ],
  // Ended: of r90 it has days that r90 has not.
  [['2026-10'], ['r90', 'r365']],
  [['2026-08'], ['r365']],
  [['2025-10'], []],
  [['2026-11-20'], ['2026-11', 'r30', 'r90', 'r365']],
  [['2026-09-20'], ['2026-09', 'r90', 'r365']],
])('nestedPeriods() of %s', (periods, expected) =>
  expect(nestedPeriods(periods, { rolling: [30, 90, 365] }, AS_OF)).toEqual(expected),
);
