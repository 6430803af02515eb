import { describe, expect, test } from 'vitest';
import { isQuietAt, zoneOfSite } from './quiet-hours.ts';

const NIGHT = [{ from: '23:00', to: '07:00' }];

describe('isQuietAt()', () => {
  test.each([
    ['2026-11-27T13:59:00Z', false],
    ['2026-11-27T14:00:00Z', true],
    ['2026-11-27T21:59:59Z', true],
    ['2026-11-27T22:00:00Z', false],
  ])('%s in Tokyo: %s', (at, quiet) => {
    expect(isQuietAt(Date.parse(at), NIGHT, 'Asia/Tokyo')).toBe(quiet);
  });

  test('follows daylight saving time', () => {
    const seven = [{ from: '07:00', to: '08:00' }];
    expect(isQuietAt(Date.parse('2026-10-24T05:30:00Z'), seven, 'Europe/Vienna')).toBe(true);
    expect(isQuietAt(Date.parse('2026-10-26T05:30:00Z'), seven, 'Europe/Vienna')).toBe(false);
  });

  test('a zone that nobody knows has the hours of UTC; without stretches none is quiet', () => {
    expect(isQuietAt(Date.parse('2026-11-27T23:30:00Z'), NIGHT, 'Mars/Olympus')).toBe(true);
    expect(isQuietAt(Date.parse('2026-11-27T23:30:00Z'), [], 'UTC')).toBe(false);
  });
});

test.each([
  [null, 'JP-13', 'Asia/Tokyo'],
  ['Europe/Vienna', 'JP-13', 'Europe/Vienna'],
  [null, 'US-CA', 'UTC'],
  [null, null, 'UTC'],
])('the zone of a site with %s in %s is %s', (timeZone, subdivisionCode, zone) => {
  expect(zoneOfSite(timeZone === null ? null : { timeZone }, { subdivisionCode })).toBe(zone);
});
