/**
 * As many independent lines as vary like these line-months in the worst case: the same homes in every month, each with the same figure
 * throughout. A home of c months then weighs c, and the effective number is (Σc)² / Σc² (Kish 1965, "Survey Sampling", 11.7).
 * Who is in a smaller month is taken to be in all larger ones as well: no other overlap has homes of more months.
 *
 * Never more than the fullest month has, and just that where all months have as many.
 *
 * @param months Lines of each month.
 * @returns 0 for none.
 */
export function independentLines(months: readonly number[]): number {
  let lines = 0;
  let squares = 0;
  for (const [index, count] of months.toSorted((a, b) => b - a).entries()) {
    lines += count;
    squares += (2 * index + 1) * count;
  }
  return squares === 0 ? 0 : Math.floor(lines ** 2 / squares);
}
