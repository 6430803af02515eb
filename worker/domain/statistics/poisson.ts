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
  const { from, cumulative, guides } = tableOf(mean);
  return (u) => {
    let index = guides[Math.floor(u * GUIDES)] ?? 0;
    while ((cumulative[index] ?? 1) < u) index += 1;
    return from + index;
  };
}

/** The cumulative probabilities of `from`, `from + 1` …, and for each part of 0–1 where in them it begins. */
interface PoissonTable {
  from: number;
  cumulative: Float64Array;
  guides: Int32Array;
}

function tableOf(mean: number): PoissonTable {
  const { from, masses } = poissonMasses(mean);
  let sum = 0;
  const cumulative = Float64Array.from(masses, (mass) => (sum += mass));
  // Rounding must not leave a gap at the end.
  cumulative[cumulative.length - 1] = 1;
  const guides = new Int32Array(GUIDES);
  for (let part = 0, index = 0; part < GUIDES; part += 1) {
    while ((cumulative[index] ?? 1) <= part / GUIDES && cumulative[index] !== 1) index += 1;
    guides[part] = index;
  }
  return { from, cumulative, guides };
}

/**
 * Draws numbers of many Poisson laws at once, as `poissonSampler` would one by one with the same uniform numbers: a law that
 * occurs often is tabulated once, and a draw is a look into one array.
 *
 * @returns Fills `into[from]` … `into[to − 1]` with numbers of the laws in these places.
 */
export function poissonDraws(
  means: Float64Array,
): (uniform: () => number, into: Float64Array, from: number, to: number) => void {
  const known = new Map<number, { law: number; table: PoissonTable; start: number }>();
  let length = 0;
  const lawOf = Int32Array.from(means, (mean) => {
    const law = known.get(mean)?.law ?? known.size;
    if (law === known.size) {
      const table = tableOf(mean);
      known.set(mean, { law, table, start: length });
      length += table.cumulative.length;
    }
    return law;
  });
  const upTo = new Float64Array(length);
  const guideOf = new Int32Array(known.size * GUIDES);
  const firstOf = new Int32Array(known.size);
  for (const { law, table, start } of known.values()) {
    upTo.set(table.cumulative, start);
    guideOf.set(
      table.guides.map((guide) => start + guide),
      law * GUIDES,
    );
    firstOf[law] = table.from - start;
  }
  return (uniform, into, from, to) => {
    for (let index = from; index < to; index += 1) {
      const law = lawOf[index] ?? 0;
      const u = uniform();
      let at = guideOf[law * GUIDES + Math.floor(u * GUIDES)] ?? 0;
      while ((upTo[at] ?? 1) < u) at += 1;
      into[index] = (firstOf[law] ?? 0) + at;
    }
  };
}
