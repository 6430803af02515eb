import { describe, expect, it } from 'vitest';
import type { LineShare } from './cell-sums.ts';
import { lineTag, mayPublish, netTags } from './changed-lines.ts';

function share(downloadBps: number | null, prefixBucket = 1, month: number | null = null): LineShare {
  const figures = downloadBps === null ? null : [downloadBps];
  return { results: 1, excluded: new Map(), regionSource: null, prefixBucket, figures, month };
}

function lineOf(index: number): string {
  return (index + 1).toString(16).padStart(8, '0').padEnd(32, '0');
}

/** Tags of some lines that came, from two networks; in a month of their own each, or so many a month. */
function coming(count: number, aMonth = count): string[] {
  return Array.from({ length: count }, (_, index) =>
    lineTag(lineOf(index), null, share(index, index % 2, 24_000 + Math.floor(index / aMonth))),
  );
}

describe('netTags()', () => {
  const line = lineOf(0);
  it.each([
    [
      'that changed twelve times is one',
      Array.from({ length: 12 }, (_, at) => lineTag(line, share(at), share(at + 1))),
      1,
    ],
    ['that came and went is none', [lineTag(line, null, share(1)), lineTag(line, share(1), null)], 0],
    ['that is as it was is none', [lineTag(line, share(1), share(2)), lineTag(line, share(2), share(1))], 0],
    ['of which results came that do not count is none', [lineTag(line, null, share(null))], 0],
  ])('a line %s', (_name, tags, count) => expect(netTags(tags)).toHaveLength(count));

  it('of parts are those of the whole', () => {
    const first = [...coming(4), lineTag(lineOf(9), share(1), share(2))];
    const then = [lineTag(lineOf(2), share(2, 0), null), lineTag(lineOf(9), share(2), share(3))];
    expect(netTags([...netTags(first), ...then])).toEqual(netTags([...first, ...then]));
    expect(netTags([...first, ...then])).toHaveLength(4);
  });
});

it.each([
  ['ten lines of two networks', coming(10), true],
  ['nine lines', coming(9), false],
  ['ten lines of one network', coming(20).filter((_, index) => index % 2 === 0), false],
  ['ten lines, five in either month: who measures in both is two lines', coming(10, 5), false],
  ['ten lines of a month, and some of another', coming(14, 10), true],
  [
    'a network in two months, hashed anew',
    Array.from({ length: 20 }, (_, index) =>
      lineTag(lineOf(index), null, share(index, index % 2, 24_000 + (index % 2))),
    ),
    false,
  ],
])('mayPublish() of %s', (_name, tags, may) => expect(mayPublish(tags)).toBe(may));
