import { type Month, monthEndMs } from '../month.ts';

/** Days after its month for which an edition waits: agents that were offline send what they have. */
export const FROZEN_AFTER_DAYS = 3;

const DAY_MS = 86_400_000;

/** Which edition: the first of a month, or a correction. */
export interface EditionKey {
  month: Month;
  /** From 1. */
  revision: number;
}

/** As it stands in an address; the first edition of a month has the month's name. */
export function editionName({ month, revision }: EditionKey): string {
  return revision === 1 ? month : `${month}.${revision}`;
}

/** The edition of a name that fits the contract. */
export function editionKey(name: string): EditionKey {
  return { month: name.slice(0, 7), revision: Number(name.slice(8) || '1') };
}

/** Whether a month has an edition once something of `asOf` (days since the epoch) is published. */
export function isDue(month: Month, asOf: number): boolean {
  return asOf * DAY_MS >= monthEndMs(month) + FROZEN_AFTER_DAYS * DAY_MS;
}

/** What is known of a month: how far its editions are. */
export interface MonthState {
  month: Month;
  /** Its last edition; 0 before the first. */
  revision: number;
  /** The newest month with an edition when this one was last looked at for corrections; null before the first edition. */
  checkedWith: Month | null;
}

/**
 * The next month to make an edition of, oldest first: those that have none, then, once a month, those whose figures may have
 * changed. Corrections come together with the next month's edition, so that an edition is not corrected every day.
 */
export function nextDue(months: readonly MonthState[], asOf: number): MonthState | null {
  const newest = newestDue(months, asOf) ?? '';
  const due = months
    .filter(({ month }) => isDue(month, asOf))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
  return (
    due.find(({ revision }) => revision === 0) ??
    due.find(({ checkedWith }) => (checkedWith ?? '') < newest) ??
    null
  );
}

/** The newest month that has an edition, or should; null where none is due. */
export function newestDue(months: readonly MonthState[], asOf: number): Month | null {
  const due = months.filter(({ month }) => isDue(month, asOf)).map(({ month }) => month);
  return due.toSorted((a, b) => (a < b ? -1 : 1)).at(-1) ?? null;
}
