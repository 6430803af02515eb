import { type ProfileName, QUANTILES } from '../../../measurement-agent/protocol/statistics.ts';
import type { MethodProfile, Parameter } from './method-profile.ts';

const OWN = 'docs/statistics.md';
const FCC_2011 = 'FCC, Measuring Broadband America: the statements published with the raw data of 2011';
const FCC_NINTH = 'FCC, Measuring Broadband America, ninth report: https://fcc.gov/node/238219';
const FCC_RAW = 'FCC, Measuring Broadband America: validation of the raw data';
const BNETZA_2021 =
  'Bundesnetzagentur, Allgemeinverfügung 99/2021: 30 tests, ten on each of three days, over a wired LAN';

const read = <Value>(value: Value, source: string): Parameter<Value> => ({ value, source });
const assumed = <Value>(value: Value): Parameter<Value> => ({ value, assumed: true });

const EVENING = [19, 20, 21, 22] as const;
/** Mobile networks have a second peak at noon (MIC, 実効速度 guideline 2015: offices are surveyed from 12 o'clock on). */
const NOON_AND_EVENING = [12, ...EVENING] as const;
const RATES = ['downloadBps', 'uploadBps'] as const;
const BOX = [0.25, 0.5, 0.75] as const;

/** Every rule set, as data. The first is the one that rollups keep. */
export const PROFILES: readonly MethodProfile[] = [
  {
    name: 'default',
    version: 1,
    parameters: {
      busyHours: read(EVENING, OWN),
      mobileBusyHours: read(NOON_AND_EVENING, OWN),
      busyDays: read('every-day', OWN),
      counted: read('all', OWN),
      lineRule: read('median-of-days', OWN),
      trimmedAbove: read(1, OWN),
      trimmedMetrics: read([], OWN),
      leastTests: read(1, OWN),
      leastDays: read(1, OWN),
      leastTestsADay: read(1, OWN),
      media: read(null, OWN),
      lossRatioAtMost: read(1, OWN),
      idleRttMsAtLeast: read(0, OWN),
      quantiles: read(QUANTILES, OWN),
      contractBands: read(true, OWN),
    },
  },
  {
    name: 'fcc-mba',
    version: 2,
    parameters: {
      busyHours: read(EVENING, FCC_2011),
      mobileBusyHours: read(EVENING, FCC_2011),
      busyDays: read('weekdays', FCC_2011),
      counted: read('busy', FCC_2011),
      lineRule: read('trimmed-mean', FCC_2011),
      trimmedAbove: read(0.99, FCC_2011),
      trimmedMetrics: assumed(RATES),
      leastTests: assumed(5),
      leastDays: assumed(1),
      leastTestsADay: assumed(1),
      // Their boxes stand at the router: no radio lies between.
      media: read(['wired'], FCC_RAW),
      lossRatioAtMost: assumed(0.1),
      idleRttMsAtLeast: assumed(0.05),
      quantiles: assumed(QUANTILES),
      contractBands: read(true, FCC_NINTH),
    },
  },
  {
    name: 'ofcom',
    version: 1,
    parameters: {
      busyHours: assumed([20, 21]),
      mobileBusyHours: assumed([20, 21]),
      busyDays: assumed('every-day'),
      counted: assumed('busy'),
      lineRule: assumed('median-of-tests'),
      trimmedAbove: assumed(1),
      trimmedMetrics: assumed([]),
      leastTests: assumed(5),
      leastDays: assumed(1),
      leastTestsADay: assumed(1),
      media: assumed(['wired']),
      lossRatioAtMost: assumed(1),
      idleRttMsAtLeast: assumed(0),
      quantiles: assumed(BOX),
      contractBands: assumed(false),
    },
  },
  {
    name: 'bnetza',
    version: 2,
    parameters: {
      busyHours: assumed(EVENING),
      mobileBusyHours: assumed(EVENING),
      busyDays: assumed('every-day'),
      counted: read('all', BNETZA_2021),
      lineRule: assumed('median-of-tests'),
      trimmedAbove: read(1, BNETZA_2021),
      trimmedMetrics: read([], BNETZA_2021),
      leastTests: read(30, BNETZA_2021),
      leastDays: read(3, BNETZA_2021),
      leastTestsADay: read(10, BNETZA_2021),
      media: read(['wired'], BNETZA_2021),
      lossRatioAtMost: read(1, BNETZA_2021),
      idleRttMsAtLeast: read(0, BNETZA_2021),
      quantiles: assumed(BOX),
      contractBands: assumed(false),
    },
  },
  {
    name: 'mic-2024',
    version: 2,
    parameters: {
      busyHours: assumed(EVENING),
      mobileBusyHours: assumed(EVENING),
      busyDays: assumed('every-day'),
      counted: assumed('all'),
      lineRule: assumed('median-of-tests'),
      trimmedAbove: assumed(1),
      trimmedMetrics: assumed([]),
      leastTests: assumed(1),
      leastDays: assumed(1),
      leastTestsADay: assumed(1),
      media: assumed(['wired']),
      lossRatioAtMost: assumed(1),
      idleRttMsAtLeast: assumed(0),
      // What the guideline for mobile networks (2015) publishes; that for fixed ones could not be had.
      quantiles: assumed(BOX),
      contractBands: assumed(false),
    },
  },
];

export function profileNamed(name: ProfileName): MethodProfile {
  const profile = PROFILES.find((each) => each.name === name);
  if (profile === undefined) throw new RangeError(`Cannot find profile '${name}'`);
  return profile;
}
