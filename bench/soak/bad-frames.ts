import { randomBytes } from 'node:crypto';
import type { Random } from '../../measurement-agent/engine/clock.ts';
import { maskedFrame, OPCODES } from '../../measurement-agent/engine/transports/web-socket/frame.ts';

/** Each breaks a rule of RFC 6455, or of our contract where it does not say otherwise. */
const BAD_FRAMES: readonly (() => Buffer)[] = [
  /** Section 5.2: opcode 3 is reserved. */
  () => maskedFrame(3, Buffer.from('reserved')),
  /** Section 5.2: a reserved bit that no extension has claimed. */
  () => withFirstByte(maskedFrame(OPCODES.text, Buffer.from('{}')), 0xc1),
  /** Section 5.1: a client that does not mask. */
  () => Buffer.from([0x81, 2, 0x7b, 0x7d]),
  /** Section 5.5: a control frame in fragments. */
  () => withFirstByte(maskedFrame(OPCODES.ping, Buffer.from('ping')), 0x09),
  /** Section 5.5: a control frame of more than 125 bytes. */
  () => maskedFrame(OPCODES.ping, Buffer.alloc(200)),
  /** Section 5.4: a continuation of nothing. */
  () => maskedFrame(OPCODES.continuation, Buffer.from('more')),
  /** Section 5.5.1: a status of one byte. */
  () => maskedFrame(OPCODES.close, Buffer.from([3])),
  /** Section 5.2: a length of 2^63, which has its highest bit set. */
  () => Buffer.from([0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
  /** A length of 2^40, which nobody can hold. */
  () => Buffer.from([0x82, 0xff, 0, 0, 1, 0, 0, 0, 0, 0, 1, 2, 3, 4]),
  /** Section 8.1: text that is not UTF-8. */
  () => maskedFrame(OPCODES.text, Buffer.from([0xff, 0xfe, 0xfd])),
  /** Contract: no such message. */
  () => maskedFrame(OPCODES.text, Buffer.from('{"type":"sudo"}')),
  /** Contract: a text of more than 1,024 characters. */
  () => maskedFrame(OPCODES.text, Buffer.alloc(70_000, 'a')),
  /** No frames at all. */
  () => randomBytes(4_096),
];

/** The bytes of one of them. */
export function badFrame(random: Random): Buffer {
  const make = BAD_FRAMES[Math.floor(random() * BAD_FRAMES.length)];
  return make?.() ?? Buffer.alloc(0);
}

function withFirstByte(frame: Buffer, first: number): Buffer {
  frame[0] = first;
  return frame;
}
