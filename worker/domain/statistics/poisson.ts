import { GUIDES, guideOf, guidesOf, placeByGuide } from './guide-table.ts';

/** Where a Poisson law's mass lies: `masses[i]` is the probability of `from + i`; what is left out is below 1e-17 a side. */
export interface PoissonMasses {
  from: number;
  masses: Float64Array;
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
  let from = mode;
  for (let mass = 1; from > 0; from -= 1) {
    mass *= from / mean;
    if (mass < NEGLIGIBLE) break;
  }
  let end = mode + 1;
  for (let mass = mean / end; mass >= NEGLIGIBLE; mass *= mean / end) end += 1;
  const masses = new Float64Array(end - from);
  masses[mode - from] = 1;
  for (let k = mode, mass = 1; k > from; k -= 1) masses[k - 1 - from] = mass *= k / mean;
  for (let k = mode + 1, mass = 1; k < end; k += 1) masses[k - from] = mass *= mean / k;
  let total = 0;
  for (let index = 0; index < masses.length; index += 1) total += masses[index] ?? 0;
  for (let index = 0; index < masses.length; index += 1) masses[index] = (masses[index] ?? 0) / total;
  return { from, masses };
}

/** Draws numbers of a Poisson law from uniform ones. */
export function poissonSampler(mean: number): (u: number) => number {
  const { from, cumulative } = tableOf(mean);
  const placeOf = placeByGuide(cumulative);
  return (u) => from + placeOf(u);
}

/** The cumulative probabilities of `from`, `from + 1` … */
interface PoissonTable {
  from: number;
  cumulative: Float64Array;
}

function tableOf(mean: number): PoissonTable {
  const { from, masses } = poissonMasses(mean);
  let sum = 0;
  const cumulative = Float64Array.from(masses, (mass) => (sum += mass));
  // Rounding must not leave a gap at the end.
  cumulative[cumulative.length - 1] = 1;
  return { from, cumulative };
}

/**
 * Draws numbers of many Poisson laws at once, as `poissonSampler` would one by one with the same uniform numbers: a law that
 * occurs often is tabulated once, and a draw is a look into one array.
 *
 * @returns Fills `into[from]` … `into[to − 1]` with numbers of the laws in these places, and answers their sum.
 */
export function poissonDraws(
  means: Float64Array,
): (uniform: () => number, into: Float64Array, from: number, to: number) => number {
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
  const guidesIn = new Int32Array(known.size * GUIDES);
  const firstOf = new Int32Array(known.size);
  for (const { law, table, start } of known.values()) {
    upTo.set(table.cumulative, start);
    guidesIn.set(
      guidesOf(table.cumulative).map((guide) => start + guide),
      law * GUIDES,
    );
    firstOf[law] = table.from - start;
  }
  return (uniform, into, from, to) => {
    let sum = 0;
    for (let index = from; index < to; index += 1) {
      const law = lawOf[index] ?? 0;
      const u = uniform();
      let at = guidesIn[law * GUIDES + guideOf(u)] ?? 0;
      while ((upTo[at] ?? 1) < u) at += 1;
      const number = (firstOf[law] ?? 0) + at;
      into[index] = number;
      sum += number;
    }
    return sum;
  };
}
