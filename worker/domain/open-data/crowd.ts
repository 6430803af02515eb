import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';

/**
 * Lines that something is told of, and in which address prefixes they are: the lines times 2¹⁶, and a bit for each bucket of
 * prefixes. Packed, as an export holds as many of these as there are kinds of lines, which may be half as many as lines.
 */
export type Crowd = number;

export const NOBODY: Crowd = 0;

/** Buckets that prefixes are hashed into; lines of two buckets lie in two prefixes. */
const BUCKETS = 16;
const LINE = 2 ** BUCKETS;

/** Prefixes that whatever is published comes from: all lines of one may be one person's. */
const ANONYMOUS_FROM_PREFIXES = 2;

/** @param prefixBucket 0–15; null where the prefix is not known: such a line counts as a line, and adds no prefix. */
export function withLine(crowd: Crowd, prefixBucket: number | null): Crowd {
  return together(crowd, LINE + (prefixBucket === null ? 0 : 2 ** prefixBucket));
}

/** Two crowds without a line in common. */
export function together(a: Crowd, b: Crowd): Crowd {
  return (linesOf(a) + linesOf(b)) * LINE + ((a % LINE) | (b % LINE));
}

export function linesOf(crowd: Crowd): number {
  return Math.floor(crowd / LINE);
}

/** Whether what is told of them is told of nobody: ten lines in two prefixes. */
export function isAnonymousCrowd(crowd: Crowd): boolean {
  if (linesOf(crowd) < ANONYMOUS_FROM_LINES) return false;
  let prefixes = 0;
  for (let bits = crowd % LINE; bits > 0; bits = Math.floor(bits / 2)) prefixes += bits % 2;
  return prefixes >= ANONYMOUS_FROM_PREFIXES;
}
