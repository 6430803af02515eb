import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { isOthersLine } from './own-line.ts';

describe('isOthersLine', () => {
  test.each<[string, string[], string | null, number | null, boolean]>([
    ['the only brand of the AS is its own', ['ocn'], null, 4713, false],
    ['the only brand of the AS is another', ['iij'], null, 4713, true],
    ['one of the brands that share the AS is its own', ['hi-ho'], null, 2497, false],
    ['none of the brands that share the AS is its own', ['ocn'], null, 2497, true],
    ['the line is said to be of another brand of the AS', ['hi-ho'], 'iij', 2497, true],
    ['the line is said to be of a brand that is not on the AS', ['iij'], 'iij', 4713, true],
    ['nobody knows the AS', ['ocn'], null, null, false],
    ['no brand claims the AS', ['ocn'], null, 64500, false],
  ])('where %s', (_name, isps, declaredIsp, asn, others) => {
    expect(isOthersLine(isps, { declaredIsp, asn }, SMALL_DIRECTORY)).toBe(others);
  });
});
