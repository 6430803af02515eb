import { HELD_BYTES } from './numbers.ts';

/** What the downloads of this isolate may make wait in its memory, taken as a whole when they begin. */
let heldBytes = 0;

/** Takes room for a download; null when there is none. What is answered gives it back, once. */
export function hold(bytes: number, where: keyof typeof HELD_BYTES): (() => void) | null {
  if (heldBytes + bytes > HELD_BYTES[where]) return null;
  heldBytes += bytes;
  let given = false;
  return () => {
    if (given) return;
    given = true;
    heldBytes -= bytes;
  };
}
