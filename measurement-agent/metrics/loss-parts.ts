/** A datagram: when it was sent, and whether it never came back. */
export interface Datagram {
  atMs: number;
  isLost: boolean;
}

/** [ms where the part begins, datagrams sent in it, lost of them]. */
export type LossPart = [fromMs: number, sent: number, lost: number];

/** Parts are this long, or as many times this long as keeps them few. */
const LEAST_PART_MS = 250;
const MOST_PARTS = 120;

/** Loss over time: datagrams counted in parts of equal length, those without any left out. At most 121 parts. */
export function lossParts(datagrams: readonly Datagram[]): { partMs: number; parts: LossPart[] } {
  const times = datagrams.map(({ atMs }) => atMs);
  const spanMs = times.length === 0 ? 0 : Math.max(...times) - Math.min(...times);
  const partMs = LEAST_PART_MS * Math.max(1, Math.ceil(spanMs / (LEAST_PART_MS * MOST_PARTS)));
  const parts = new Map<number, LossPart>();
  for (const { atMs, isLost } of datagrams) {
    const fromMs = Math.floor(atMs / partMs) * partMs;
    const [, sent, lost] = parts.get(fromMs) ?? [fromMs, 0, 0];
    parts.set(fromMs, [fromMs, sent + 1, lost + (isLost ? 1 : 0)]);
  }
  return { partMs, parts: [...parts.values()].toSorted(([a], [b]) => a - b) };
}
