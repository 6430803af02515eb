/** Where a Poisson law's mass lies: `masses[i]` is the probability of `from + i`; what is left out is below 1e-17 a side. */
export interface PoissonMasses {
  from: number;
  masses: readonly number[];
}

/** Mass against the largest one below which nothing is kept. */
const NEGLIGIBLE = 1e-18;

/**
 * Masses outwards from the mode, by their ratios, and divided by their sum: without factorials, and without an underflow
 * at any mean.
 *
 * @param mean Finite, at least 0.
 */
export function poissonMasses(mean: number): PoissonMasses {
  const mode = Math.floor(mean);
  const below: number[] = [];
  for (let k = mode, mass = 1; k > 0; k -= 1) {
    mass *= k / mean;
    if (mass < NEGLIGIBLE) break;
    below.push(mass);
  }
  const masses = [...below.toReversed(), 1];
  for (let k = mode + 1, mass = mean / k; mass >= NEGLIGIBLE; k += 1, mass *= mean / k) masses.push(mass);
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return { from: mode - below.length, masses: masses.map((mass) => mass / total) };
}

/** Parts of 0–1 for each of which a sampler knows where to begin. */
const GUIDES = 256;

/**
 * Draws numbers of a Poisson law from uniform ones, by inversion with a guide table (Chen and Asau 1974, "On generating random
 * variates from an empirical distribution", AIIE Transactions 6(2)): hardly any number takes a second step.
 */
export function poissonSampler(mean: number): (u: number) => number {
  const { from, masses } = poissonMasses(mean);
  let sum = 0;
  const cumulative = Float64Array.from(masses, (mass) => (sum += mass));
  // Rounding must not leave a gap at the end.
  cumulative[cumulative.length - 1] = 1;
  const guides = Int32Array.from({ length: GUIDES }, (_, part) =>
    cumulative.findIndex((upTo) => upTo > part / GUIDES || upTo === 1),
  );
  return (u) => {
    let index = guides[Math.floor(u * GUIDES)] ?? 0;
    while ((cumulative[index] ?? 1) < u) index += 1;
    return from + index;
  };
}
