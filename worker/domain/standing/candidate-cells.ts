import type { AccessTechnology } from '../../../measurement-agent/protocol/vocabulary.ts';

/** Where a line lies; null for what is not known of it. */
export interface LinePlace {
  ispKey: string | null;
  subdivisionCode: string | null;
  areaCode: string | null;
  countryCode: string | null;
  access: AccessTechnology | null;
}

/** Filters of `/api/v1/quality`. */
export interface CandidateCell {
  isp?: string;
  region?: string;
  access?: AccessTechnology;
}

/** The cells that a line lies in and that rollups are kept of, narrowest first. */
export function candidateCells(place: LinePlace): CandidateCell[] {
  const { ispKey, subdivisionCode, areaCode, countryCode, access } = place;
  const isp = ispKey === null ? null : { isp: ispKey };
  const within = (code: string | null) => (code === null ? null : { region: code });
  const over = access === null ? null : { access };
  return [
    both(isp, within(subdivisionCode)),
    both(isp, within(areaCode)),
    both(isp, over),
    both(isp, within(countryCode)),
    both(within(subdivisionCode), over),
    within(subdivisionCode),
    within(areaCode),
    within(countryCode),
  ].filter((cell) => cell !== null);
}

function both(one: CandidateCell | null, other: CandidateCell | null): CandidateCell | null {
  return one === null || other === null ? null : { ...one, ...other };
}
