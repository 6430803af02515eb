import { getCountry } from 'countries-and-timezones';
import type { Network } from '../../measurement-agent/protocol/network.ts';

/** A zone's clocks over UTC as Intl writes them: `GMT`, `GMT+9`, `GMT+05:30`. */
const OFFSET = /^GMT(?:(?<sign>[+-])(?<hours>\d{1,2})(?::(?<minutes>\d{2}))?)?$/;

/** Making a formatter takes a hundred times as long as using it. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * What clocks in a region show over UTC at a moment, minutes, with daylight saving time: where all of its country's zones
 * agree theirs, else that of the zone the edge saw, if it saw it in the same region.
 *
 * @returns null where neither tells: an hour of the day is not guessed.
 */
export function utcOffsetMin(
  region: { countryCode: string | null; subdivisionCode: string | null },
  network: Pick<Network, 'countryCode' | 'subdivisionCode' | 'timeZone'>,
  atMs: number,
): number | null {
  const zones = region.countryCode === null ? [] : (getCountry(region.countryCode)?.timezones ?? []);
  const [first, ...others] = new Set(zones.map((zone) => offsetOf(zone, atMs)));
  if (first !== undefined && others.length === 0) return first;
  const seenThere =
    network.countryCode === region.countryCode && network.subdivisionCode === region.subdivisionCode;
  return seenThere && network.timeZone !== null ? offsetOf(network.timeZone, atMs) : null;
}

function offsetOf(timeZone: string, atMs: number): number | null {
  const formatter = formatterOf(timeZone);
  const text = formatter?.formatToParts(atMs).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const groups = OFFSET.exec(text)?.groups;
  if (groups === undefined) return null;
  const minutes = Number(groups['hours'] ?? 0) * 60 + Number(groups['minutes'] ?? 0);
  return groups['sign'] === '-' ? -minutes : minutes;
}

/** Null for a zone that this runtime does not know: the edge's list may be newer. */
function formatterOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  try {
    const made = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'shortOffset' });
    formatters.set(timeZone, made);
    return made;
  } catch {
    return null;
  }
}
