import { OPEN_DATA_VERSION } from '../../../measurement-agent/protocol/open-data.ts';
import { type Month, monthEndMs, monthOf } from '../month.ts';

/** What is known of a month's open data. */
export interface IndexedMonth {
  /** The month in which it was last looked at. */
  lookedAtIn: Month;
  /** Of the results then, after the version of the files. */
  fingerprint: string;
  /** Null where fewer than ten lines could be told together, so that there is none. */
  edition: {
    edition: number;
    madeAt: string;
    rows: number;
    lines: number;
    bytes: number;
  } | null;
}

export type OpenDataIndex = Record<Month, IndexedMonth>;

/** After a month's end its last tests are awaited this long. */
const AWAITED_MS = 24 * 3_600_000;

/** What an edition of now depends on: results, and how they are told. */
export function editionPrint(fingerprint: string): string {
  return `${OPEN_DATA_VERSION} ${fingerprint}`;
}

/**
 * Months to look at, newest first: those that have ended, and were not looked at in this month, or by another version of the code.
 * Whether something changed is seen then; a deletion so takes effect within a month.
 */
export function monthsToLookAt(index: OpenDataIndex, firstAtMs: number | null, nowMs: number): Month[] {
  if (firstAtMs === null) return [];
  const now = monthOf(nowMs);
  const months: Month[] = [];
  for (let month = monthOf(firstAtMs); month < now; month = monthOf(monthEndMs(month))) {
    const isEnded = monthEndMs(month) + AWAITED_MS <= nowMs;
    const known = index[month];
    const isCurrent = known?.lookedAtIn === now && known.fingerprint.startsWith(editionPrint(''));
    if (isEnded && !isCurrent) months.push(month);
  }
  return months.toReversed();
}
