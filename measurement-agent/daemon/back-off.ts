import type { Random } from '../engine/clock.ts';

const FIRST_MS = 5_000;
const LONGEST_MS = 3_600_000;

/**
 * How long to wait after so many failures in a row: twice as long each time, up to an hour, and anywhere between half of it and all, so
 * that a fleet which lost its server does not come back in step. Never earlier than the server asked for.
 */
export function backOffMs(failures: number, askedMs: number | null, random: Random): number {
  const fullMs = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  const drawnMs = fullMs * (0.5 + random() / 2);
  return Math.ceil(askedMs === null ? drawnMs : askedMs + drawnMs * 0.5);
}
