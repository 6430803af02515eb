import { expect, it } from 'vitest';
import { SMALL_DIRECTORY } from '../../../test/worker/fixtures/small-directory.ts';
import { areaOfSubdivision } from '../../domain/directory.ts';
import { childrenOf, parentsOf, regionUnder } from './region-tree.ts';

const codes = (regions: readonly { code: string }[]) => regions.map(({ code }) => code);

it.each([
  ['JP', []],
  ['JP-kanto', ['JP']],
  ['JP-13', ['JP', 'JP-kanto']],
  ['AT-9', ['AT']],
])('%s lies in %j', (code, parents) => {
  const region = regionUnder(code, SMALL_DIRECTORY);
  expect(region === null ? null : codes(parentsOf(region, SMALL_DIRECTORY))).toEqual(parents);
});

it.each(['ZZ', 'JP-99', 'ZZ-1', 'jp-13', 'AT-', ''])('there is no region "%s"', (code) => {
  expect(regionUnder(code, SMALL_DIRECTORY)).toBeNull();
});

it('knows what lies in a region', () => {
  expect(codes(childrenOf('JP', SMALL_DIRECTORY))).toEqual(['JP-kanto', 'JP-okinawa']);
  expect(codes(childrenOf('JP-kanto', SMALL_DIRECTORY))).toEqual(['JP-13', 'JP-14']);
  expect(areaOfSubdivision('JP-13', SMALL_DIRECTORY)).toBe('JP-kanto');
  expect(areaOfSubdivision('AT-9', SMALL_DIRECTORY)).toBeNull();
});
