import canonicalize from 'canonicalize';
import type { ReportAnswer } from '../../../measurement-agent/protocol/reports.ts';

/** A published cell as the input hash takes it. */
export interface HashedCell {
  groupingSet: string;
  slice: string;
  place: string;
  publishedLines: number | null;
  publishedResults: number | null;
  sums: string | null;
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** SHA-256 of a cell's key, counts and sums. */
export function cellHash(cell: HashedCell): Promise<string> {
  const { groupingSet, slice, place, publishedLines, publishedResults, sums } = cell;
  return sha256(JSON.stringify([groupingSet, slice, place, publishedLines, publishedResults, sums]));
}

/**
 * The input hash of an edition: of the hashes of all its cells. One for the whole country and all ISPs, never for a region: nobody
 * who knows all of a cell but one line can try out the one.
 *
 * @param cells Hashes in the order of grouping set, slice and place.
 */
export function inputHashOf(cells: readonly string[]): Promise<string> {
  return sha256(cells.join('\n'));
}

/** What a report says of its figures, without what is said of the edition. */
export type ReportFigures = Omit<ReportAnswer, 'edition' | 'answersHash' | 'changes' | 'updatedAt'>;

/** SHA-256 of a report's figures in canonical JSON (RFC 8785). */
export function answersHashOf({
  profile,
  methodVersion,
  synthetic,
  cohort,
  period,
  region,
  whole,
  isps,
  unlisted,
  parts,
}: ReportFigures): Promise<string> {
  const told = { profile, methodVersion, synthetic, cohort, period, region, whole, isps, unlisted, parts };
  return sha256(canonicalize(told) ?? '');
}
