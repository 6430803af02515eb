import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { liesIn, onlyBrandOf, subdivisionsIn } from './directory.ts';

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

  test.each([
    ['JP-13', 'JP-13', true],
    ['JP-13', 'JP-kanto', true],
    ['JP-13', 'JP', true],
    ['JP', 'JP', true],
    ['JP', 'JP-13', false],
    ['JP-47', 'JP-kanto', false],
    ['AT-9', 'AT', true],
    ['AT-9', 'JP', false],
    ['', 'JP', false],
  ])('%s lies in %s: %s', (code, region, lies) => {
    expect(liesIn(code, region, SMALL_DIRECTORY)).toBe(lies);
  });
});
