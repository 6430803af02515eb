import { expect, test } from 'vitest';
import { rowOf } from '../../worker/domain/result-row.ts';
import { insertResult } from '../../worker/storage/results.ts';
import { RESULT_DOCUMENT } from '../fixtures/result-document.ts';
import { ENV } from './bindings.ts';
import { RESULT_CLAIMS } from './fixtures/claims.ts';
import { SMALL_DIRECTORY } from './fixtures/small-directory.ts';

const ROWS = 10_000;
const MAX_ROW_BYTES = 600;

test('a full row takes at most 600 bytes with its indexes', async () => {
  await insertResult(ENV.DB, rowOf(RESULT_DOCUMENT, RESULT_CLAIMS, SMALL_DIRECTORY));
  const { results: columns } = await ENV.DB.prepare('SELECT name FROM pragma_table_info(?)')
    .bind('results')
    .all<{ name: string }>();
  const names = columns.map(({ name }) => name);
  const before = await databaseBytes();
  // Random ids and keys, rates and delays of full precision, 500 ISPs, 47 prefectures, a year of times.
  const random: Record<string, string> = {
    id: 'substr(hex(randomblob(11)), 1, 22)',
    measured_at_ms: '1800000000000 + abs(random() % 31536000000)',
    received_at_ms: '1800000000000 + abs(random() % 31536000000)',
    isp_key: "'provider-' || abs(random() % 500)",
    cohort: "'independent-agent'",
    subdivision_code: "'JP-' || (10 + abs(random() % 37))",
    connection_method: "'ipoe-dslite'",
    subscriber_key: 'randomblob(16)',
    prefix_key: 'randomblob(8)',
    download_bps: 'abs(random() % 1000000000) + 0.1',
    upload_bps: 'abs(random() % 1000000000) + 0.1',
  };
  const values = names.map((name) => random[name] ?? `r.${name}`);
  await ENV.DB.prepare(
    `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
     INSERT INTO results (${names.join(',')}) SELECT ${values.join(',')} FROM n, (SELECT * FROM results LIMIT 1) r`,
  ).run();
  const bytesPerRow = ((await databaseBytes()) - before) / ROWS;
  console.log(`${Math.ceil(bytesPerRow)} bytes a row with its indexes`);
  expect(bytesPerRow).toBeGreaterThan(200);
  expect(bytesPerRow).toBeLessThanOrEqual(MAX_ROW_BYTES);
});

/** Pages of the whole database, free space within them included. */
async function databaseBytes(): Promise<number> {
  const { meta } = await ENV.DB.prepare('SELECT 1').run();
  return meta.size_after;
}
