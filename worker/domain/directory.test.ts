import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { onlyBrandOf, subdivisionsIn } from './directory.ts';

describe('directory', () => {
  test.each([
    [4713, 'ocn'],
    [2497, undefined],
    [64500, undefined],
  ])('the only brand of AS%i is %s', (asn, slug) => {
    expect(onlyBrandOf(asn, SMALL_DIRECTORY)?.slug).toBe(slug);
  });

  test.each([
    ['JP', ['JP-13', 'JP-14', 'JP-47']],
    ['JP-kanto', ['JP-13', 'JP-14']],
    ['JP-13', ['JP-13']],
    ['AT', []],
    ['AT-9', ['AT-9']],
  ])('subdivisions in %s', (code, subdivisions) => {
    expect(subdivisionsIn(code, SMALL_DIRECTORY)).toEqual(subdivisions);
  });
});
