import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';

/** Digits of a line that a tag has: that two of ten lines share one happens once in 10^8, and only delays a publication. */
const LINE_DIGITS = 8;

/** What stands for a prefix that is not known. */
const NO_BUCKET = '-';

/**
 * A line that changed in a cell, as it is kept until the cell is published: enough to count a line once that changed in many
 * refreshes, too little to know it by.
 *
 * @param line The line, in hexadecimal.
 */
export function lineTag(line: string, prefixBucket: number | null): string {
  return `${line.slice(0, LINE_DIGITS)}${prefixBucket === null ? NO_BUCKET : prefixBucket.toString(16)}`;
}

/** Different lines among tags. */
export function countLines(tags: Iterable<string>): number {
  return new Set(Array.from(tags, (tag) => tag.slice(0, LINE_DIGITS))).size;
}

/**
 * Whether so many lines changed that the cell may be published anew: what differs is then of ten lines at least, and not of
 * one network alone, whose customer could have ten addresses.
 */
export function mayPublish(tags: readonly string[]): boolean {
  return (
    countLines(tags) >= ANONYMOUS_FROM_LINES && new Set(tags.map((tag) => tag.slice(LINE_DIGITS))).size > 1
  );
}
