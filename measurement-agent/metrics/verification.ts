/** What can be checked of a stored result with nothing but the server's public keys. */
import { type ReceiptFault, receiptFaults, verifyResult } from '../protocol/receipts.ts';
import type { ResultDocument } from '../protocol/result.ts';
import type { KeySet, SignatureFault } from '../protocol/signed.ts';
import type { Direction, Phase } from '../protocol/summary.ts';
import { type ClaimFault, claimFaults } from './claim.ts';

/** One thing that was looked at; `fault` is null when it holds. */
export type Check =
  | { check: 'result-signature'; fault: 'missing' | SignatureFault['reason'] | null }
  | { check: 'receipt'; phase: Phase; fault: ReceiptFault['reason'] | null }
  /** A direction has a figure and no summary. */
  | { check: 'summary'; phase: Direction; fault: 'missing' | null }
  | { check: ClaimFault; phase: Direction; fault: 'contradicts-receipt' | null };

const DIRECTIONS = ['download', 'upload'] as const satisfies Direction[];
const CLAIMS = ['bytes', 'rate'] as const satisfies ClaimFault[];

/**
 * Everything that a result's signatures say: that the result is as the server stored it, that each summary is a worker's of this
 * session, and that the figures are what the workers saw.
 */
export async function verification(document: ResultDocument, keys: KeySet): Promise<Check[]> {
  const result = await verifyResult(document, keys);
  const faults = await receiptFaults(document, keys);
  return [
    { check: 'result-signature', fault: result.ok ? null : result.error.reason },
    ...document.summaries.map(
      ({ direction: phase }, index): Check => ({
        check: 'receipt',
        phase,
        fault: faults[index]?.reason ?? null,
      }),
    ),
    ...DIRECTIONS.flatMap((direction) => claimChecks(document, direction)),
  ];
}

function claimChecks(document: ResultDocument, phase: Direction): Check[] {
  const load = document[phase];
  if (load === null) return [];
  const summary = document.summaries.find(({ direction }) => direction === phase);
  if (summary === undefined) return [{ check: 'summary', phase, fault: 'missing' }];
  const faults = claimFaults(load, summary, phase, document.idle?.rttMs.p50 ?? null);
  return [
    { check: 'summary', phase, fault: null },
    ...CLAIMS.map(
      (check): Check => ({ check, phase, fault: faults.includes(check) ? 'contradicts-receipt' : null }),
    ),
  ];
}
