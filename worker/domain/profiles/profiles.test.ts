import { describe, expect, test } from 'vitest';
import { FIGURES, type Metric, PROFILE_NAMES } from '../../../measurement-agent/protocol/statistics.ts';
import { lineFigures } from '../statistics/line-figures.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { DEFAULT_PROFILE, isPeak } from '../statistics/profile.ts';
import { aboutProfile } from './by-profile.ts';
import { lineFiguresBy } from './line-figures-by.ts';
import { PROFILE_PARAMETERS } from './method-profile.ts';
import { PROFILES, profileNamed } from './profiles.ts';

/** Monday, 23 November 2026, in Japan. */
const MONDAY_MS = Date.parse('2026-11-22T15:00:00Z');
const HOUR_MS = 3_600_000;

function testAt(hours: number, downloadBps: number, other: Partial<LineTest> = {}): LineTest {
  return {
    ...({} as LineTest),
    id: `${hours}`,
    measuredAtMs: MONDAY_MS + hours * HOUR_MS,
    utcOffsetMin: 540,
    medium: 'wired',
    downloadBps,
    uploadBps: null,
    idleRttMs: 5,
    lossRatio: 0,
    ...other,
  };
}

const NO_CONTRACT = { downloadBps: null, uploadBps: null };
const figureOf = (name: (typeof PROFILE_NAMES)[number], tests: readonly LineTest[], metric: Metric) =>
  lineFiguresBy(profileNamed(name), tests, NO_CONTRACT, null)?.[FIGURES.indexOf(metric)] ?? null;
const downloadOf = (name: (typeof PROFILE_NAMES)[number], tests: readonly LineTest[]) =>
  figureOf(name, tests, 'downloadBps');

describe('profiles', () => {
  test('there is one of each name, and every parameter has a source or is assumed', () => {
    expect(PROFILES.map(({ name }) => name)).toEqual(PROFILE_NAMES);
    for (const { parameters } of PROFILES)
      for (const name of PROFILE_PARAMETERS) {
        const parameter = parameters[name];
        expect('source' in parameter ? parameter.source.length > 5 : parameter.assumed).toBe(true);
      }
  });

  test('only the default is not provisional as long as nobody has read the others whole', () => {
    expect(PROFILES.filter((profile) => !aboutProfile(profile).provisional).map(({ name }) => name)).toEqual([
      'default',
    ]);
    expect(aboutProfile(profileNamed('fcc-mba')).assumed).toContain('leastTests');
    // Nobody could read the guideline of 2024; what another guideline says is no source for it.
    expect(aboutProfile(profileNamed('mic-2024')).assumed).toEqual(PROFILE_PARAMETERS);
  });

  test('the default is what rollups are kept by', () => {
    const { parameters, name, version } = profileNamed('default');
    expect({ name, version }).toEqual({ name: DEFAULT_PROFILE.name, version: DEFAULT_PROFILE.version });
    for (const [access, told, busy] of [
      ['ftth', parameters.busyHours, [19, 20, 21, 22]],
      ['mobile', parameters.mobileBusyHours, [12, 19, 20, 21, 22]],
    ] as const) {
      expect(told.value).toEqual(busy);
      // Every hour of a day, by rollups and by the profile: only a busy hour gives a line its share in busy hours.
      for (let hour = 0; hour < 24; hour += 1) {
        const tests = [0, 1, 2, 3, 4].map((day) => testAt(day * 24 + hour, 50));
        const contract = { downloadBps: 100, uploadBps: null };
        const figures = lineFiguresBy(profileNamed('default'), tests, contract, access);
        const byProfile = figures?.[FIGURES.indexOf('peakLowShare')] ?? null;
        expect(byProfile).toBe(busy.some((each) => each === hour) ? 0.5 : null);
        expect(isPeak(hour, access, DEFAULT_PROFILE)).toBe(byProfile !== null);
      }
    }
    const tests = [testAt(9, 100), testAt(20, 300), testAt(33, 700)];
    expect(downloadOf('default', tests)).toBe(lineFigures(tests, [], NO_CONTRACT)[0]);
  });
});

describe('the same tests by other rules', () => {
  const evenings = [0, 1, 2, 3, 4, 5, 6].map((day) => testAt(day * 24 + 20, 100 + day));

  test('FCC: busy hours from Monday to Friday, from five tests on, their mean', () => {
    expect(downloadOf('fcc-mba', [...evenings, testAt(9, 900)])).toBe((100 + 101 + 102 + 103 + 104) / 5);
    expect(downloadOf('fcc-mba', evenings.slice(0, 4))).toBeNull();
  });

  test.each([
    [99, 99, 99],
    [100, 99, 100],
    [199, 198, 199],
    [200, 198, 200],
    [300, 297, 300],
  ])('FCC: of %i tests the %i lowest make the rate, and all make the delay', (tests, rates, delays) => {
    // 1 to n: the mean of the lowest k is (k + 1) / 2.
    const busy = Array.from({ length: tests }, (_, index) =>
      testAt((index % 5) * 24 + 20, index + 1, { idleRttMs: index + 1 }),
    );
    expect(figureOf('fcc-mba', busy, 'downloadBps')).toBeCloseTo((rates + 1) / 2, 9);
    expect(figureOf('fcc-mba', busy, 'idleRttMs')).toBeCloseTo((delays + 1) / 2, 9);
  });

  test('FCC: tests over Wi-Fi, of a tenth lost, or of no time at all do not count', () => {
    const five = evenings.slice(0, 5);
    const bad = [{ medium: 'wifi' }, { lossRatio: 0.2 }, { idleRttMs: 0.01 }] as const;
    for (const other of bad) expect(downloadOf('fcc-mba', [...five, testAt(21, 9_000, other)])).toBe(102);
  });

  test('Ofcom: 20 to 22 o’clock; BNetzA: ten tests on each of three days; MIC: the median of wired tests', () => {
    expect(downloadOf('ofcom', [...evenings, testAt(19, 9_000)])).toBe(103);
    const campaign = [0, 1, 2].flatMap((day) =>
      Array.from({ length: 10 }, (_, index) => testAt(day * 24 + 8 + index, 100 + index)),
    );
    expect(downloadOf('bnetza', campaign)).toBe(104.5);
    expect(downloadOf('bnetza', campaign.slice(1))).toBeNull();
    // Thirty tests on three days, but 28 on one of them.
    const crowded = Array.from({ length: 28 }, (_, index) => testAt(8 + index / 2, 100));
    expect(downloadOf('bnetza', [...crowded, testAt(32, 100), testAt(56, 100)])).toBeNull();
    // A test on a fourth day belongs to no campaign.
    expect(downloadOf('bnetza', [...campaign, testAt(80, 9_000)])).toBe(104.5);
    expect(downloadOf('mic-2024', [testAt(1, 10), testAt(2, 20), testAt(3, 90, { medium: null })])).toBe(15);
  });
});
