import type { Random } from '../../clock.ts';

/**
 * Uniform in [0, 1) from a seed: SplitMix32 (Steele, Lea and Flood 2014, "Fast Splittable Pseudorandom Number
 * Generators"), which is enough for a simulation and nothing else.
 */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    mixed ^= mixed >>> 15;
    return (mixed >>> 0) / 2 ** 32;
  };
}
