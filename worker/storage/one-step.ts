/** Steps of refreshes, publications and alarms: each is one transaction, and of two at once one fails as a whole. */
import { runTogether, type Statement } from './statement.ts';

/** D1 takes 2 MB a value; text of JSON is counted in bytes. */
const CHARACTERS_A_STATEMENT = 1_000_000;

/** Lists of JSON, none longer than a statement may bind. */
export function inPieces(values: readonly unknown[]): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const value of values) {
    const text = JSON.stringify(value);
    if (length + text.length > CHARACTERS_A_STATEMENT && piece.length > 0) {
      pieces.push(`[${piece.join(',')}]`);
      piece = [];
      length = 0;
    }
    piece.push(text);
    length += text.length + 1;
  }
  if (piece.length > 0) pieces.push(`[${piece.join(',')}]`);
  return pieces;
}

/** Runs statements, the first of which takes the next step, as one transaction; false when it was another's turn. */
export async function inOneStep(database: D1Database, statements: readonly Statement[]): Promise<boolean> {
  try {
    await runTogether(database, statements);
    return true;
  } catch (error) {
    if (isConstraint(error)) return false;
    throw error;
  }
}

/** D1 tells what a statement broke in its message only. */
function isConstraint(error: unknown): boolean {
  return (
    error instanceof Error &&
    /(?:UNIQUE|NOT NULL) constraint failed: (?:rollup_steps|alarm_watches)/.test(error.message)
  );
}
