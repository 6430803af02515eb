/** Parts of 0–1 for each of which a table knows where to begin. */
export const GUIDES = 256;

/**
 * Turns uniform random numbers into places of a discrete law, by inversion with a guide table (Chen and Asau 1974, "On generating
 * random variates from an empirical distribution", AIIE Transactions 6(2)): hardly any number takes a second step.
 *
 * @param cumulative Ascending probabilities; the last one is 1.
 * @returns The first place whose probability is at least `u`, 0–1.
 */
export function placeByGuide(cumulative: Float64Array): (u: number) => number {
  const guides = guidesOf(cumulative);
  return (u) => {
    let index = guides[guideOf(u)] ?? 0;
    while ((cumulative[index] ?? 1) < u) index += 1;
    return index;
  };
}

/** Where in the guides of a law a number begins. */
export function guideOf(u: number): number {
  return u < 1 ? Math.floor(u * GUIDES) : GUIDES - 1;
}

/** For each part of 0–1 the first place whose probability reaches its beginning. */
export function guidesOf(cumulative: Float64Array): Int32Array {
  const guides = new Int32Array(GUIDES);
  for (let part = 0, index = 0; part < GUIDES; part += 1) {
    while (index < cumulative.length - 1 && (cumulative[index] ?? 1) < part / GUIDES) index += 1;
    guides[part] = index;
  }
  return guides;
}
