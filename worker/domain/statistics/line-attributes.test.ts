import { expect, it } from 'vitest';
import { lineTest } from '../../../test/fixtures/line-test.ts';
import { lineAttributes, tierOf } from './line-attributes.ts';

const areaOf = (code: string) => (code === 'JP-13' ? 'JP-kanto' : null);

it('takes what was last said', () => {
  const { place, contract } = lineAttributes(
    [
      lineTest('2026-10-01 12:00', { ispKey: 'ocn', dwelling: 'detached', contractDownloadBps: 1e9 }),
      lineTest('2026-10-02 12:00', { ispKey: 'iij', dwelling: null }),
    ],
    areaOf,
  );
  expect(place).toMatchObject({ isp: 'iij', dwelling: 'detached', tier: 'to-1g', method: 'unknown' });
  expect(contract).toEqual({ downloadBps: 1e9, uploadBps: null });
});

it('believes a person before a lookup, even an earlier one', () => {
  const { place, regionSource } = lineAttributes(
    [
      lineTest('2026-10-01 12:00', { regionSource: 'declared' }),
      lineTest('2026-10-02 12:00', { subdivisionCode: 'JP-27' }),
    ],
    areaOf,
  );
  expect(place).toMatchObject({ country: 'JP', area: 'JP-kanto', subdivision: 'JP-13' });
  expect(regionSource).toBe('declared');
});

it('the whole country is the area of a line whose prefecture is not known', () => {
  const { place } = lineAttributes(
    [lineTest('2026-10-01 12:00', { subdivisionCode: null, regionSource: null })],
    areaOf,
  );
  expect(place).toMatchObject({ country: 'JP', area: 'JP', subdivision: null });
});

it.each([
  [null, 'unknown'],
  [0, 'unknown'],
  [1e8, 'to-100m'],
  [1.2e8, 'to-1g'],
  [1e9, 'to-1g'],
  [2e9, 'to-2g'],
  [1e10, 'to-10g'],
])('a contract of %s bit/s is of tier %s', (bps, tier) => expect(tierOf(bps)).toBe(tier));
