/** Ranks, from 1 to n, of the two lines whose figures enclose a quantile. */
export interface RankInterval {
  low: number;
  high: number;
}

/** Each side of a 95% interval may miss this often. */
const TAIL = 0.025;

/**
 * The 95% interval of a quantile that holds whatever the distribution: of the number of lines below the true quantile only
 * its binomial law is used (David and Nagaraja 2003, "Order Statistics", section 7.1). The smallest ranks whose tails are
 * at most 2.5% each.
 *
 * @param n Independent lines.
 * @param q 0–1, without its ends.
 * @returns null where n lines cannot carry one: under 6 for a median, 72 for p5 and p95.
 */
export function rankInterval(n: number, q: number): RankInterval | null {
  if (!Number.isInteger(n) || n < 1 || !(q > 0 && q < 1)) return null;
  const low = lowerRank(n, q);
  // By symmetry: the upper rank of q is the lower one of 1 − q, counted from the other end.
  const fromAbove = lowerRank(n, 1 - q);
  return low === null || fromAbove === null ? null : { low, high: n + 1 - fromAbove };
}

/** The largest rank r with P(B ≤ r − 1) ≤ 2.5% for B ~ Bin(n, q); null when there is none. */
function lowerRank(n: number, q: number): number | null {
  // Downwards from the mode until nothing is left to add, upwards again until the tail is full.
  const mode = Math.min(n, Math.floor((n + 1) * q));
  const odds = q / (1 - q);
  const masses: number[] = [];
  let mass = Math.exp(logMass(n, q, mode));
  for (let k = mode; k >= 0 && mass > 1e-18; k -= 1) {
    masses.push(mass);
    mass *= k / ((n - k + 1) * odds);
  }
  let tail = 0;
  let rank: number | null = null;
  for (let index = masses.length - 1; index >= 0; index -= 1) {
    tail += masses[index] ?? 0;
    if (tail > TAIL) break;
    rank = mode - index + 1;
  }
  return rank;
}

/** Natural logarithm of the binomial mass. */
function logMass(n: number, q: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k) + k * Math.log(q) + (n - k) * Math.log1p(-q);
}

/** ln n!, by Stirling's series from 32 on, where its error is below 1e-13. */
function logFactorial(n: number): number {
  if (n < 32) {
    let product = 1;
    for (let factor = 2; factor <= n; factor += 1) product *= factor;
    return Math.log(product);
  }
  const x = n + 1;
  return (
    (x - 0.5) * Math.log(x) -
    x +
    0.5 * Math.log(2 * Math.PI) +
    1 / (12 * x) -
    1 / (360 * x ** 3) +
    1 / (1260 * x ** 5)
  );
}
