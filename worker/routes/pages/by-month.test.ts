/** What pages compute of months that have ended, which no rollup keeps: other dimensions and other profiles. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { QualityAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { ReportAnswer } from '../../../measurement-agent/protocol/reports.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import { openResults } from '../../../test/fixtures/open-population.ts';
import { ENV } from '../../../test/worker/bindings.ts';
import { call, refusal } from '../../../test/worker/calls.ts';
import { refreshAndPublish } from '../../rollup/refresh-and-publish.ts';
import { insertResults } from '../../storage/results.ts';
import { pageSource } from './source.ts';

const NOW_MS = Date.parse('2026-11-03T12:00:00Z');
const rows = openResults('2026-10', 500);
const source = pageSource(ENV, NOW_MS, async () => ({ keys: [] }));

beforeAll(async () => {
  for (let from = 0; from < rows.length; from += 1_000)
    await insertResults(ENV.DB, rows.slice(from, from + 1_000));
  await refreshAndPublish(ENV, NOW_MS);
});

async function regionCell(code: string, period: string) {
  const content = await source.region(code, period);
  if (!content.ok) throw new Error(content.error);
  return content.value.cell;
}

async function answer<Answer>(path: string): Promise<Answer> {
  const response = await call(path);
  expect(response.status, await response.clone().text()).toBe(200);
  return response.json();
}

describe('lines of a region told apart by what no rollup keeps', () => {
  test('are computed of a month that has ended, as the API computes them', async () => {
    const { groups, notComputed } = await regionCell('JP', '2026-10');
    expect(groups.map(({ dimension }) => dimension)).toEqual([
      'access',
      'method',
      'tier',
      'dwelling',
      'medium',
    ]);
    expect(notComputed).toBeNull();
    for (const { href, answer: shown } of groups) {
      expect(shown?.source).toBe('line-months');
      expect(shown).toEqual(await answer<QualityAnswer>(href));
    }
    const told = groups.flatMap(({ answer: shown }) => shown?.cells.filter(({ figures }) => figures) ?? []);
    expect(told.length).toBeGreaterThan(5);
  });

  test('are a month away over any other period, and what is kept stays', async () => {
    const country = await regionCell('JP', 'r90');
    expect(country.groups).toEqual([]);
    expect(country.notComputed).toEqual({
      dimensions: ['access', 'method', 'tier', 'dwelling', 'medium'],
      reason: 'period',
      month: '2026-10',
    });
    const prefecture = await regionCell('JP-13', 'r90');
    expect(prefecture.groups.map(({ dimension }) => dimension)).toEqual(['access']);
    expect(prefecture.notComputed?.dimensions).toEqual(['method', 'tier', 'dwelling', 'medium']);
  });

  test('are not spoken of where the region has no figures', async () => {
    expect((await regionCell('JP-02', '2026-10')).notComputed).toBeNull();
    expect((await regionCell('JP-02', 'r90')).notComputed).toBeNull();
  });
});

describe('a report by another profile', () => {
  const asked = { region: 'JP', profile: 'mic-2024' as const };

  test('is of the last month that has ended, live, provisional, with the figures of the API', async () => {
    const content = await source.report(asked);
    if (!content.ok || content.value.report === null) throw new Error('no report');
    const { report, href, choice } = content.value;
    expect(report).toMatchObject({
      edition: null,
      period: { name: '2026-10' },
      profile: { name: 'mic-2024', provisional: true },
    });
    expect(report.whole?.figures?.['downloadBps']?.quantiles.p50).toBeTruthy();
    expect(report.isps.length).toBeGreaterThan(0);
    expect(report).toEqual(await answer<ReportAnswer>(href));
    const metrics = 'downloadBps,uploadBps,idleRttMs,lossRatio';
    const { cells } = await answer<QualityAnswer>(
      `${API_PATHS.quality}?profile=mic-2024&region=JP&period=2026-10&metrics=${metrics}`,
    );
    expect(report.whole).toEqual(cells[0]);
    expect(choice.profiles.filter(({ provisional }) => !provisional)).toEqual([
      { name: 'default', provisional: false },
    ]);
  });

  test('as CSV says by which', async () => {
    const live = `${API_PATHS.reports}/live?region=JP&period=2026-10&metrics=downloadBps&format=csv`;
    for (const profile of ['mic-2024', 'default']) {
      const [head = '', row = ''] = (await (await call(`${live}&profile=${profile}`)).text()).split('\r\n');
      // Of the same columns by every rule set.
      expect(head).toMatch(
        /^edition,inputHash,period,region,what,isp,part,.*,profile,profileVersion,methodVersion,/,
      );
      expect(row.split(',')[head.split(',').indexOf('profile')]).toBe(profile);
    }
  });

  test('of an area has its prefectures and nothing of others', async () => {
    const { parts, whole } = await answer<ReportAnswer>(
      `${API_PATHS.reports}/live?region=JP-kanto&period=2026-10&profile=mic-2024`,
    );
    expect(parts.map(({ place }) => place)).toEqual([{ subdivision: 'JP-13' }, { subdivision: 'JP-14' }]);
    const lines = parts.reduce((sum, part) => sum + (part.lines ?? 0), 0);
    expect(Math.abs(lines - (whole?.lines ?? 0))).toBeLessThanOrEqual(10);
  });

  test('of a period that has not ended is none, and says so', async () => {
    const content = await source.report({ ...asked, period: 'r90' });
    expect(content.ok && content.value).toMatchObject({
      report: null,
      reason: 'not-kept',
      asked: { region: 'JP', period: 'r90', profile: 'mic-2024' },
    });
    const live = `${API_PATHS.reports}/live?profile=mic-2024`;
    expect((await refusal(await call(live))).reason).toBe('not-kept');
  });

  test('is no edition', async () => {
    expect((await refusal(await call(`${API_PATHS.reports}/2026-10?profile=mic-2024`))).reason).toBe(
      'bad-request',
    );
    expect(await source.report({ ...asked, edition: '2026-10' })).toMatchObject({
      ok: false,
      error: 'bad-request',
    });
  });
});
