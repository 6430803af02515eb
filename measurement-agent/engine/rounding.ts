/** Delays are kept to a microsecond: no clock here knows more. */
export function toMicroseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

/** The same of every delay in an object. */
export function microseconds<Delays extends Record<string, number | null>>(delays: Delays): Delays {
  return Object.fromEntries(
    Object.entries(delays).map(([name, ms]) => [name, ms === null ? null : toMicroseconds(ms)]),
  ) as Delays;
}
