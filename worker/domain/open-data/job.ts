import type { OpenDataFile } from '../../../measurement-agent/protocol/open-data.ts';
import type { Month } from '../month.ts';
import type { ClassPlan } from './class-plan.ts';
import { type Crowd, isAnonymousCrowd, linesOf, NOBODY } from './crowd.ts';
import type { Rung } from './ladder.ts';
import { type ClassKey, LEFT_OUT } from './line-class.ts';
import { type TimesKind, timesKind } from './time-plan.ts';

/** Some rows that are written already. */
export interface WrittenPart {
  files: readonly OpenDataFile[];
  /** What the names begin with of the files that have what they bring into cells, one for each set. */
  countsName: string;
}

/** Of what an export keeps while it runs: another version's is not gone on with. */
export const JOB_VERSION = 4;

/** How far an export has come: everything it needs to go on after it was cut off, next to its plan. */
export interface Job {
  jobVersion: number;
  month: Month;
  edition: number;
  /** Of the results when it began. */
  fingerprint: string;
  /**
   * Every line is read for its class; then, in each round, for its times and to be written. A round has some of the groups of
   * classes, as times are told by group.
   */
  phase: 'classes' | 'times' | 'rows' | 'finish' | 'done';
  round: number;
  /** Null until classes are counted. */
  rounds: number | null;
  /** The last line that was read in this phase, in hexadecimal. */
  after: string;
  /** Name of the file that has the plan; null before there is one. A plan is never written over. */
  planName: string | null;
  /** Lines of each kind, while they are counted. */
  counted: Record<string, Crowd>;
  excluded: Record<string, number>;
  parts: WrittenPart[];
  rows: number;
  lines: number;
  withheld: number;
  /** Lines that were written, by their rung in the plan. */
  written: Record<number, Crowd>;
}

export function newJob(month: Month, edition: number, fingerprint: string): Job {
  return {
    jobVersion: JOB_VERSION,
    month,
    edition,
    fingerprint,
    phase: 'classes',
    round: 0,
    rounds: null,
    after: '',
    planName: null,
    counted: {},
    excluded: {},
    parts: [],
    rows: 0,
    lines: 0,
    withheld: 0,
    written: {},
  };
}

/** What is told of lines, as it is kept while an export runs. */
export interface Plan {
  /** By class: the number of its group, and how much is left out. */
  classes: Record<ClassKey, [group: number, coarseness: number]>;
  /** By kind of times: the number of its rung, and the step. */
  times: Record<TimesKind, [rung: number, step: number]>;
  /** Share of lines of which each thing is told. */
  told: Record<string, number>;
}

export function planOfClasses(rungs: ClassPlan, crowds: ReadonlyMap<ClassKey, Crowd>): Plan {
  return { classes: numbered(rungs), times: {}, told: toldShares(rungs, crowds) };
}

/** The plan with the times of a round's groups, whose rungs have numbers that no other round's have. */
export function withTimes(
  plan: Plan,
  rungs: ReadonlyMap<TimesKind, Rung>,
  { round, rounds }: Pick<Job, 'round' | 'rounds'>,
): Plan {
  return { ...plan, times: numbered(rungs, (index) => index * (rounds ?? 1) + round) };
}

/** In how many rounds the times of so many lines are counted. */
export function roundsOf(lines: number, linesARound: number): number {
  return Math.max(1, Math.ceil(lines / linesARound));
}

/** Whether a class's lines belong to this round; those that were not there when the plan was made are of the first. */
export function isOfRound(
  plan: Plan,
  classKey: ClassKey,
  { round, rounds }: Pick<Job, 'round' | 'rounds'>,
): boolean {
  const [group = 0] = plan.classes[classKey] ?? [];
  return group % (rounds ?? 1) === round;
}

function numbered(
  rungs: ReadonlyMap<string, Rung>,
  numberOf: (index: number) => number = (index) => index,
): Record<string, [number, number]> {
  const numbers = new Map<string, number>();
  return Object.fromEntries(
    [...rungs].map(([key, { group, step }]) => {
      const number = numbers.get(group) ?? numberOf(numbers.size);
      numbers.set(group, number);
      return [key, [number, step]];
    }),
  );
}

function toldShares(rungs: ClassPlan, crowds: ReadonlyMap<ClassKey, Crowd>): Record<string, number> {
  const lines = (key: ClassKey) => linesOf(crowds.get(key) ?? NOBODY);
  const all = [...rungs.keys()].reduce((sum, key) => sum + lines(key), 0);
  return Object.fromEntries(
    LEFT_OUT.map((name, index) => {
      let told = 0;
      for (const [key, { step }] of rungs) if (step <= index) told += lines(key);
      return [name, all === 0 ? 0 : Math.round((1000 * told) / all) / 1000];
    }),
  );
}

/** How a line is told; null where it is withheld, as it was not there when the plan was made. */
export function toldHow(
  plan: Plan,
  classKey: ClassKey,
  times: string,
): { coarseness: number; rung: number; timeStep: number } | null {
  const [group, coarseness] = plan.classes[classKey] ?? [];
  if (group === undefined || coarseness === undefined) return null;
  const [rung, timeStep] = plan.times[timesKind(group, times)] ?? [];
  return rung === undefined || timeStep === undefined ? null : { coarseness, rung, timeStep };
}

/** Whether every rung really got its ten lines in two prefixes: results may have changed while the export ran. */
export function isAnonymous({ written }: Job): boolean {
  return Object.values(written).every(isAnonymousCrowd);
}
