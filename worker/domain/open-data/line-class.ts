import type { Medium } from '../../../measurement-agent/protocol/vocabulary.ts';

/** What describes a line in the open rows. Null where nobody knows. */
export interface LineClass {
  cohort: string;
  country: string | null;
  isp: string | null;
  asn: number | null;
  area: string | null;
  subdivision: string | null;
  access: string | null;
  /** Every medium that the line was measured over: one line has one class. */
  media: readonly (Medium | 'unknown')[];
  tier: string | null;
  method: string | null;
}

/** One line, one text: lines with the same one cannot be told apart by it. */
export type ClassKey = string;

/**
 * What is left out of a class, one thing after another, until ten lines share what remains. First what fewest published cells
 * are made by; the ISP outlives the prefecture, as an ISP of few lines in a prefecture has enough in its area. The cohort stays.
 */
export const LEFT_OUT = [
  'method',
  'tier',
  'media',
  'access',
  'subdivision',
  'area',
  'asn',
  'isp',
  'country',
] as const satisfies readonly (keyof LineClass)[];

/** How many of LEFT_OUT are left out, from 0 to all. */
export type Coarseness = number;

const ORDER = ['cohort', ...LEFT_OUT.toReversed()] as const;
const BAR = '|';

export function classKeyOf(line: LineClass): ClassKey {
  return ORDER.map((name) => {
    const value = line[name];
    return value === null ? '' : name === 'media' ? line.media.join('+') : String(value);
  }).join(BAR);
}

/** The class that remains when `coarseness` things are left out. They are last in the key. */
export function coarseKey(key: ClassKey, coarseness: Coarseness): ClassKey {
  return key
    .split(BAR)
    .slice(0, ORDER.length - coarseness)
    .join(BAR);
}

/** Whether a thing is still told at a coarseness. */
export function tells(name: (typeof LEFT_OUT)[number], coarseness: Coarseness): boolean {
  return LEFT_OUT.indexOf(name) >= coarseness;
}
