import { climb, type Rung } from './ladder.ts';
import { type ClassKey, coarseKey, LEFT_OUT } from './line-class.ts';

/** Where each class is told; a class that is missing is withheld, as fewer than ten lines of its cohort remained. */
export type ClassPlan = ReadonlyMap<ClassKey, Rung>;

/** @param lines Lines of each class. */
export function planClasses(lines: ReadonlyMap<ClassKey, number>): ClassPlan {
  return climb(lines, LEFT_OUT.length, coarseKey).rungs;
}
