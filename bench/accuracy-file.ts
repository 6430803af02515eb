import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { AccuracyRow } from './accuracy-tools.ts';
import type { LinkCounters } from './link/link.ts';

/** What a line counted in one go of the bench, over everything that ran on it. */
export interface CountedLine {
  line: string;
  counted: LinkCounters;
}

/** A file of measurements, one JSON line each; what is in it is not measured again. */
export interface AccuracyFile {
  rows: AccuracyRow[];
  counted: CountedLine[];
}

/** Reads a file, or an empty one. A last line that a killed run left half written is cut off. */
export async function readAccuracyFile(path: string): Promise<AccuracyFile> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole !== text) await writeFile(path, whole);
  const entries = whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as AccuracyRow | CountedLine);
  return {
    rows: entries.filter((entry) => 'tool' in entry),
    counted: entries.filter((entry) => 'counted' in entry),
  };
}

export async function appendEntry(path: string, entry: AccuracyRow | CountedLine): Promise<void> {
  await appendFile(path, `${JSON.stringify(entry)}\n`);
}
