/** A stream of uniform numbers, between 0 and 1 without its ends. */
export type Uniform = () => number;

/**
 * The stream that belongs to `seed`: the same wherever it is computed again. sfc32 of PractRand (Doty-Humphrey 2018), whose
 * 128 bits of state count at least 2^32 numbers before they repeat. For simulation, never for secrets.
 */
export function seeded(seed: string): Uniform {
  let [a, b, c] = wordsOf(seed);
  let counter = 1;
  const next = () => {
    const out = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + out) | 0;
    return ((out >>> 0) + 0.5) / 2 ** 32;
  };
  // Seeds that differ in a letter have parted after these.
  for (let round = 0; round < 15; round += 1) next();
  return next;
}

/**
 * Three words of a text: the multiplication of FNV-1a (Fowler, Noll and Vo) from three beginnings, and the last mixing step
 * of MurmurHash3 (Appleby).
 */
function wordsOf(text: string): [number, number, number] {
  const word = (start: number) => {
    let hash = start;
    for (let index = 0; index < text.length; index += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return hash ^ (hash >>> 16);
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x6a09e667)];
}
