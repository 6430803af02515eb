import type { Uniform } from '../domain/statistics/seeded.ts';

/** A standard normal number (Box and Muller 1958). */
export function normal(uniform: Uniform): number {
  return Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}

/** One of `items`, each as likely as its weight. */
export function weighted<T>(items: readonly T[], weightOf: (item: T) => number, uniform: Uniform): T {
  let left = uniform() * items.reduce((sum, item) => sum + weightOf(item), 0);
  const found = items.find((item) => (left -= weightOf(item)) < 0) ?? items.at(-1);
  if (found === undefined) throw new RangeError('Cannot choose: there are no items');
  return found;
}

/** One of `items`, each as likely. */
export function oneOf<T>(items: readonly T[], uniform: Uniform): T {
  return weighted(items, () => 1, uniform);
}

/** `length` bytes. */
export function someBytes(length: number, uniform: Uniform): Uint8Array {
  return Uint8Array.from({ length }, () => Math.floor(uniform() * 256));
}
