import { expect, it } from 'vitest';
import { utcOffsetMin } from './utc-offset.ts';

const WINTER = Date.parse('2026-01-15T12:00:00Z');
const SUMMER = Date.parse('2026-07-15T12:00:00Z');

it.each([
  ['Japan has one zone', 'JP', 'JP-13', null, WINTER, 540],
  ['Austria in winter', 'AT', 'AT-9', null, WINTER, 60],
  ['Austria in summer', 'AT', 'AT-9', null, SUMMER, 120],
  ['all of Germany agrees', 'DE', null, null, SUMMER, 120],
  ['the last moment before a change', 'AT', null, null, Date.parse('2026-03-29T00:59:59Z'), 60],
  ['and the first after it', 'AT', null, null, Date.parse('2026-03-29T01:00:00Z'), 120],
  ['half hours', 'IN', null, null, WINTER, 330],
  ['west of Greenwich, as the edge saw it', 'US', 'US-TX', 'America/Chicago', SUMMER, -300],
  ['several zones and none seen', 'US', 'US-TX', null, SUMMER, null],
  ['a zone that nobody knows', 'US', 'US-TX', 'Mars/Olympus', SUMMER, null],
  ['no country', null, null, null, SUMMER, null],
])('%s', (_, countryCode, subdivisionCode, timeZone, atMs, expected) => {
  const network = { countryCode, subdivisionCode, timeZone };
  expect(utcOffsetMin({ countryCode, subdivisionCode }, network, atMs)).toBe(expected);
});

it('a declared region is not where the edge saw the line: its zone is not taken', () => {
  const seen = { countryCode: 'US', subdivisionCode: 'US-TX', timeZone: 'America/Chicago' };
  expect(utcOffsetMin({ countryCode: 'US', subdivisionCode: 'US-CA' }, seen, SUMMER)).toBeNull();
});
