import type { Clock } from './clock.ts';

/** Resolves after `delayMs`, or as soon as the signal aborts; the caller looks at the signal. */
export function wait(clock: Clock, delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) {
      resolve();
      return;
    }
    const end = () => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.after(delayMs, end);
    signal.addEventListener('abort', end);
  });
}

/** What `promise` gives, or null when it takes longer than `delayMs` or the signal aborts first. */
export async function within<Value>(
  promise: Promise<Value>,
  clock: Clock,
  delayMs: number,
  signal: AbortSignal,
): Promise<Value | null> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  try {
    return await Promise.race([promise, wait(clock, delayMs, either).then(() => null)]);
  } finally {
    over.abort();
  }
}
