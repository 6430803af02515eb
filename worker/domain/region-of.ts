import type { Network } from '../../measurement-agent/protocol/network.ts';
import type { Directory } from './directory.ts';

export interface RegionOf {
  countryCode: string | null;
  subdivisionCode: string | null;
  /** Null when neither is known. */
  source: 'declared' | 'geoip' | null;
}

/** The region a result is counted under: the declared subdivision if there is such a one, else what the edge saw. */
export function regionOf(
  declaredCode: string | null,
  network: Pick<Network, 'countryCode' | 'subdivisionCode'>,
  directory: Directory,
): RegionOf {
  if (declaredCode !== null && exists(declaredCode, directory))
    return { countryCode: countryOf(declaredCode), subdivisionCode: declaredCode, source: 'declared' };
  const { countryCode, subdivisionCode } = network;
  const known = countryCode !== null || subdivisionCode !== null;
  return {
    countryCode: countryCode ?? (subdivisionCode === null ? null : countryOf(subdivisionCode)),
    subdivisionCode,
    source: known ? 'geoip' : null,
  };
}

function countryOf(subdivisionCode: string): string {
  return subdivisionCode.slice(0, 2);
}

/** The directory lists Japan's subdivisions; of other countries any well-formed code is taken. */
function exists(subdivisionCode: string, directory: Directory): boolean {
  const country = countryOf(subdivisionCode);
  if (country === 'JP') return directory.regions.get(subdivisionCode)?.level === 'subdivision';
  return directory.regions.has(country);
}
