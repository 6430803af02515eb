import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/loss.json' with { type: 'json' };
import { bursts, lossFigures, wilsonInterval } from './loss.ts';

describe('wilsonInterval()', () => {
  test.each(vectors.intervals)('of $lost in $sent', ({ lost, sent, lowRatio, highRatio }) => {
    const interval = wilsonInterval(lost, sent);
    expect(interval.lowRatio).toBeCloseTo(lowRatio, 9);
    expect(interval.highRatio).toBeCloseTo(highRatio, 9);
  });

  test.each([
    [1, 0],
    [-1, 5],
    [6, 5],
    [Number.NaN, 5],
  ])('refuses %s of %s', (lost, sent) => {
    expect(() => wilsonInterval(lost, sent)).toThrow(RangeError);
  });

  const counts = fc
    .integer({ min: 1, max: 1e6 })
    .chain((sent) => fc.tuple(fc.integer({ min: 0, max: sent }), fc.constant(sent)));

  test('holds the ratio, within 0 and 1', () => {
    fc.assert(
      fc.property(counts, ([lost, sent]) => {
        const { lowRatio, highRatio } = wilsonInterval(lost, sent);
        expect(lowRatio).toBeGreaterThanOrEqual(0);
        expect(lowRatio).toBeLessThanOrEqual(lost / sent);
        expect(highRatio).toBeGreaterThanOrEqual(lost / sent);
        expect(highRatio).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('narrows as the same ratio is seen in more datagrams', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 2, max: 20 }), ([lost, sent], times) => {
        const width = ({ lowRatio, highRatio }: ReturnType<typeof wilsonInterval>) => highRatio - lowRatio;
        expect(width(wilsonInterval(lost * times, sent * times))).toBeLessThan(
          width(wilsonInterval(lost, sent)),
        );
      }),
    );
  });

  test('is mirrored when what arrived is counted instead', () => {
    fc.assert(
      fc.property(counts, ([lost, sent]) => {
        const interval = wilsonInterval(lost, sent);
        const mirrored = wilsonInterval(sent - lost, sent);
        expect(interval.lowRatio).toBeCloseTo(1 - mirrored.highRatio, 9);
      }),
    );
  });
});

test.each(vectors.bursts)('bursts() of $sent with $lost lost', (vector) => {
  const { sent, received, lost, longestBurst, meanBurst } = vector;
  expect(bursts(sent, new Set(received))).toEqual({ longestBurst, meanBurst });
  expect(lossFigures(sent, received)).toMatchObject({ sent, lost, lossRatio: lost / sent, longestBurst });
});

describe('lossFigures()', () => {
  test('is null when nothing was sent', () => {
    expect(lossFigures(0, [])).toBeNull();
  });

  test('knows neither duplicates, nor order, nor numbers that were not sent', () => {
    const train = fc
      .integer({ min: 1, max: 200 })
      .chain((sent) => fc.tuple(fc.constant(sent), fc.uniqueArray(fc.nat({ max: sent - 1 }))));
    fc.assert(
      fc.property(train, fc.array(fc.integer({ min: 200, max: 1e6 })), ([sent, received], foreign) => {
        const noisy = [...foreign, ...received.toReversed(), ...received, -1, 0.5];
        expect(lossFigures(sent, noisy)).toEqual(lossFigures(sent, received));
      }),
    );
  });

  test('has bursts that add up to what was lost', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 1 }), (arrived) => {
        const received = arrived.flatMap((here, sequence) => (here ? [sequence] : []));
        const figures = lossFigures(arrived.length, received);
        const lost = arrived.filter((here) => !here).length;
        expect(figures?.lost).toBe(lost);
        expect(figures?.longestBurst).toBeLessThanOrEqual(lost);
        expect(figures?.meanBurst === null).toBe(lost === 0);
        expect(figures?.meanBurst ?? 0).toBeLessThanOrEqual(figures?.longestBurst ?? 0);
      }),
    );
  });
});
