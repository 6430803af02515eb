import fc from 'fast-check';
import { expect, it } from 'vitest';
import { placeByGuide } from './guide-table.ts';

it('placeByGuide() inverts', () => {
  const placeOf = placeByGuide(Float64Array.of(0.2, 0.7, 1));
  expect([0, 0.1, 0.2, 0.21, 0.7, 0.71, 1].map(placeOf)).toEqual([0, 0, 0, 1, 1, 2, 2]);
});

it('placeByGuide() finds what looking through all of the law does', () => {
  const laws = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 600 });
  fc.assert(
    fc.property(laws, fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (masses, uniforms) => {
      const total = masses.reduce((sum, mass) => sum + mass, 0);
      let upTo = 0;
      const cumulative = Float64Array.from(masses, (mass) => (upTo += mass) / (total || 1));
      cumulative[cumulative.length - 1] = 1;
      const placeOf = placeByGuide(cumulative);
      for (const u of [...uniforms, ...cumulative])
        expect(placeOf(u)).toBe(cumulative.findIndex((probability) => probability >= u));
    }),
  );
});
