/** The normal density at `z`. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/**
 * The normal distribution function, to 1e-15 (not relative: a tail below that is 0), by the series of Marsaglia (2004),
 * "Evaluating the Normal Distribution", Journal of Statistical Software 11(4).
 */
export function normalDistribution(z: number): number {
  if (z > 8) return 1;
  if (z < -8) return 0;
  let sum = z;
  let term = z;
  let before: number;
  let odd = 1;
  do {
    before = sum;
    odd += 2;
    term *= (z * z) / odd;
    sum += term;
  } while (Math.abs(sum - before) > 0);
  return 0.5 + sum * normalDensity(z);
}
