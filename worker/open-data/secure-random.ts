/** 0 to 1 without 1, in steps of 2⁻⁵³, from the system's generator: what it makes cannot be guessed from what it made. */
export function secureRandom(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return ((high >>> 5) * 2 ** 26 + (low >>> 6)) / 2 ** 53;
}
