import type { ExitCode } from '../exit-codes.ts';

/** Says why, in lines for a person, and ends with a code for a script. */
export function fail(exitCode: ExitCode, ...sentences: readonly string[]): null {
  for (const sentence of sentences) process.stderr.write(`${sentence}\n`);
  process.exitCode = exitCode;
  return null;
}
