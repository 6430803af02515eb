import { describe, expect, test } from 'vitest';
import vectors from '../../test/vectors/delay.json' with { type: 'json' };
import { ipdvMeanAbsMs, ipdvMs, pdvQuantileMs, rfc3550Ms, rttFigures } from './delay.ts';

/** To a picosecond: beyond that two ways of adding differ. */
function rounded(ms: number | null): number | null {
  return ms === null ? null : Number(ms.toFixed(9));
}

describe.each(vectors.cases)('delay of $rttsMs.length samples', (vector) => {
  const { rttsMs, ipdvMeanAbsMs: ipdv, pdvP95Ms, min, p50, p95, p99 } = vector;
  test('ipdvMeanAbsMs()', () => {
    expect(rounded(ipdvMeanAbsMs(rttsMs))).toBe(rounded(ipdv));
  });
  test('pdvQuantileMs() of 0.95', () => {
    expect(rounded(pdvQuantileMs(rttsMs, 0.95))).toBe(rounded(pdvP95Ms));
  });
  test('rfc3550Ms()', () => {
    expect(rounded(rfc3550Ms(rttsMs))).toBe(rounded(vector.rfc3550Ms));
  });
  test('rttFigures()', () => {
    const figures = rttFigures(rttsMs);
    expect([figures?.min, figures?.p50, figures?.p95, figures?.p99].map((ms) => rounded(ms ?? null))).toEqual(
      [min, p50, p95, p99].map(rounded),
    );
  });
});

test('ipdvMs() is signed and one shorter', () => {
  expect(ipdvMs([10, 12, 9])).toEqual([2, -3]);
});

test('nothing is null, never zero', () => {
  expect([ipdvMeanAbsMs([]), pdvQuantileMs([], 0.95), rfc3550Ms([1]), rttFigures([])]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
