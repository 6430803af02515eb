/** Documents that cross the wire as JSON: requests and answers of the API, stored results, key sets. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { anyJson, faultsIn, jsonText, NO_UNICODE, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { amendResultRequestSchema, openSessionRequestSchema, sessionSchema, submittedSchema } from './api.ts';
import { problemSchema } from './problems.ts';
import { resultSchema, submissionSchema } from './result.ts';
import { keySetSchema } from './signed.ts';

interface Case {
  name: string;
  schema: z.ZodMiniType;
  /** It is signed, so that every text in it must have a canonical form. */
  signed?: true;
  /** What may be sent along and nobody reads. */
  unread?: readonly string[];
}

const CASES: Case[] = [
  { name: 'a session request', schema: openSessionRequestSchema },
  { name: 'a session', schema: sessionSchema },
  {
    name: 'a submission',
    schema: submissionSchema,
    signed: true,
    unread: ['network', 'cohort', 'receivedAt', 'connectionGuess', 'signature'],
  },
  { name: 'an answer to a submission', schema: submittedSchema },
  { name: 'a stored result', schema: resultSchema, signed: true },
  { name: 'a change of what was said', schema: amendResultRequestSchema, signed: true },
  { name: 'a key set', schema: keySetSchema },
  { name: 'a problem', schema: problemSchema },
];

describe.each(CASES)('$name', ({ schema, signed = false, unread = [] }) => {
  const valid = arbitraryOf(schema);

  test('is read as it was written', () => {
    fc.assert(
      fc.property(valid, (value) => {
        expect(schema.safeParse(JSON.parse(JSON.stringify(value)))).toEqual({ success: true, data: value });
      }),
    );
  });

  /** What is wrong with what comes of a value, which is issues or a document with nothing in it that the contract does not have. */
  function faultsOf(value: unknown): string[] {
    const parsed = schema.safeParse(JSON.parse(jsonText(value)));
    if (!parsed.success) return parsed.error.issues.length > 0 ? [] : ['refused for nothing'];
    const again = schema.safeParse(parsed.data);
    const fields = Object.entries(parsed.data as object).filter(([field]) => !unread.includes(field));
    const faults = faultsIn(Object.fromEntries(fields)).filter(
      (fault) => signed || !fault.endsWith(NO_UNICODE),
    );
    return [...faults, ...(again.success ? [] : ['refused when it is read again'])];
  }

  function expectPlain(value: unknown): void {
    expect(faultsOf(value)).toEqual([]);
  }

  test('with one field changed, gone or added is refused or within its ranges', () => {
    fc.assert(
      fc.property(spoiltOf(valid), ({ value }) => expectPlain(value)),
      { numRuns: 300 },
    );
  });

  test('is refused, or within its ranges, when it is any JSON', () => {
    fc.assert(fc.property(anyJson, expectPlain));
  });

  test('gives nothing to the prototype of objects', () => {
    const polluting = '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}';
    schema.safeParse(JSON.parse(polluting));
    expect('polluted' in {}).toBe(false);
  });
});
