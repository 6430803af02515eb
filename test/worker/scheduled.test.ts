import { describe, expect, test } from 'vitest';
import worker from '../../worker/index.ts';
import { addressKeyMonths, addressKeyOf } from '../../worker/storage/address-keys.ts';
import { ENV } from './bindings.ts';

/** What the edge does at that time. */
async function cronAt(time: string): Promise<string[]> {
  await worker.scheduled({ scheduledTime: Date.parse(time), cron: '5 0 * * *', noRetry() {} }, ENV);
  return (await addressKeyMonths(ENV.DB)).toSorted((a, b) => a.localeCompare(b));
}

describe('the daily cron', () => {
  test('makes the secret of a month on its first day, and destroys it 35 days past its last', async () => {
    expect(await cronAt('2026-10-01T00:05:00Z')).toEqual(['2026-10']);
    const october = await addressKeyOf(ENV.DB, '2026-10');
    expect(await cronAt('2026-10-02T00:05:00Z')).toEqual(['2026-10']);
    expect(await addressKeyOf(ENV.DB, '2026-10')).toEqual(october);
    expect(await cronAt('2026-11-01T00:05:00Z')).toEqual(['2026-10', '2026-11']);
    expect(await addressKeyOf(ENV.DB, '2026-11')).not.toEqual(october);
    expect(await cronAt('2026-12-05T00:05:00Z')).toEqual(['2026-10', '2026-11', '2026-12']);
    expect(await cronAt('2026-12-06T00:05:00Z')).toEqual(['2026-11', '2026-12']);
  });

  test('catches up after it did not run for a year', async () => {
    expect(await cronAt('2027-12-24T00:05:00Z')).toEqual(['2027-12']);
  });
});
