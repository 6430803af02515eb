import { randomFillSync } from 'node:crypto';

/** Application bytes this server has moved since it started. */
export const moved = { download: 0, upload: 0 };

const POOL = randomFillSync(Buffer.alloc(2 * 1024 * 1024));

/** Random bytes; at most a MiB. */
export function payload(byteLength: number): Buffer {
  const start = Math.floor(Math.random() * (POOL.byteLength - byteLength));
  return POOL.subarray(start, start + byteLength);
}
