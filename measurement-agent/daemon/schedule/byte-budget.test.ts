import fc from 'fast-check';
import { expect, test } from 'vitest';
import { costOf, loadAllowance, monthOf } from './byte-budget.ts';

test('a month of tests that each move all they may never costs more than its budget', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 50_000_000_000 }),
      fc.integer({ min: 1, max: 300 }),
      fc.integer({ min: 0, max: 11 }),
      (budget, tests, month) => {
        const beginMs = Date.UTC(2026, month, 1);
        const endMs = Date.UTC(2026, month + 1, 1);
        let spent = 0;
        for (let index = 0; index < tests; index += 1) {
          const atMs = beginMs + ((endMs - beginMs) * index) / tests;
          const allowed = loadAllowance(budget, spent, atMs) ?? 0;
          if (allowed > 0) spent += costOf(allowed);
          expect(spent).toBeLessThanOrEqual(budget);
          expect(monthOf(atMs)).toBe(monthOf(beginMs));
        }
      },
    ),
  );
});

test('the last days of a month have their share, however much the first ones wanted', () => {
  const budget = 31e9;
  const firstMs = Date.UTC(2026, 9, 1);
  const spent = costOf(loadAllowance(budget, 0, firstMs) ?? 0);
  expect(loadAllowance(budget, spent, firstMs)).toBe(0);
  expect(loadAllowance(budget, spent, firstMs + 86_400_000)).toBeGreaterThan(0.9e9);
});

test('no budget is no bound', () => {
  expect(loadAllowance(null, 1e15, 0)).toBeNull();
});
