import { beforeAll, describe, expect, test } from 'vitest';
import type { QualityAnswer } from '../../measurement-agent/protocol/quality.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { openResults } from '../../test/fixtures/open-population.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, refusal } from '../../test/worker/calls.ts';
import { refreshAndPublish } from '../rollup/refresh-and-publish.ts';
import { insertResults } from '../storage/results.ts';

const HOUSEHOLDS = 500;
const NOW_MS = Date.parse('2026-11-03T12:00:00Z');
const rows = openResults('2026-10', HOUSEHOLDS);

beforeAll(async () => {
  for (let from = 0; from < rows.length; from += 1_000)
    await insertResults(ENV.DB, rows.slice(from, from + 1_000));
  await refreshAndPublish(ENV, NOW_MS);
});

async function answer(query: string): Promise<QualityAnswer> {
  const response = await call(`${API_PATHS.quality}?${query}`);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

/** Medians of wired tests by line, in ascending order. */
function wiredMedians(): number[] {
  const lines = Map.groupBy(
    rows.filter(({ valid, cohort, medium }) => valid && cohort === 'crowd-browser' && medium === 'wired'),
    ({ subscriberKey }) => String(subscriberKey),
  );
  return [...lines.values()]
    .map((tests) => {
      const rates = tests.map(({ downloadBps }) => downloadBps ?? 0).toSorted((a, b) => a - b);
      const middle = (rates.length - 1) / 2;
      return ((rates[Math.floor(middle)] ?? 0) + (rates[Math.ceil(middle)] ?? 0)) / 2;
    })
    .toSorted((a, b) => a - b);
}

describe('the same rows by another profile', () => {
  test('MIC: the median of wired tests, provisional, with the quantiles that it reports', async () => {
    const told = await answer('profile=mic-2024&region=JP&period=2026-10');
    expect(told).toMatchObject({
      profile: { name: 'mic-2024', version: 2, provisional: true },
      source: 'results',
    });
    expect(told.profile.assumed).toContain('media');
    const medians = wiredMedians();
    const [cell] = told.cells;
    const { p5, p50 } = cell?.figures?.['downloadBps']?.quantiles ?? {};
    expect(p5).toBeNull();
    // Ten lines at random are left out: the median is one of those beside the middle.
    const middle = Math.floor(medians.length / 2);
    expect(p50?.value).toBeGreaterThanOrEqual((medians[middle - 6] ?? 0) * 0.999);
    expect(p50?.value).toBeLessThanOrEqual((medians[middle + 6] ?? 0) * 1.001);
    expect(cell?.contract).toBeNull();
    expect(cell?.lines).toBe(Math.round(medians.length / 10) * 10);
  });

  test('the default says that nothing of it is assumed', async () => {
    const told = await answer('region=JP&period=2026-10');
    expect(told.profile).toEqual({ name: 'default', version: 1, provisional: false, assumed: [] });
    expect(told.source).toBe('rollup');
  });

  test('a cell in which a profile finds too few lines tells nothing', async () => {
    const told = await answer('profile=bnetza&region=JP&period=2026-10');
    expect(told.cells.every(({ figures }) => figures === null)).toBe(true);
  });

  test('only of months that have ended, and of profiles that there are', async () => {
    for (const query of ['profile=fcc-mba&region=JP', 'profile=fcc-mba&region=JP&period=2099-01'])
      expect((await refusal(await call(`${API_PATHS.quality}?${query}`))).reason).toBe('not-kept');
    expect((await refusal(await call(`${API_PATHS.quality}?profile=itu`))).reason).toBe('bad-request');
    expect((await refusal(await call(`${API_PATHS.quality}/rank?profile=ofcom`))).reason).toBe('bad-request');
  });
});
