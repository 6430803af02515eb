import { describe, expect, test } from 'vitest';
import { editionKey, editionName, isDue, type MonthState, nextDue } from './edition.ts';

const day = (text: string) => Date.parse(text) / 86_400_000;
const AS_OF = day('2026-11-27');

describe('names of editions', () => {
  test.each([
    ['2026-10', { month: '2026-10', revision: 1 }],
    ['2026-10.2', { month: '2026-10', revision: 2 }],
    ['2026-10.12', { month: '2026-10', revision: 12 }],
  ])('%s there and back', (name, key) => {
    expect(editionKey(name)).toEqual(key);
    expect(editionName(key)).toBe(name);
  });
});

test.each([
  ['2026-10', '2026-11-03', false],
  ['2026-10', '2026-11-04', true],
  ['2026-12', '2027-01-03', false],
  ['2026-12', '2027-01-04', true],
  ['2026-11', '2026-11-27', false],
])('%s is due as of %s: %s', (month, asOf, due) => {
  expect(isDue(month, day(asOf))).toBe(due);
});

describe('nextDue()', () => {
  const made = (month: string, checkedWith: string | null, revision = 1): MonthState => ({
    month,
    revision,
    checkedWith,
  });

  test('makes what there is none of, oldest first, and nothing of the running month', () => {
    const months = [made('2026-11', null, 0), made('2026-10', null, 0), made('2026-09', null, 0)];
    expect(nextDue(months, AS_OF)?.month).toBe('2026-09');
    expect(nextDue([made('2026-11', null, 0)], AS_OF)).toBeNull();
  });

  test('looks at earlier editions again when a month has come, and only then', () => {
    const months = [made('2026-08', '2026-09'), made('2026-09', '2026-09'), made('2026-10', '2026-10')];
    expect(nextDue(months, AS_OF)?.month).toBe('2026-08');
    expect(nextDue([made('2026-09', '2026-10'), made('2026-10', '2026-10')], AS_OF)).toBeNull();
  });

  test('makes a first edition before it looks at others again', () => {
    expect(nextDue([made('2026-09', '2026-09'), made('2026-10', null, 0)], AS_OF)?.month).toBe('2026-10');
  });
});
