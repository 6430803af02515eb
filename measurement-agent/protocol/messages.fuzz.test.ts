import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { anyJson, faultsIn, jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import {
  agentMessageSchema,
  encodeMessage,
  parseAgentMessage,
  parseWorkerMessage,
  workerMessageSchema,
} from './messages.ts';
import { MAX_SUMMARY_BYTES, MAX_TEXT_MESSAGE_BYTES } from './spec.ts';

const REASONS = ['too-long', 'not-json', 'not-in-contract'];

describe.each([
  ['an agent', arbitraryOf(agentMessageSchema), parseAgentMessage, MAX_TEXT_MESSAGE_BYTES],
  ['a worker', arbitraryOf(workerMessageSchema), parseWorkerMessage, MAX_SUMMARY_BYTES],
])('messages of %s', (_who, valid, parse, mostBytes) => {
  test('are read as they were written', () => {
    fc.assert(
      fc.property(valid, (message) => {
        const text = encodeMessage(message);
        fc.pre(text.length <= mostBytes);
        expect(parse(text)).toEqual({ ok: true, value: message });
      }),
    );
  });

  /** What is wrong with what comes of a text, which is a reason or a message within the ranges of the contract. */
  function faultsOf(text: string): string[] {
    const parsed = parse(text);
    if (!parsed.ok) return REASONS.includes(parsed.error.reason) ? [] : [parsed.error.reason];
    const written = encodeMessage(parsed.value);
    const again = parse(written);
    const same = again.ok && encodeMessage(again.value) === written;
    return [...faultsIn(parsed.value), ...(same ? [] : ['is another when it is read again'])];
  }

  function expectPlain(text: string): void {
    expect(faultsOf(text)).toEqual([]);
  }

  test('of any text, JSON or bytes are a message or a reason', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      anyJson.map(jsonText),
      fc.uint8Array().map((bytes) => new TextDecoder().decode(bytes)),
      fc.json(),
    );
    fc.assert(fc.property(text, expectPlain));
  });

  test('with one field changed are refused, or are messages still', () => {
    fc.assert(
      fc.property(spoiltOf(valid), ({ value }) => expectPlain(jsonText(value))),
      { numRuns: 500 },
    );
  });

  test('cut off or padded are refused, or are messages still', () => {
    fc.assert(
      fc.property(valid, fc.nat(), fc.string({ unit: 'binary' }), (message, at, more) => {
        const text = encodeMessage(message);
        expect(parse(text.slice(0, at % text.length)).ok).toBe(false);
        expectPlain(text + more);
        expectPlain(text.slice(0, at % text.length) + more);
      }),
    );
  });

  test.each([
    ['brackets without end', '['.repeat(mostBytes)],
    ['objects in objects', '{"type":'.repeat(100)],
    ['one byte too many', ' '.repeat(mostBytes + 1)],
    ['one field twice, the second wrong', '{"type":"probe","id":1,"id":-1}'],
    ['a number beyond all numbers', '{"type":"probe","id":1e400}'],
    ['__proto__', '{"__proto__":{"type":"probe","id":1}}'],
    ['__proto__ beside what is right', '{"type":"probe","id":1,"__proto__":{}}'],
    ['constructor', '{"type":"constructor"}'],
    ['an array', '["probe",1]'],
    ['a byte order mark', '\ufeff{"type":"probe","id":1}'],
  ])('refused: %s', (_name, text) => {
    expect(parse(text).ok).toBe(false);
  });
});

test('an agent message that is taken is no longer in bytes than it may be', () => {
  fc.assert(
    fc.property(arbitraryOf(agentMessageSchema), (message) => {
      const padded = encodeMessage(message).padEnd(MAX_TEXT_MESSAGE_BYTES, ' ');
      expect(parseAgentMessage(padded).ok).toBe(true);
      expect(new TextEncoder().encode(padded).byteLength).toBe(MAX_TEXT_MESSAGE_BYTES);
      expect(parseAgentMessage(`${padded} `).ok).toBe(false);
    }),
  );
});
