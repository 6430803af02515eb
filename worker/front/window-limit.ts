/** A cap as Cloudflare's rate limiting binding counts it, for a process that has no such binding. */

/** `limit` calls in `period` seconds. */
export interface Window {
  limit: number;
  period: number;
}

/** Counts in fixed windows of one process; all counters are dropped when a window ends. */
export function windowLimit({ limit, period }: Window, nowMs: () => number = Date.now): RateLimit {
  let beganMs = nowMs();
  let counts = new Map<string, number>();
  return {
    async limit({ key }) {
      const passedMs = nowMs() - beganMs;
      // A clock that was set back begins anew, too.
      if (passedMs < 0 || passedMs >= period * 1000) {
        beganMs = nowMs();
        counts = new Map();
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return { success: count <= limit };
    },
  };
}
