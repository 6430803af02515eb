/** A word that somebody may have meant is this far from what was written, at most. */
const MOST_EDITS = 3;

/** The word nearest to what was written (Levenshtein); null when none is near. */
export function closest(written: string, words: readonly string[]): string | null {
  // Nothing so long is a slip of the fingers.
  if (written.length > 64) return null;
  const distances = words.map((word) => ({ word, edits: editsBetween(written, word) }));
  const nearest = distances.toSorted((a, b) => a.edits - b.edits)[0];
  return nearest === undefined || nearest.edits > Math.min(MOST_EDITS, nearest.word.length / 2)
    ? null
    : nearest.word;
}

function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of a.split('').entries()) {
    const next = [i + 1];
    for (const [j, other] of b.split('').entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}
