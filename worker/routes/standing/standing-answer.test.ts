import { drizzle } from 'drizzle-orm/d1';
import { beforeAll, describe, expect, it } from 'vitest';
import { results } from '../../../db/schema.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import { type Standing, standingSchema } from '../../../measurement-agent/protocol/standing.ts';
import { RESULT_DOCUMENT } from '../../../test/fixtures/result-document.ts';
import { ENV } from '../../../test/worker/bindings.ts';
import { call, openSession, refusal, submitted } from '../../../test/worker/calls.ts';
import { resultRow } from '../../../test/worker/fixtures/result-rows.ts';
import { refreshAndPublish } from '../../rollup/refresh-and-publish.ts';

const NOW_MS = Date.now();

/** Lines of 1 Mbit/s to 120 Mbit/s: the fixture's 312 Mbit/s is better than all. */
beforeAll(async () => {
  const db = drizzle(ENV.DB);
  const row = (line: number, changes: object) =>
    resultRow(line, { measuredAtMs: NOW_MS - 86_400_000, downloadBps: ((line % 120) + 1) * 1e6, ...changes });
  const rows = Array.from({ length: 120 }, (_, index) => row(index, { subdivisionCode: 'JP-13' })).map(
    (each, index) => db.insert(results).values({ ...each, id: `standing-${index}` }),
  );
  const [first, ...others] = rows;
  if (first !== undefined) await db.batch([first, ...others]);
  await refreshAndPublish(ENV, NOW_MS);
});

async function standingOf(changes: Parameters<typeof submitted>[1] = {}): Promise<Standing> {
  const { id } = await submitted(await openSession(), changes);
  const response = await call(`${API_PATHS.results}/${id}/standing`);
  expect(response.status).toBe(200);
  return standingSchema.parse(await response.json());
}

describe('GET /api/v1/results/{id}/standing', () => {
  it('is among the lines of the provider in the prefecture', async () => {
    const standing = await standingOf();
    expect(standing.cell).toMatchObject({
      isp: { slug: 'ocn' },
      region: { code: 'JP-13', names: { en: 'Tokyo' } },
      lines: 120,
    });
    expect(standing.figures.downloadBps?.betterThan.high).toBe(1);
    expect(standing.figures.downloadBps?.betterThan.low).toBeGreaterThanOrEqual(0.9);
    expect((await call(standing.cell?.href ?? '')).status).toBe(200);
  });

  it('falls back to what is told where nobody measured in the prefecture', async () => {
    const { declared } = RESULT_DOCUMENT;
    const standing = await standingOf({ declared: { ...declared, subdivisionCode: 'JP-47' } });
    expect(standing.cell?.isp?.slug).toBe('ocn');
    expect(standing.cell?.region?.code).not.toBe('JP-47');
  });

  it('is none for a result that does not count', async () => {
    const standing = await standingOf({ synthetic: true });
    expect(standing).toMatchObject({ cell: null, reason: 'not-counted' });
  });

  it('is not found where there is no result', async () => {
    const response = await call(`${API_PATHS.results}/AAAAAAAAAAAAAAAAAAAAAA/standing`);
    expect(response.status).toBe(404);
    expect((await refusal(response)).reason).toBe('not-found');
  });
});
