import { describe, expect, test } from 'vitest';
import { Punctuality } from './punctuality.ts';

/** A clock whose timers run when told, by so many ms late. */
function lateBy(latenesses: readonly number[]) {
  let nowMs = 0;
  let pending: { atMs: number; run: () => void } | null = null;
  const punctuality = new Punctuality({
    now: () => nowMs,
    after(delayMs, run) {
      pending = { atMs: nowMs + delayMs, run };
      return () => {
        pending = null;
      };
    },
  });
  for (const lateMs of latenesses) {
    const { atMs, run } = pending ?? { atMs: 0, run: () => {} };
    nowMs = atMs + lateMs;
    run();
  }
  return { ticks: punctuality.end(), pending: () => pending };
}

describe('Punctuality', () => {
  test.each([
    ['nothing came due', [], { ticks: 0, lateTicks: 0 }],
    ['on time', [0, 3, 20], { ticks: 3, lateTicks: 0 }],
    ['late', [21, 0, 400], { ticks: 3, lateTicks: 2 }],
  ])('%s', (_name, latenesses, ticks) => {
    expect(lateBy(latenesses).ticks).toEqual(ticks);
  });

  test('leaves no timer behind', () => {
    expect(lateBy([0]).pending()).toBeNull();
  });
});
