import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPCODES } from './frame.ts';
import { FrameReader } from './frame-reader.ts';
import { openingAnswer } from './opening-handshake.ts';

const MAX_MESSAGE_BYTES = 1_000;
type Found = ['text', string] | ['binary', number] | ['ping', Buffer] | ['close', number] | ['violation'];

/** What a reader found in pieces of a stream, and how much of payload it was given. */
function read(pieces: readonly Uint8Array[]): Found[] {
  const found: Found[] = [];
  const reader = new FrameReader(MAX_MESSAGE_BYTES, {
    onText: (text) => found.push(['text', text]),
    onBinary: (byteLength) => found.push(['binary', byteLength]),
    onPing: (payload) => found.push(['ping', payload]),
    onClose: (code) => found.push(['close', code]),
    onViolation: () => found.push(['violation']),
  });
  for (const piece of pieces) reader.push(Buffer.from(piece));
  return found;
}

function isBeyondBounds(each: Found): boolean {
  switch (each[0]) {
    case 'text':
      return each[1].length > MAX_MESSAGE_BYTES;
    case 'binary':
      return each[1] > MAX_MESSAGE_BYTES;
    case 'ping':
      return each[1].byteLength > 125;
    case 'close':
      return each[1] > 0xffff;
    case 'violation':
      return false;
  }
}

/** A frame whose header may say anything of what follows it. */
const frame = fc
  .record({
    first: fc.oneof(
      fc.nat(255),
      fc.constantFrom(...Object.values(OPCODES)).map((opcode) => 0x80 | opcode),
      fc.constantFrom(...Object.values(OPCODES)),
    ),
    length: fc.oneof(fc.nat(125), fc.nat(65_535), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)),
    payload: fc.uint8Array({ maxLength: 130 }),
    isTrue: fc.boolean(),
  })
  .map(({ first, length, payload, isTrue }) => {
    const announced = isTrue ? payload.byteLength : Number(length);
    if (announced < 126) return Buffer.from([first, announced, ...payload]);
    const header = Buffer.alloc(announced < 65_536 ? 4 : 10);
    header.set([first, announced < 65_536 ? 126 : 127]);
    if (announced < 65_536) header.writeUInt16BE(announced, 2);
    else header.writeBigUInt64BE(BigInt(length), 2);
    return Buffer.concat([header, payload]);
  });
const stream = fc.oneof(
  fc.uint8Array({ maxLength: 400 }),
  fc.array(frame).map((all) => Buffer.concat(all)),
);

describe('FrameReader', () => {
  test('finds in any bytes messages within the bound, and nothing behind the end', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        const found = read([bytes]);
        const end = found.findIndex(([kind]) => kind === 'close' || kind === 'violation');
        expect(end === -1 || end === found.length - 1).toBe(true);
        expect(found.filter(isBeyondBounds)).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('finds the same in any bytes however they are cut', () => {
    fc.assert(
      fc.property(stream, (bytes) => {
        expect(read(Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(read([bytes]));
      }),
      { numRuns: 300 },
    );
  });
});

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
/** The answer to the key of RFC 6455 section 1.3. */
const AGREED =
  'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n' +
  'Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nSec-WebSocket-Protocol: chat\r\n\r\n';

describe('openingAnswer()', () => {
  test('takes what agrees, and leaves what follows', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (rest) => {
        const answer = openingAnswer(Buffer.concat([Buffer.from(AGREED), rest]), ['chat'], KEY);
        expect(answer).toEqual({ ok: true, value: { rest: Buffer.from(rest) } });
      }),
    );
  });

  test('of any bytes is an answer, a wish for more or a sentence, and of no other agreement', () => {
    const changed = fc
      .tuple(fc.nat(AGREED.length - 1), fc.uint8Array({ maxLength: 5 }))
      .map(([at, put]) =>
        Buffer.concat([Buffer.from(AGREED.slice(0, at)), put, Buffer.from(AGREED.slice(at + put.length))]),
      );
    const noise = fc.oneof(
      fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      fc.string().map((text) => Buffer.from(`HTTP/1.1 101 ${text}\r\n\r\n`)),
      fc.integer({ min: 0, max: 17_000 }).map((length) => Buffer.alloc(length, 'a')),
    );
    fc.assert(
      fc.property(fc.oneof(changed, noise), (bytes: Buffer) => {
        const answer = openingAnswer(bytes, ['chat'], KEY);
        const text = bytes.toString('latin1');
        const agrees = text.includes('s3pPLMBiTxaQ9kYGzzhZRbK+xOo=') && text.includes('chat');
        // Only what agrees is an answer; what may still become one is short enough.
        expect(answer).toSatisfy(() => {
          if (!answer.ok) return answer.error.endsWith('.');
          return answer.value === null ? bytes.byteLength <= 16 * 1024 : agrees;
        });
      }),
      { numRuns: 500 },
    );
  });
});
