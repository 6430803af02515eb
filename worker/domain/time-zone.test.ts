import { expect, test } from 'vitest';
import { scheduleSchema } from '../../measurement-agent/protocol/schedule.ts';
import { isTimeZone } from './time-zone.ts';

const { timeZone } = scheduleSchema.shape;

test.each([
  'UTC',
  'Asia/Tokyo',
  'Asia/Calcutta',
  'America/Argentina/Buenos_Aires',
  'America/Port-au-Prince',
  'Etc/GMT+9',
  'EST5EDT',
])('%s is a zone, and a schedule may name it', (name) => {
  expect(isTimeZone(name)).toBe(true);
  expect(timeZone.safeParse(name).success).toBe(true);
});

test('a schedule may name every zone there is', () => {
  expect(Intl.supportedValuesOf('timeZone').filter((name) => !timeZone.safeParse(name).success)).toEqual([]);
});

test.each(['Asia/Atlantis', 'Tokyo', 'A'])('%s is none', (name) => {
  expect(isTimeZone(name)).toBe(false);
});

test.each([
  '',
  '../etc/passwd',
  'Asia/../Tokyo',
  ':/etc/localtime',
  '/etc/localtime',
  'x'.repeat(65),
  'A\nB',
])('a schedule may not name %j', (name) => {
  expect(timeZone.safeParse(name).success).toBe(false);
});
