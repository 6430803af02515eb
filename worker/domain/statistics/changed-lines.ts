import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { LineShare } from './cell-sums.ts';
import { fnv1a } from './fnv.ts';

/** Digits of a line that a tag has: that two of ten lines share one happens once in 10^8, and only delays a publication. */
const LINE_DIGITS = 8;

/** Where the digit of the network and that of the month end. */
const WHERE_END = LINE_DIGITS + 2;

/** Months that have digits of their own: more than any period has. */
const MONTHS = 36;

/** Digits of what the line brought into the cell before, and brings now. */
const SHARE_DIGITS = 4;

const NOTHING = '-'.repeat(SHARE_DIGITS);

/**
 * A line that changed in a cell, as it is kept until the cell is published: enough to count a line once that changed in many
 * refreshes and not at all when it is as it was, too little to know it by.
 *
 * @param line The line, in hexadecimal.
 * @param before What it brought into the cell; null when it was not there.
 * @param after What it brings now; null when it left.
 */
export function lineTag(line: string, before: LineShare | null, after: LineShare | null): string {
  const bucket = (after ?? before)?.prefixBucket ?? null;
  const network = bucket === null ? '-' : bucket.toString(16);
  const month = (after ?? before)?.month ?? null;
  const ofMonth = month === null ? '-' : (month % MONTHS).toString(MONTHS);
  return `${line.slice(0, LINE_DIGITS)}${network}${ofMonth}${digitsOf(before)}${digitsOf(after)}`;
}

interface Change {
  /** The network and the month of the line. */
  where: string;
  before: string;
  after: string;
}

/** Tags of the lines that are other than before all these changes, one each; in the order in which they happened. */
export function netTags(tags: readonly string[]): string[] {
  const lines = new Map<string, Change>();
  for (const tag of tags) {
    const line = tag.slice(0, LINE_DIGITS);
    const where = tag.slice(LINE_DIGITS, WHERE_END);
    const shares = tag.slice(WHERE_END);
    const before = lines.get(line)?.before ?? shares.slice(0, SHARE_DIGITS);
    lines.set(line, { where, before, after: shares.slice(SHARE_DIGITS) });
  }
  return [...lines]
    .filter(([, { before, after }]) => before !== after)
    .map(([line, { where, before, after }]) => `${line}${where}${before}${after}`);
}

/**
 * Whether so many lines changed that the cell may be published anew: what differs is then of ten lines at least, and not of
 * one network alone, whose customer could have ten addresses. Both within one month: a home is another line in each, and its
 * network another bucket.
 *
 * @param net One tag a line (`netTags`).
 */
export function mayPublish(net: readonly string[]): boolean {
  if (net.length < ANONYMOUS_FROM_LINES) return false;
  const byMonth = Map.groupBy(net, (tag) => tag.charAt(WHERE_END - 1));
  return [...byMonth.values()].some(
    (tags) =>
      tags.length >= ANONYMOUS_FROM_LINES && new Set(tags.map((tag) => tag.charAt(LINE_DIGITS))).size > 1,
  );
}

/**
 * Lines lie in many cells with the same share. What was excluded is no part of it: results that do not count must not let one
 * that does be published alone.
 */
const known = new WeakMap<LineShare, string>();

function digitsOf(share: LineShare | null): string {
  if (share === null || share.figures === null) return NOTHING;
  const digits = known.get(share) ?? hashOf(share);
  known.set(share, digits);
  return digits;
}

/** 16 bits: the halves of 32 put together. */
function hashOf({ results, regionSource, prefixBucket, month, figures }: LineShare): string {
  const text = JSON.stringify([results, regionSource, prefixBucket, month, figures]);
  const hash = fnv1a(text);
  return ((hash ^ (hash >>> 16)) & 0xffff).toString(16).padStart(SHARE_DIGITS, '0');
}
