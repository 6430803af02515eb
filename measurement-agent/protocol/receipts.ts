/** Receipts: the worker's signatures in a result, and what each of them says. */
import type { Fallible } from './fallible.ts';
import type { ResultDocument } from './result.ts';
import { type KeySet, type SignatureFault, type SigningKey, sign, verify } from './signed.ts';
import type { Summary } from './summary.ts';

/** Signs what the worker saw of a phase. */
export function signSummary(summary: Omit<Summary, 'receipt'>, key: SigningKey): Promise<string> {
  return sign(summary, 'jissoku-summary+jws', key);
}

/** Why a summary is not the worker's word on this measurement. */
export type ReceiptFault =
  | { reason: 'missing' }
  /** A summary of another session. */
  | { reason: 'foreign' }
  /** Another summary of the same phase stands before it. */
  | { reason: 'repeated' }
  | SignatureFault;

/** What is wrong with the summaries of a result, in their order; null for one that is as it was signed. */
export function receiptFaults(
  { measurementId, summaries }: Pick<ResultDocument, 'measurementId' | 'summaries'>,
  keys: KeySet,
): Promise<(ReceiptFault | null)[]> {
  return Promise.all(
    summaries.map(async (summary, index): Promise<ReceiptFault | null> => {
      const { receipt, ...signed } = summary;
      if (summary.sessionId !== measurementId) return { reason: 'foreign' };
      if (summaries.findIndex(({ direction }) => direction === summary.direction) !== index)
        return { reason: 'repeated' };
      if (receipt === undefined) return { reason: 'missing' };
      const verified = await verify(signed, receipt, 'jissoku-summary+jws', keys);
      return verified.ok ? null : verified.error;
    }),
  );
}

/** Signs a result as it is stored. */
export async function signResult(document: ResultDocument, key: SigningKey): Promise<ResultDocument> {
  const { signature: _signature, ...signed } = document;
  return { ...signed, signature: await sign(signed, 'jissoku-result+jws', key) };
}

/** Whether a stored result is as the server signed it. */
export async function verifyResult(
  { signature, ...signed }: ResultDocument,
  keys: KeySet,
): Promise<Fallible<{ kid: string }, { reason: 'missing' } | SignatureFault>> {
  if (signature === undefined) return { ok: false, error: { reason: 'missing' } };
  return verify(signed, signature, 'jissoku-result+jws', keys);
}
