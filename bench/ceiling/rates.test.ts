import { expect, test } from 'vitest';
import { fastestRates } from './rates.ts';

test('fastestRates() is the best second of each direction', () => {
  const totals = [0, 100, 1100, 2100, 2200].map((download, index) => ({
    atMs: index * 500,
    download,
    upload: 0,
  }));
  // From 500 ms to 1500 ms: 2000 bytes.
  expect(fastestRates(totals)).toEqual({ downloadBps: 16_000, uploadBps: 0 });
});

test('fastestRates() has no rate for less than a second', () => {
  const totals = [
    { atMs: 0, download: 0, upload: 0 },
    { atMs: 900, download: 1e9, upload: 0 },
  ];
  expect(fastestRates(totals)).toEqual({ downloadBps: null, uploadBps: null });
});
