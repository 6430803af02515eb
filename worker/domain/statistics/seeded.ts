/**
 * Uniform numbers in [0, 1) from a text: who has the seed has the same numbers. FNV-1a (Fowler, Noll and Vo) makes four words
 * of the text, sfc32 (Doty-Humphrey, PractRand) draws from them.
 */
export function seededUniform(seed: string): () => number {
  let a = hash(seed, 0x811c_9dc5);
  let b = hash(seed, 0x9e37_79b9);
  let c = hash(seed, 0x7f4a_7c15);
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first numbers still show the seed.
  for (let index = 0; index < 12; index += 1) next();
  return next;
}

function hash(text: string, basis: number): number {
  let state = basis | 0;
  for (const character of text) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 0x0100_0193);
  return state;
}
