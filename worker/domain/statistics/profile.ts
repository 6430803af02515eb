import type { AccessTechnology } from '../../../measurement-agent/protocol/vocabulary.ts';

/** A rule set that results are counted by; every figure names it. */
export interface Profile {
  name: string;
  version: number;
  /** Hours of the day, 0–23 in the region's own time, that are busy. */
  peakHours: readonly number[];
  /** Those of mobile lines. */
  mobilePeakHours: readonly number[];
}

/**
 * 19 to 23 o'clock as the FCC's Measuring Broadband America has it, on every day of the week and not from Monday to Friday
 * only, as homes are busy at weekends too; mobile networks have a second peak at noon (MIC, 実効速度 guideline 2015: offices
 * are surveyed from 12 o'clock on).
 */
export const DEFAULT_PROFILE: Profile = {
  name: 'default',
  version: 1,
  peakHours: [19, 20, 21, 22],
  mobilePeakHours: [12, 19, 20, 21, 22],
};

export function isPeak(hour: number, access: AccessTechnology | null, profile: Profile): boolean {
  return (access === 'mobile' ? profile.mobilePeakHours : profile.peakHours).includes(hour);
}
