import { describe, expect, test } from 'vitest';
import { FIGURES, PROFILE_NAMES } from '../../../measurement-agent/protocol/statistics.ts';
import { lineFigures } from '../statistics/line-figures.ts';
import type { LineTest } from '../statistics/line-test.ts';
import { DEFAULT_PROFILE } from '../statistics/profile.ts';
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
const downloadOf = (name: (typeof PROFILE_NAMES)[number], tests: readonly LineTest[]) =>
  lineFiguresBy(profileNamed(name), tests, NO_CONTRACT)?.[FIGURES.indexOf('downloadBps')] ?? null;

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
  });

  test('the default is what rollups are kept by', () => {
    const { parameters, version } = profileNamed('default');
    expect(parameters.busyHours.value).toEqual(DEFAULT_PROFILE.peakHours);
    expect(version).toBe(DEFAULT_PROFILE.version);
    const tests = [testAt(9, 100), testAt(20, 300), testAt(33, 700)];
    expect(downloadOf('default', tests)).toBe(lineFigures(tests, [], NO_CONTRACT)[0]);
  });
});

describe('the same tests by other rules', () => {
  const evenings = [0, 1, 2, 3, 4, 5, 6].map((day) => testAt(day * 24 + 20, 100 + day));

  test('FCC: busy hours from Monday to Friday, from five tests on, the mean without the highest', () => {
    // Of 100 to 104 the highest hundredth is 104.
    expect(downloadOf('fcc-mba', [...evenings, testAt(9, 900)])).toBe((100 + 101 + 102 + 103) / 4);
    expect(downloadOf('fcc-mba', evenings.slice(0, 4))).toBeNull();
  });

  test('FCC: tests over Wi-Fi, of a tenth lost, or of no time at all do not count', () => {
    const five = evenings.slice(0, 5);
    const bad = [{ medium: 'wifi' }, { lossRatio: 0.2 }, { idleRttMs: 0.01 }] as const;
    for (const other of bad) expect(downloadOf('fcc-mba', [...five, testAt(21, 9_000, other)])).toBe(101.5);
  });

  test('Ofcom: 20 to 22 o’clock; BNetzA: thirty tests on three days; MIC: the median of wired tests', () => {
    expect(downloadOf('ofcom', [...evenings, testAt(19, 9_000)])).toBe(103);
    const campaign = [0, 1, 2].flatMap((day) =>
      Array.from({ length: 10 }, (_, index) => testAt(day * 24 + 8 + index, 100 + index)),
    );
    expect(downloadOf('bnetza', campaign)).toBe(104.5);
    expect(downloadOf('bnetza', campaign.slice(1))).toBeNull();
    expect(downloadOf('mic-2024', [testAt(1, 10), testAt(2, 20), testAt(3, 90, { medium: null })])).toBe(15);
  });
});
