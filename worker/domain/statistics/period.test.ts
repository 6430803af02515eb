import { expect, it } from 'vitest';
import { periodOf } from './period.ts';

/** 23 November 2026, days since the epoch. */
const TODAY = 20_780;

it.each([
  ['2026-11', '2026-11-01', '2026-11-30', ['2026-11']],
  ['2024-02', '2024-02-01', '2024-02-29', ['2024-02']],
  ['2026-12', '2026-12-01', '2026-12-31', ['2026-12']],
  ['2026-Q4', '2026-10-01', '2026-12-31', ['2026-10', '2026-11', '2026-12']],
  ['2026-Q1', '2026-01-01', '2026-03-31', ['2026-01', '2026-02', '2026-03']],
])('%s is %s to %s', (name, from, to, months) => {
  expect(periodOf(name, TODAY)).toEqual({ name, from, to, cells: months, months });
});

it.each([
  ['r30', '2026-10-25'],
  ['r90', '2026-08-26'],
  ['r365', '2025-11-24'],
])('%s ends today and begins on %s', (name, from) => {
  expect(periodOf(name, TODAY)).toEqual({ name, from, to: '2026-11-23', cells: [name], months: null });
});

it('a day is itself', () => {
  const name = '2024-02-29';
  expect(periodOf(name, TODAY)).toEqual({ name, from: name, to: name, cells: [name], months: null });
});

it.each(['2026-02-29', '2026-04-31', '0050-01', '0099-Q4', '1969-12-31'])('%s is none', (name) => {
  expect(periodOf(name, TODAY)).toBeNull();
});
