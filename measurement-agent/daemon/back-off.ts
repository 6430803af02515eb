import type { Random } from '../engine/clock.ts';

const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;
/** A server may ask for longer, by mistake or by malice: an agent that nobody visits asks once a day all the same. */
const LONGEST_ASKED_MS = 86_400_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, up to an hour, and anywhere between half of it and all, so
 * that a fleet which lost its server does not come back in step. Never earlier than the server asked for, up to a day.
 */
export function backOffMs(failures: number, askedMs: number | null, random: Random): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  const drawnMs = fullMs * (0.5 + random() / 2);
  return Math.ceil(askedMs === null ? drawnMs : Math.min(askedMs, LONGEST_ASKED_MS) + drawnMs * 0.5);
}
