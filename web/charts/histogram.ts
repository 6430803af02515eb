/** Lower limits of the bars, each decade alike. */
const LIMITS = [1, 1.5, 2, 3, 5, 7];

/** A DDSketch as the API tells it: bin k counts values in (gamma^(k − 1), gamma^k]. */
export interface Sketch {
  gamma: number;
  zeroCount: number;
  bins: readonly (readonly [bin: number, lines: number])[];
}

export interface Bar {
  /** From this, excluded, to that, included, within the width of one bin of the sketch; 0 to 0 for lines that have 0. */
  from: number;
  to: number;
  lines: number;
  /** First and last of the sketch's bins in it; null for zeros and for a bar without lines. */
  bins: readonly [first: number, last: number] | null;
}

/** Bars at round limits, from the lowest to the highest that has lines, without a gap. Empty without lines. */
export function histogram({ gamma, zeroCount, bins }: Sketch): Bar[] {
  const zero: Bar[] = zeroCount > 0 ? [{ from: 0, to: 0, lines: zeroCount, bins: null }] : [];
  const first = bins[0];
  const last = bins.at(-1);
  if (first === undefined || last === undefined) return zero;
  /** The geometric middle of a bin decides where it lies. */
  const middleOf = (bin: number) => gamma ** (bin - 0.5);
  const bars: Bar[] = limitsOver(middleOf(first[0]), middleOf(last[0])).map(([from, to]) => ({
    from,
    to,
    lines: 0,
    bins: null,
  }));
  for (const [bin, lines] of bins) {
    const bar = bars.find(({ to }) => middleOf(bin) <= to);
    if (bar === undefined) continue;
    bar.lines += lines;
    bar.bins = [bar.bins?.[0] ?? bin, bin];
  }
  return [...zero, ...bars];
}

/** Neighbouring limits that together hold both values. */
function limitsOver(low: number, high: number): [from: number, to: number][] {
  const limits: number[] = [];
  for (let decade = Math.floor(Math.log10(low)); decade <= Math.ceil(Math.log10(high)); decade += 1)
    for (const limit of LIMITS) limits.push(Number((limit * 10 ** decade).toPrecision(6)));
  const from = limits.findLastIndex((limit) => limit < low);
  const to = limits.findIndex((limit) => limit >= high);
  return limits.slice(from, to).map((limit, index) => [limit, limits[from + index + 1] ?? limit]);
}
