import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import { decodeSums, encodeSums } from './cell-code.ts';
import { decodeSummary, encodeSummary, summarise } from './cell-summary.ts';
import { addShare, type CellSums, EXCLUSION_REASONS, emptySums, mergeSums } from './cell-sums.ts';
import { toldFigure } from './suppression.ts';

const SHARE = fc.record({
  results: fc.integer({ min: 1, max: 500 }),
  excluded: fc.dictionary(fc.constantFrom(...EXCLUSION_REASONS), fc.integer({ min: 1, max: 9 })),
  regionSource: fc.constantFrom('declared' as const, 'geoip' as const, null),
  prefixBucket: fc.option(fc.integer({ min: 0, max: 15 })),
  figures: fc.option(
    fc.array(fc.option(fc.oneof(fc.constant(0), fc.double({ min: 1e-9, max: 1e12, noNaN: true }))), {
      minLength: FIGURES.length,
      maxLength: FIGURES.length,
    }),
  ),
  month: fc.option(fc.integer({ min: 24_000, max: 24_400 })),
  weight: fc.constantFrom(1 as const, -1 as const),
});

const SUMS = fc.array(SHARE, { maxLength: 40 }).map((shares): CellSums => {
  const sums = emptySums();
  for (const { weight, excluded, ...share } of shares)
    addShare(sums, { ...share, excluded: new Map(Object.entries(excluded) as never) }, weight);
  return sums;
});

describe('the code of sums', () => {
  it('is read as what was written, whatever the signs', () => {
    fc.assert(
      fc.property(SUMS, (sums) => {
        expect(decodeSums(encodeSums(sums))).toEqual(sums);
      }),
    );
  });

  it('is the same for equal sums, whatever came first', () => {
    fc.assert(
      fc.property(SUMS, SUMS, (one, other) => {
        const there = emptySums();
        mergeSums(there, one);
        mergeSums(there, other);
        const back = emptySums();
        mergeSums(back, other);
        mergeSums(back, one);
        expect(encodeSums(there)).toBe(encodeSums(back));
      }),
    );
  });

  it('may lack the parts of other figures', () => {
    fc.assert(
      fc.property(SUMS, fc.integer({ min: 0, max: FIGURES.length - 1 }), (sums, wanted) => {
        const parts = (JSON.parse(encodeSums(sums)) as string[]).map((part, index) =>
          index === 0 || index === wanted + 1 ? part : '',
        );
        const read = decodeSums(JSON.stringify(parts));
        expect(read.sketches[wanted]).toEqual(sums.sketches[wanted]);
        expect(read.results).toBe(sums.results);
      }),
    );
  });

  it.each([
    ['[]', 'other figures'],
    [JSON.stringify(Array.from({ length: FIGURES.length + 1 }, () => btoa('\u0002'))), 'another layout'],
    [JSON.stringify(['BA==', ...FIGURES.map(() => '')]), 'ends too early'],
  ])('%s is refused', (code, why) => {
    expect(() => decodeSums(code)).toThrow(why);
  });
});

it('a summary is read as it is told', () => {
  fc.assert(
    fc.property(fc.array(SHARE, { maxLength: 90 }), (shares) => {
      const sums = emptySums();
      for (const { excluded, ...share } of shares)
        addShare(sums, { ...share, excluded: new Map(Object.entries(excluded) as never) }, 1);
      const summary = summarise(sums);
      const read = decodeSummary(encodeSummary(summary));
      expect(read.excluded).toEqual(summary.excluded);
      for (const figure of FIGURES) {
        const { lines, quantiles, geometricMean } = summary.figures[figure];
        expect(read.figures[figure].lines).toBe(lines);
        expect(read.figures[figure].geometricMean).toBe(
          geometricMean === null ? null : toldFigure(geometricMean),
        );
        const median = quantiles.p50;
        expect(read.figures[figure].quantiles.p50).toEqual(
          median && {
            value: toldFigure(median.value),
            low: toldFigure(median.low),
            high: toldFigure(median.high),
          },
        );
      }
    }),
  );
});
