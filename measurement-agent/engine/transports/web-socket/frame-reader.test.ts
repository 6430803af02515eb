import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { OPCODES } from './frame.ts';
import { FrameReader } from './frame-reader.ts';

/** What a reader found, in order, when a stream arrives in these pieces. */
function read(pieces: readonly Buffer[], maxMessageBytes = 100_000): unknown[] {
  const found: unknown[] = [];
  const reader = new FrameReader(maxMessageBytes, {
    onText: (text) => found.push(['text', text]),
    onBinary: (byteLength) => found.push(['binary', byteLength]),
    onPing: (payload) => found.push(['ping', payload.toString()]),
    onClose: (code, reason) => found.push(['close', code, reason]),
    onViolation: (what) => found.push(['violation', what]),
  });
  for (const piece of pieces) {
    // A buffer that is read into again afterwards, as a connection's is.
    const reused = Buffer.from(piece);
    reader.push(reused);
    reused.fill(0xff);
  }
  return found;
}

/** A frame as servers send it, by RFC 6455 section 5.2. */
function frame(opcode: number, payload: string | Buffer, final = true): Buffer {
  const bytes = Buffer.from(payload);
  const { byteLength } = bytes;
  const first = (final ? 0x80 : 0) | opcode;
  if (byteLength < 126) return Buffer.concat([Buffer.from([first, byteLength]), bytes]);
  if (byteLength < 65_536)
    return Buffer.concat([Buffer.from([first, 126, byteLength >> 8, byteLength & 0xff]), bytes]);
  const header = Buffer.alloc(10);
  header.set([first, 127]);
  header.writeUInt32BE(byteLength, 6);
  return Buffer.concat([header, bytes]);
}

describe('FrameReader reads the examples of RFC 6455 section 5.7', () => {
  test.each([
    ['a text message', '810548656c6c6f', [['text', 'Hello']]],
    ['a fragmented text message', '010348656c80026c6f', [['text', 'Hello']]],
    ['a ping', '890548656c6c6f', [['ping', 'Hello']]],
    ['256 bytes of binary', `827e0100${'00'.repeat(256)}`, [['binary', 256]]],
    ['64 KiB of binary', `827f0000000000010000${'00'.repeat(65_536)}`, [['binary', 65_536]]],
  ])('%s', (_name, hex, expected) => {
    expect(read([Buffer.from(hex, 'hex')])).toEqual(expected);
  });
});

test('FrameReader finds the same wherever the stream is cut', () => {
  const stream = Buffer.concat([
    frame(OPCODES.binary, Buffer.alloc(300, 7)),
    frame(OPCODES.text, '日本'),
    frame(OPCODES.binary, Buffer.alloc(70_000, 8), false),
    frame(OPCODES.ping, 'in between'),
    frame(OPCODES.continuation, Buffer.alloc(5, 9)),
    frame(OPCODES.binary, ''),
    frame(OPCODES.close, Buffer.concat([Buffer.from([0x0f, 0xa1]), Buffer.from('gone')])),
    frame(OPCODES.text, 'after the end'),
  ]);
  const expected = [
    ['binary', 300],
    ['text', '日本'],
    ['ping', 'in between'],
    ['binary', 70_005],
    ['binary', 0],
    ['close', 4001, 'gone'],
  ];
  const cuts = fc.array(fc.oneof(fc.nat(stream.byteLength), fc.nat(400)), { maxLength: 20 });
  fc.assert(
    fc.property(cuts, (places) => {
      const ends = [...places, stream.byteLength].toSorted((a, b) => a - b);
      expect(read(ends.map((end, index) => stream.subarray(ends[index - 1] ?? 0, end)))).toEqual(expected);
    }),
  );
  expect(read(Array.from(stream, (byte) => Buffer.from([byte])))).toEqual(expected);
});

describe('FrameReader refuses what RFC 6455 forbids', () => {
  test.each([
    ['a masked frame', Buffer.from('8185000000000000000000', 'hex'), 'a masked frame'],
    ['a reserved bit', Buffer.from('c10548656c6c6f', 'hex'), 'an extension that was not agreed'],
    ['an unknown opcode', Buffer.from('8300', 'hex'), 'opcode 3'],
    ['a continuation of nothing', frame(OPCODES.continuation, 'x'), 'a fragment out of place'],
    ['a fragmented ping', frame(OPCODES.ping, 'x', false), 'a long or fragmented control frame'],
    ['a long ping', frame(OPCODES.ping, Buffer.alloc(126)), 'a long or fragmented control frame'],
    ['a message over the bound', frame(OPCODES.binary, Buffer.alloc(100_001)), 'a message of 100001 bytes'],
  ])('%s, and reads no further', (_name, bytes, what) => {
    expect(read([bytes, frame(OPCODES.text, 'more')])).toEqual([['violation', what]]);
  });
});

test('FrameReader gives 1005 for a close without a code', () => {
  expect(read([frame(OPCODES.close, '')])).toEqual([['close', 1005, '']]);
});
