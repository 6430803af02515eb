/** When to test next: arithmetic on a schedule, a moment and a random number, so that a year can be tried in a second. */
import type { Random } from '../../engine/clock.ts';
import type { Cadence, Schedule } from '../../protocol/schedule.ts';
import { isQuietMinute } from '../../protocol/time-of-day.ts';
import { minuteOfDay } from './local-time.ts';

/** A moment to test at, and why then. */
export interface Slot {
  atMs: number;
  kind: Cadence['kind'] | 'burst';
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Slots in quiet hours are passed over; after so many there is no hour left to test in. */
const MOST_TRIES = 5000;

/**
 * The first slot of the cadence after `afterMs`, which is the slot before it, or now. Null where there is none: a campaign
 * that is over, or quiet hours that leave nothing.
 *
 * Poisson slots in quiet hours are passed over and not moved, which leaves a Poisson process on the rest of the day (thinning);
 * moved ones would crowd its edges.
 */
export function nextSlot(
  { cadence, quietHours, timeZone }: Pick<Schedule, 'cadence' | 'quietHours' | 'timeZone'>,
  afterMs: number,
  random: Random,
  deviceZone: string | null,
): Slot | null {
  const zone = timeZone ?? deviceZone;
  let atMs = afterMs;
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const next = step(cadence, atMs, random, zone);
    if (next === null) return null;
    if (!isQuiet(next.atMs, quietHours, zone)) return { atMs: next.atMs, kind: cadence.kind };
    // A stratum that was passed over is not tried again; a cadence without strata goes on from there.
    atMs = next.endMs;
  }
  return null;
}

/** Whether a moment lies in quiet hours: from the first minute, to before the last. */
export function isQuiet(atMs: number, quietHours: Schedule['quietHours'], zone: string | null): boolean {
  return quietHours.length > 0 && isQuietMinute(minuteOfDay(atMs, zone), quietHours);
}

/** The cadence's next moment whatever the hour; `endMs` is where the one behind it is looked for. */
function step(
  cadence: Cadence,
  afterMs: number,
  random: Random,
  zone: string | null,
): { atMs: number; endMs: number } | null {
  switch (cadence.kind) {
    case 'poisson': {
      const { meanIntervalS, leastIntervalS, mostIntervalS } = cadence;
      // 1 − random is never 0, whose logarithm has no end.
      const drawnS = -Math.log(1 - random()) * meanIntervalS;
      const atMs = Math.ceil(
        afterMs + 1000 * Math.max(1, Math.min(mostIntervalS, Math.max(leastIntervalS, drawnS))),
      );
      return { atMs, endMs: atMs };
    }
    case 'stratified': {
      // Zones differ from UTC by whole quarters of an hour: their hours begin on one.
      const offsetMs = (minuteOfDay(afterMs, zone) % 60) * MINUTE_MS + (afterMs % MINUTE_MS);
      let beginMs = afterMs - offsetMs + HOUR_MS;
      for (let hours = 0; hours < 49; hours += 1, beginMs += HOUR_MS) {
        if (cadence.hours.includes(Math.floor(minuteOfDay(beginMs, zone) / 60))) {
          const atMs = Math.floor(beginMs + random() * HOUR_MS);
          return { atMs, endMs: beginMs + HOUR_MS - 1 };
        }
      }
      return null;
    }
    case 'campaign': {
      const startsAtMs = Date.parse(cadence.startsAt);
      const everyMs = cadence.everyS * 1000;
      const spreadMs = Math.min(cadence.spreadS * 1000, everyMs - 1);
      // The round that `afterMs` lies in has had its slot.
      const round = afterMs < startsAtMs ? 0 : Math.floor((afterMs - startsAtMs) / everyMs) + 1;
      const roundMs = startsAtMs + round * everyMs;
      if (roundMs >= Date.parse(cadence.endsAt)) return null;
      return { atMs: Math.floor(roundMs + random() * spreadMs), endMs: roundMs + everyMs - 1 };
    }
  }
}

/** A slot that begins later than this is missed: the hour it was drawn for is another one. */
export const MISSED_AFTER_MS = 5 * MINUTE_MS;
/** More missed slots than this are counted and not listed. */
export const MOST_MISSED = 200;

/**
 * What became of a planned slot by now: it is due, or still ahead, or it was missed, and with it those that would have followed. Missed
 * slots are told and never made up for: tests in a bunch would all be of one moment.
 */
export function slotsMissed(
  schedule: Schedule,
  planned: Slot,
  nowMs: number,
  random: Random,
  deviceZone: string | null,
): { missed: Slot[]; next: Slot | null } {
  const missed: Slot[] = [];
  let next: Slot | null = planned;
  while (next !== null && next.atMs + MISSED_AFTER_MS < nowMs) {
    missed.push(next);
    // Of months without power a list would say no more than its length.
    next = nextSlot(schedule, missed.length < MOST_MISSED ? next.atMs : nowMs, random, deviceZone);
  }
  return { missed, next };
}

/** How far ahead a planned slot may be before the clock must have been set back. */
export function horizonMs({ cadence }: Pick<Schedule, 'cadence'>): number {
  switch (cadence.kind) {
    case 'poisson':
      // Quiet hours may put it off by a day.
      return (cadence.mostIntervalS * 1000 + 24 * HOUR_MS) * 2;
    case 'stratified':
      return 49 * HOUR_MS;
    case 'campaign':
      return Number.POSITIVE_INFINITY;
  }
}
