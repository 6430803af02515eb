import { describe, expect, test } from 'vitest';
import { SMALL_DIRECTORY } from '../../test/worker/fixtures/small-directory.ts';
import { regionOf } from './region-of.ts';

const tokyo = { countryCode: 'JP', subdivisionCode: 'JP-13' };
const nowhere = { countryCode: null, subdivisionCode: null };

describe('regionOf', () => {
  test.each([
    ['the declared one', 'JP-47', tokyo, { countryCode: 'JP', subdivisionCode: 'JP-47', source: 'declared' }],
    [
      'a foreign declared one',
      'AT-9',
      tokyo,
      { countryCode: 'AT', subdivisionCode: 'AT-9', source: 'declared' },
    ],
    ['not one that does not exist', 'JP-99', tokyo, { ...tokyo, source: 'geoip' }],
    ['not one of no country', 'XX-1', tokyo, { ...tokyo, source: 'geoip' }],
    ['GeoIP', null, tokyo, { ...tokyo, source: 'geoip' }],
    [
      'a country alone',
      null,
      { countryCode: 'JP', subdivisionCode: null },
      { countryCode: 'JP', subdivisionCode: null, source: 'geoip' },
    ],
    [
      'the country of a subdivision',
      null,
      { countryCode: null, subdivisionCode: 'JP-13' },
      { ...tokyo, source: 'geoip' },
    ],
    ['nothing', null, nowhere, { ...nowhere, source: null }],
  ])('takes %s', (_name, declared, network, region) => {
    expect(regionOf(declared, network, SMALL_DIRECTORY)).toEqual(region);
  });
});
