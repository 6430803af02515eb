import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { signingKeyOf } from '../../worker/domain/signing-key.ts';
import { receiptFaults, signResult, signSummary, verifyResult } from './receipts.ts';
import { type ResultDocument, resultSchema } from './result.ts';
import { type KeySet, keySetSchema, verify } from './signed.ts';
import { type Summary, summarySchema } from './summary.ts';

const key = await signingKeyOf(TEST_KEYS.SIGNING_KEY);
const keys: KeySet = { keys: [key.publicKey] };
const REASONS = ['missing', 'foreign', 'repeated', 'malformed', 'wrong-type', 'unknown-key', 'forged'];

/** As it is after a way over the wire: what reads alike is alike. */
const wire = (value: unknown) => JSON.parse(jsonText(value)) as unknown;
const sorted = (value: unknown): unknown => {
  // There is one zero in JSON.
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1));
  return Object.fromEntries(fields.map(([name, field]) => [name, sorted(field)]));
};
const isSame = (a: unknown, b: unknown) => jsonText(sorted(a)) === jsonText(sorted(b));

const unsignedSummary = arbitraryOf(summarySchema).map(({ receipt: _receipt, ...summary }) => summary);
const unsignedResult = arbitraryOf(resultSchema).map(({ signature: _signature, ...result }) => result);

describe('the receipt of any summary', () => {
  test('holds of it, and of nothing that differs in one field', async () => {
    await fc.assert(
      fc.asyncProperty(
        unsignedSummary.chain((summary) => fc.tuple(fc.constant(summary), spoiltOf(fc.constant(summary)))),
        async ([summary, spoilt]) => {
          const receipt = await signSummary(summary, key);
          const { sessionId } = summary;
          const faultsOf = (each: unknown) =>
            receiptFaults({ measurementId: sessionId, summaries: [{ ...(each as Summary), receipt }] }, keys);
          expect(await faultsOf(summary)).toEqual([null]);
          // Null and the like have no fields to differ in; they are not in the contract.
          const changed = wire(spoilt.value);
          fc.pre(typeof changed === 'object' && changed !== null && !('receipt' in changed));
          const [fault] = await faultsOf(changed);
          expect(fault === null).toBe(isSame(changed, summary));
        },
      ),
    );
  });

  test('is a reason, whatever the receipts are', async () => {
    const summary = fc
      .tuple(unsignedSummary, fc.option(fc.oneof(fc.string(), arbitraryOf(summarySchema.shape.receipt))))
      .map(([each, receipt]) => (receipt === null || receipt === undefined ? each : { ...each, receipt }));
    await fc.assert(
      fc.asyncProperty(fc.array(summary, { maxLength: 3 }), async (summaries) => {
        const measurementId = summaries[0]?.sessionId ?? '';
        const faults = await receiptFaults({ measurementId, summaries }, keys);
        expect(faults).toHaveLength(summaries.length);
        // None of them was ever signed.
        expect(faults.every((fault) => fault !== null && REASONS.includes(fault.reason))).toBe(true);
      }),
    );
  });
});

describe('the signature of any result', () => {
  test('holds of it, and of nothing that differs in one field', async () => {
    await fc.assert(
      fc.asyncProperty(
        unsignedResult.chain((result) => fc.tuple(fc.constant(result), spoiltOf(fc.constant(result)))),
        async ([result, spoilt]) => {
          const stored = await signResult(result, key);
          expect(await verifyResult(wire(stored) as ResultDocument, keys)).toMatchObject({ ok: true });
          const changed = wire(spoilt.value);
          fc.pre(typeof changed === 'object' && changed !== null && !('signature' in changed));
          const { signature } = stored;
          const verified = await verifyResult(
            { ...(changed as ResultDocument), signature: signature ?? '' },
            keys,
          );
          expect(verified.ok).toBe(isSame(changed, result));
        },
      ),
      { numRuns: 60 },
    );
  });

  test('with a character changed is one of nothing, or the same bytes in other words', async () => {
    const { signature } = await signResult({} as ResultDocument, key);
    const change = fc.tuple(fc.nat(), fc.nat(2), fc.oneof(fc.base64String({ maxLength: 3 }), fc.string()));
    await fc.assert(
      fc.asyncProperty(change, async ([at, length, put]) => {
        const start = at % (signature?.length ?? 1);
        const changed = `${signature?.slice(0, start)}${put}${signature?.slice(start + length)}`;
        const verified = await verify({}, changed, 'jissoku-result+jws', keys);
        expect(verified.ok).toBe(isSameSignature(changed, signature ?? ''));
      }),
      { numRuns: 300 },
    );
  });

  test('is told of with any key set', async () => {
    const stored = await signResult({ a: 1 } as unknown as ResultDocument, key);
    await fc.assert(
      fc.asyncProperty(arbitraryOf(keySetSchema), fc.boolean(), async (set, isNamedAlike) => {
        const others = set.keys.map((each) => (isNamedAlike ? { ...each, kid: key.publicKey.kid } : each));
        const verified = await verifyResult(stored, { keys: others });
        expect(verified.ok).toBe(false);
      }),
    );
  });
});

/** The header is signed as text, the signature is of its bytes: the bits that base64url leaves over say nothing. */
function isSameSignature(a: string, b: string): boolean {
  const read = (text: string) => {
    const [, header, mac = ''] = /^([\w-]+)\.\.([\w-]+)$/.exec(text) ?? [];
    return `${header} ${Buffer.from(mac, 'base64url').toString('hex')}`;
  };
  return read(a) === read(b);
}
