import type { AccessTechnology } from '../../../measurement-agent/protocol/vocabulary.ts';
import { profileNamed } from '../profiles/profiles.ts';

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
 * only, as homes are busy at weekends too; mobile networks have a second peak at noon.
 */
export const DEFAULT_PROFILE: Profile = rollupProfile();

/** Read from the profile's data, so that what rollups count by is what its page and its answers name. */
function rollupProfile(): Profile {
  const { name, version, parameters } = profileNamed('default');
  return {
    name,
    version,
    peakHours: parameters.busyHours.value,
    mobilePeakHours: parameters.mobileBusyHours.value,
  };
}

export function isPeak(hour: number, access: AccessTechnology | null, profile: Profile): boolean {
  return (access === 'mobile' ? profile.mobilePeakHours : profile.peakHours).includes(hour);
}
