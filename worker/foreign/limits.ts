/** What one request of a foreign client may take; how many there may be is in wrangler.toml. */

/**
 * A request that moves no more than this is a probe and not load. Cloudflare's module sends some 150 probes and 40 loads a test;
 * responsiveness clients send up to 100 probes a second.
 */
export const PROBE_BYTES = 1 << 17;

/** Load over HTTP ends after this long, whoever is slow: twice what the longest plan that is known loads a line for. */
export const LOAD_WITHIN_MS = 60_000;

/** One request moves this at most, either way: the large object of the responsiveness draft (section 6) is 8 GB or more. */
export const LOAD_BYTES = 8 * 1024 ** 3;
