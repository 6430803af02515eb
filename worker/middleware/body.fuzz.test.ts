import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { amendResultRequestSchema, openSessionRequestSchema } from '../../measurement-agent/protocol/api.ts';
import { submissionSchema } from '../../measurement-agent/protocol/result.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { anyJson, jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { bearerToken } from './bearer.ts';
import { readJson } from './body.ts';

function requestOf(body: BodyInit, type = 'application/json'): Request {
  return new Request('http://edge/', { method: 'POST', headers: { 'content-type': type }, body });
}

/** Whether one field lies in the other, or is it. */
function isOfOneBranch(a: string, b: string): boolean {
  return a === b || a === '' || b === '' || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

const SCHEMAS: [string, z.ZodMiniType][] = [
  ['a session request', openSessionRequestSchema],
  ['a submission', submissionSchema],
  ['a change of what was said', amendResultRequestSchema],
];

describe.each(SCHEMAS)('a body that is %s', (_name, schema) => {
  const valid = arbitraryOf(schema);

  test('is taken as it was sent', async () => {
    await fc.assert(
      fc.asyncProperty(valid, async (value) => {
        expect(await readJson(requestOf(JSON.stringify(value)), schema)).toEqual({ ok: true, value });
      }),
      { numRuns: 50 },
    );
  });

  test('but for one field is taken, or refused by the name of that field and no other', async () => {
    await fc.assert(
      fc.asyncProperty(spoiltOf(valid), async ({ value, path }) => {
        const read = await readJson(requestOf(jsonText(value)), schema);
        if (read.ok) return;
        const fields = (read.error.violations ?? []).map(({ field }) => field);
        expect(read.error.reason).toBe('bad-request');
        expect(fields).not.toEqual([]);
        expect(fields.filter((field) => !isOfOneBranch(field, path.join('.')))).toEqual([]);
        expect(read.error.violations?.every(({ rule }) => rule.length > 0)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('or any bytes, JSON or nesting is taken or refused with a reason', async () => {
    const body = fc.oneof(
      anyJson.map((value) => new TextEncoder().encode(jsonText(value))),
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(`${text},`)),
      fc
        .tuple(valid, fc.nat())
        .map(([value, at]) => new TextEncoder().encode(JSON.stringify(value)).slice(0, at)),
    );
    const type = fc.oneof(
      fc.constant('application/json'),
      fc.constantFrom('text/plain', 'application/jsonx'),
    );
    await fc.assert(
      fc.asyncProperty(body, type, async (bytes, contentType) => {
        const read = await readJson(requestOf(bytes, contentType), schema);
        const reason = read.ok ? 'taken' : read.error.reason;
        expect(['taken', 'bad-json', 'bad-request', 'bad-content-type']).toContain(reason);
        expect(read.ok && contentType !== 'application/json').toBe(false);
      }),
    );
  });
});

test('a token is what stands behind Bearer, and never white space', () => {
  const value = fc.oneof(
    fc.string({ unit: 'binary-ascii' }).filter((text) => !/[\0\r\n]/.test(text)),
    fc.stringMatching(/^[Bb]earer +[!-~]{1,20} ?$/),
  );
  fc.assert(
    fc.property(value, (text) => {
      const headers = new Headers({ authorization: text });
      const token = bearerToken(headers);
      const [scheme, given, ...more] = (headers.get('authorization') ?? '').split(/ +/);
      const isToken = scheme?.toLowerCase() === 'bearer' && /^\S+$/.test(given ?? '') && more.length === 0;
      expect(token.ok ? token.value : null).toBe(isToken ? given : null);
    }),
  );
});
