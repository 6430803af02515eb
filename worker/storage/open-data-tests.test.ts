import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { beforeEach, expect, test } from 'vitest';
import { results } from '../../db/schema.ts';
import { openResults } from '../../test/fixtures/open-population.ts';
import { ENV } from '../../test/worker/bindings.ts';
import type { ResultRow } from '../domain/result-row.ts';
import { fingerprintOf } from './open-data-tests.ts';
import { deleteResult, insertResults } from './results.ts';

const MONTH = {
  fromMs: Date.parse('2026-10-01'),
  toMs: Date.parse('2026-11-01'),
  methodVersion: 1,
  synthetic: false,
};
const rows = openResults('2026-10', 40).filter(({ valid }) => valid);
const [first, second] = rows;
if (first === undefined || second === undefined) throw new Error('The fixture has too few results');

const AMENDMENTS: readonly Partial<ResultRow>[] = [
  { ispKey: 'another-isp' },
  { asn: 64_500 },
  { countryCode: 'AT' },
  { subdivisionCode: 'JP-46' },
  { regionSource: 'geoip' },
  { accessTechnology: 'satellite' },
  { connectionMethod: 'dhcp' },
  { medium: 'cellular' },
  { contractDownloadBps: 2e9 },
  { utcOffsetMin: 0 },
  { cohort: 'isp-agent' },
  { valid: false, excludedBy: 'vpn' },
];

const fingerprint = () => fingerprintOf(ENV.DB, MONTH);
const amend = (id: string, columns: Partial<ResultRow>) =>
  drizzle(ENV.DB).update(results).set(columns).where(eq(results.id, id));

beforeEach(async () => {
  await drizzle(ENV.DB).delete(results);
  await insertResults(ENV.DB, rows);
});

test.each(AMENDMENTS)('a result amended to %o is another month, and back again the same', async (columns) => {
  const before = await fingerprint();
  await amend(first.id, columns);
  expect(await fingerprint()).not.toBe(before);
  const own = Object.keys(columns).map((name) => [name, first[name as keyof ResultRow]]);
  await amend(first.id, Object.fromEntries(own));
  expect(await fingerprint()).toBe(before);
});

test('two results that change places are another month', async () => {
  await amend(first.id, { subdivisionCode: 'JP-01' });
  await amend(second.id, { subdivisionCode: 'JP-47' });
  const before = await fingerprint();
  await amend(first.id, { subdivisionCode: 'JP-47' });
  await amend(second.id, { subdivisionCode: 'JP-01' });
  expect(await fingerprint()).not.toBe(before);
});

test('a result that is gone is another month; one of another month is not', async () => {
  const before = await fingerprint();
  await insertResults(ENV.DB, openResults('2026-11', 10));
  expect(await fingerprint()).toBe(before);
  await deleteResult(ENV.DB, first.id);
  expect(await fingerprint()).not.toBe(before);
});
