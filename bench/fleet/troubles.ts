/** What befalls a device over the days, decided by a seed. Times are ms since the epoch. */
import type { Random } from '../../measurement-agent/engine/clock.ts';

export interface Troubles {
  /** Its line is down between these moments. */
  offline: [fromMs: number, toMs: number][];
  /** Its power goes at the one and comes back at the other moment. */
  powerCuts: [fromMs: number, toMs: number][];
  /** How far its clock is off until it is set, and when that is. */
  clockOffMs: number;
  clockSetAtMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const OFFLINE_EVERY_MS = 3 * DAY_MS;
const OFFLINE_FROM_MS = 2 * MINUTE_MS;
const OFFLINE_TO_MS = 24 * HOUR_MS;
const POWER_CUT_EVERY_MS = 5 * DAY_MS;
const OFF_FROM_MS = 20_000;
const OFF_TO_MS = 6 * HOUR_MS;
/** Of a region that loses its power, one device in five. */
const IN_THE_REGION = 0.2;
const BADLY_OFF = 0.05;
const SOMEWHAT_OFF = 0.15;

export function troublesOf(random: Random, fromMs: number, toMs: number, regionalCutMs: number): Troubles {
  const powerCuts = spells(random, fromMs, toMs, POWER_CUT_EVERY_MS, [OFF_FROM_MS, OFF_TO_MS]);
  // All at the same second, and back at the same second: what fleets are not spread over by themselves.
  if (random() < IN_THE_REGION) powerCuts.push([regionalCutMs, regionalCutMs + 10 * MINUTE_MS]);
  const off = random();
  const clockOffMs =
    off < BADLY_OFF
      ? (random() - 0.5) * 60 * DAY_MS
      : off < BADLY_OFF + SOMEWHAT_OFF
        ? (random() - 0.5) * 20 * MINUTE_MS
        : (random() - 0.5) * 2000;
  return {
    offline: spells(random, fromMs, toMs, OFFLINE_EVERY_MS, [OFFLINE_FROM_MS, OFFLINE_TO_MS]),
    powerCuts: apart(powerCuts),
    clockOffMs,
    clockSetAtMs: fromMs + random() * (toMs - fromMs),
  };
}

/** A Poisson process of spells whose length is drawn so that its logarithm is uniform. */
function spells(
  random: Random,
  fromMs: number,
  toMs: number,
  everyMs: number,
  [least, most]: readonly [number, number],
): [number, number][] {
  const found: [number, number][] = [];
  for (let atMs = fromMs; ; ) {
    atMs += -Math.log(1 - random()) * everyMs;
    if (atMs >= toMs) return found;
    const endMs = atMs + least * (most / least) ** random();
    found.push([atMs, endMs]);
    atMs = endMs;
  }
}

/** None begins before the one before it has ended. */
function apart(all: readonly [number, number][]): [number, number][] {
  const kept: [number, number][] = [];
  for (const one of all.toSorted(([a], [b]) => a - b)) if (one[0] > (kept.at(-1)?.[1] ?? 0)) kept.push(one);
  return kept;
}
