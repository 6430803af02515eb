import { type Crowd, isAnonymousCrowd, NOBODY, together } from './crowd.ts';

/** Where a kind of line ends up: the group whose words are told of it, and the step of the ladder. */
export interface Rung {
  group: string;
  step: number;
}

/**
 * Coarsens what is told of lines, step by step, until ten lines in two prefixes share it. What is told at one step no longer counts at
 * the next: every group holds ten lines of its own, and none is what remains of a larger one (local recoding).
 *
 * @param crowds Lines of each kind; a line is of one kind.
 * @param steps The last step, from 0.
 * @param coarse What is told of a kind at a step; null where that step is not open to it.
 * @returns Rungs of the kinds that found such a group, and those that did not.
 */
export function climb<Kind>(
  crowds: ReadonlyMap<Kind, Crowd>,
  steps: number,
  coarse: (kind: Kind, step: number) => string | null,
): { rungs: Map<Kind, Rung>; rest: Kind[] } {
  const rungs = new Map<Kind, Rung>();
  let rest = [...crowds.keys()];
  for (let step = 0; step <= steps && rest.length > 0; step += 1) {
    const groups = new Map<string, Kind[]>();
    const next: Kind[] = [];
    for (const kind of rest) {
      const told = coarse(kind, step);
      if (told === null) next.push(kind);
      else groups.set(told, [...(groups.get(told) ?? []), kind]);
    }
    for (const [group, kinds] of groups) {
      if (!isAnonymousCrowd(crowdOf(kinds, crowds))) next.push(...kinds);
      else for (const kind of kinds) rungs.set(kind, { group: rungName(step, group), step });
    }
    rest = next;
  }
  return { rungs, rest };
}

/** Lines of some kinds together. */
export function crowdOf<Kind>(kinds: readonly Kind[], crowds: ReadonlyMap<Kind, Crowd>): Crowd {
  return kinds.reduce((sum, kind) => together(sum, crowds.get(kind) ?? NOBODY), NOBODY);
}

/** Groups of two steps have two names, whatever is told of them. */
export function rungName(step: number, told: string): string {
  return `${step} ${told}`;
}
