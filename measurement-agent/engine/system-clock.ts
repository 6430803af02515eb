import type { Clock } from './clock.ts';

/** The real clock, as browsers and Node both have it. */
export const systemClock: Clock = {
  now: () => performance.now(),
  utc: () => new Date().toISOString(),
  after(delayMs, callback) {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
