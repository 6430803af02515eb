import type { Crowd } from './crowd.ts';
import { climb, type Rung } from './ladder.ts';
import { type ClassKey, coarseKey, LEFT_OUT } from './line-class.ts';

/** Where each class is told; a class that is missing is withheld, as fewer than ten lines of its cohort remained, or all in one prefix. */
export type ClassPlan = ReadonlyMap<ClassKey, Rung>;

/** @param crowds Lines of each class. */
export function planClasses(crowds: ReadonlyMap<ClassKey, Crowd>): ClassPlan {
  return climb(crowds, LEFT_OUT.length, coarseKey).rungs;
}
