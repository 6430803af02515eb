import { DIMENSIONS, type Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import { type Directory, liesIn } from '../directory.ts';
import { valuesOf } from './cell-key.ts';
import { addedUpSetOf, type GroupingSet, groupingSetOf, keepsPeriod } from './grouping-sets.ts';
import { DEFAULT_PROFILE } from './profile.ts';
import type { Question } from './question.ts';

/** The dimensions that a question parts or names, in their order. */
export function dimensionsOf({ filters, groupBy }: Question): Dimension[] {
  const asked = new Set([...filters.keys(), ...groupBy]);
  return DIMENSIONS.filter((dimension) => asked.has(dimension));
}

/** A rollup that a question can be answered from. */
export interface Kept {
  set: GroupingSet;
  /** What its places must have. */
  filters: Question['filters'];
  /** Where its parts are told apart: the region that they lie in, which is not in their places. */
  inside: { level: Dimension; part: Dimension; region: string } | null;
}

/** The rollup that keeps what is asked for by a profile; null where it is computed for the question. */
export function keptOf(question: Question, profile: string = DEFAULT_PROFILE.name): Kept | null {
  if (profile !== DEFAULT_PROFILE.name) return null;
  const set = keptSetOf(question);
  if (set !== null) return { set, filters: question.filters, inside: null };
  const inside = partsAsked(question);
  if (inside === null) return null;
  const filters = new Map([...question.filters].filter(([dimension]) => dimension !== inside.level));
  const setOfParts = keptSetOf({ ...question, filters });
  return setOfParts === null ? null : { set: setOfParts, filters, inside };
}

function keptSetOf(question: Question): GroupingSet | null {
  const dimensions = dimensionsOf(question);
  return (
    [groupingSetOf(dimensions), addedUpSetOf(dimensions)].find(
      (each) => each !== null && keepsPeriod(each, question.period.name),
    ) ?? null
  );
}

/** From the largest on. */
const REGION_DIMENSIONS = ['country', 'area', 'subdivision'] as const satisfies readonly Dimension[];

/** The region whose parts are asked for; null where none is. */
function partsAsked({ filters, groupBy }: Question): Kept['inside'] {
  const level = REGION_DIMENSIONS.find((dimension) => filters.has(dimension));
  const parts = REGION_DIMENSIONS.filter((dimension) => groupBy.includes(dimension));
  const [part] = parts;
  if (level === undefined || part === undefined || parts.length > 1) return null;
  // What a region lies in is no part of it.
  if (REGION_DIMENSIONS.indexOf(part) < REGION_DIMENSIONS.indexOf(level)) return null;
  return { level, part, region: filters.get(level) ?? '' };
}

/** Whether a place of the rollup is one that was asked for. */
export function liesInKept(place: string, { set, filters, inside }: Kept, directory: Directory): boolean {
  const values = valuesOf(place);
  const valueOf = (dimension: Dimension) => values[set.dimensions.indexOf(dimension)];
  return (
    [...filters].every(([dimension, value]) => valueOf(dimension) === value) &&
    (inside === null || liesIn(valueOf(inside.part) ?? '', inside.region, directory))
  );
}
