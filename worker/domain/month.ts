/** A calendar month in UTC, as `2026-11`. */
export type Month = string;

export function monthOf(atMs: number): Month {
  return new Date(atMs).toISOString().slice(0, 7);
}

/** The first moment after a month. */
export function monthEndMs(month: Month): number {
  const [year, number] = month.split('-').map(Number);
  return Date.UTC(year ?? Number.NaN, number ?? Number.NaN);
}
