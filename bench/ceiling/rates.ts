/** What a tool carried each way, bit/s; null where it gave no figure. */
export interface CeilingRates {
  downloadBps: number | null;
  uploadBps: number | null;
}

/** What a server had moved in all at a time. */
export interface Moved {
  atMs: number;
  download: number;
  upload: number;
}

/** A rate counts when it was held for this long. */
const HELD_MS = 1000;

/** The best second of each direction, out of totals in order of time. */
export function fastestRates(samples: readonly Moved[]): CeilingRates {
  return {
    downloadBps: fastest(samples, ({ download }) => download),
    uploadBps: fastest(samples, ({ upload }) => upload),
  };
}

function fastest(samples: readonly Moved[], bytesOf: (sample: Moved) => number): number | null {
  const rates = samples.flatMap((from) => {
    const to = samples.find(({ atMs }) => atMs >= from.atMs + HELD_MS);
    return to === undefined ? [] : [((bytesOf(to) - bytesOf(from)) * 8000) / (to.atMs - from.atMs)];
  });
  return rates.length === 0 ? null : Math.max(...rates);
}
