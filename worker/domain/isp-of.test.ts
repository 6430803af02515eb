import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { ispOf } from './isp-of.ts';

describe('ispOf', () => {
  test.each([
    ['declared, and it uses the AS', 'hi-ho', 2497, { key: 'hi-ho', source: 'declared' }],
    ['declared, but of another AS', 'iij', 4713, { key: 'ocn', source: 'network' }],
    ['declared, but unknown', 'nobody', 4713, { key: 'ocn', source: 'network' }],
    ['the only brand', null, 4713, { key: 'ocn', source: 'network' }],
    ['several brands', null, 2497, { key: 'shared:hi-ho~iij', source: 'shared' }],
    ['several brands and none of them', 'ocn', 2497, { key: 'shared:hi-ho~iij', source: 'shared' }],
    ['an AS no brand claims', 'ocn', 64500, { key: 'as-64500', source: 'as' }],
    ['no AS', 'ocn', null, null],
  ])('%s', (_name, declared, asn, isp) => {
    expect(ispOf(declared, asn, SMALL_DIRECTORY)).toEqual(isp);
  });
});
