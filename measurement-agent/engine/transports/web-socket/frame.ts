/** Frames of RFC 6455 section 5.2, as a client sends them. */
import { getRandomValues } from 'node:crypto';

export const OPCODES = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

const FINAL = 0x80;
const MASKED = 0x80;
/** Lengths up to 125 stand in the second byte; 126 and 127 say that 16 or 64 bits follow. */
const LENGTH_16 = 126;
const LENGTH_64 = 127;
const MASK_BYTES = 4;

/**
 * First bytes of an unfragmented frame with a masking key of zeros, behind which the payload travels as it is. A key
 * keeps whoever chooses a payload from choosing the bytes on the wire (section 10.3). A load payload is random and nobody
 * chooses it, and masking it would cost both ends more than sending it.
 */
export function unmaskedHeader(opcode: number, byteLength: number): Buffer {
  return header(opcode, byteLength, Buffer.alloc(MASK_BYTES));
}

/** A whole unfragmented frame under a random masking key. */
export function maskedFrame(opcode: number, payload: Uint8Array): Buffer {
  const key = getRandomValues(Buffer.alloc(MASK_BYTES));
  const masked = payload.map((byte, index) => byte ^ (key[index % MASK_BYTES] ?? 0));
  return Buffer.concat([header(opcode, payload.byteLength, key), masked]);
}

function header(opcode: number, byteLength: number, key: Buffer): Buffer {
  const first = FINAL | opcode;
  if (byteLength < LENGTH_16) return Buffer.concat([Buffer.from([first, MASKED | byteLength]), key]);
  if (byteLength < 2 ** 16) {
    const start = Buffer.from([first, MASKED | LENGTH_16, 0, 0]);
    start.writeUInt16BE(byteLength, 2);
    return Buffer.concat([start, key]);
  }
  const start = Buffer.alloc(10);
  start.set([first, MASKED | LENGTH_64]);
  start.writeBigUInt64BE(BigInt(byteLength), 2);
  return Buffer.concat([start, key]);
}
