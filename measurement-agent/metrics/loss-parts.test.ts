import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lossParts } from './loss-parts.ts';

const datagrams = fc.array(
  fc.record({ atMs: fc.double({ min: 0, max: 400_000, noNaN: true }), isLost: fc.boolean() }),
  { maxLength: 400 },
);

describe('lossParts()', () => {
  it('counts in parts of a quarter of a second', () => {
    const at = (atMs: number, isLost = false) => ({ atMs, isLost });
    expect(lossParts([at(10), at(249.9, true), at(250), at(1_100, true), at(1_101, true)])).toEqual({
      partMs: 250,
      parts: [
        [0, 2, 1],
        [250, 1, 0],
        [1_000, 2, 2],
      ],
    });
  });

  it('has no part without datagrams', () => {
    expect(lossParts([])).toEqual({ partMs: 250, parts: [] });
  });

  it('counts every datagram once, in order, in few parts', () => {
    fc.assert(
      fc.property(datagrams, (each) => {
        const { partMs, parts } = lossParts(each);
        expect(parts.length).toBeLessThanOrEqual(121);
        expect(parts.reduce((sum, [, sent]) => sum + sent, 0)).toBe(each.length);
        expect(parts.reduce((sum, [, , lost]) => sum + lost, 0)).toBe(
          each.filter(({ isLost }) => isLost).length,
        );
        for (const [index, [fromMs, sent]] of parts.entries()) {
          expect(fromMs).toBeGreaterThanOrEqual((parts[index - 1]?.[0] ?? -partMs) + partMs);
          expect(sent).toBe(each.filter(({ atMs }) => atMs >= fromMs && atMs < fromMs + partMs).length);
        }
      }),
    );
  });
});
