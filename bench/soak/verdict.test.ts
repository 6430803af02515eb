import { expect, test } from 'vitest';
import { type SoakFacts, soakVerdict } from './verdict.ts';

/** Ten minutes in which the front grows from 100 MiB to `frontMib` and nothing goes wrong. */
function soak(frontMib: number, changes: Partial<SoakFacts> = {}): SoakFacts {
  return {
    honest: { answered: 500, found: 500 },
    hostile: { answered: 20, found: 20 },
    honestWithout: 'none',
    died: false,
    capped: 9,
    memory: Array.from({ length: 120 }, (_, index) => ({
      atMs: index * 5_000,
      node: 300,
      app: index < 12 ? 50 : 150,
      front: index < 100 ? 100 : frontMib,
    })),
    healthMs: Array.from({ length: 101 }, (_, index) => index),
    unhealthy: 0,
    durationMs: 600_000,
    ...changes,
  };
}

test('a soak in which all went well', () => {
  const { table, failed } = soakVerdict(soak(120));
  expect(failed).toBe(false);
  expect(table).toContain('| memory of front | 100 → 120 MiB, +20% | ok |');
  // The first minute is warm-up.
  expect(table).toContain('| memory of app | 150 → 150 MiB, 0% | ok |');
  expect(table).toContain('| health p50, p99 | 50.0 ms, 99.0 ms | ok |');
});

test.each([
  ['a result is missing', { honest: { answered: 500, found: 499 } }, true, '1 MISSING'],
  ['a process died', { died: true }, true, 'DIED'],
  ['no cap was met', { capped: 0 }, false, 'NOT EXERCISED'],
  ['nobody answered for health', { unhealthy: 3, healthMs: [] }, false, 'none ms, none ms | 3 FAILED'],
] satisfies [string, Partial<SoakFacts>, boolean, string][])(
  'says that %s',
  (_name, changes, failed, text) => {
    const verdict = soakVerdict(soak(100, changes));
    expect(verdict.failed).toBe(failed);
    expect(verdict.table).toContain(text);
  },
);

test('says that memory grew, or is not known', () => {
  expect(soakVerdict(soak(121)).table).toContain('| memory of front | 100 → 121 MiB, +21% | GREW |');
  expect(soakVerdict(soak(100, { memory: [] })).table).toContain('unknown → unknown MiB, unknown | GREW');
});
