import type { OpenDataFile } from '../../../measurement-agent/protocol/open-data.ts';
import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import type { Month } from '../month.ts';
import type { ClassPlan } from './class-plan.ts';
import type { Rung } from './ladder.ts';
import { type ClassKey, LEFT_OUT } from './line-class.ts';
import { type TimesKind, timesKind } from './time-plan.ts';

/** Some rows that are written already. */
export interface WrittenPart {
  files: readonly OpenDataFile[];
  /** Name of the file that has what they bring into cells. */
  countsName: string;
}

/** How far an export has come: everything it needs to go on after it was cut off, next to its plan. */
export interface Job {
  month: Month;
  edition: number;
  /** Of the results when it began. */
  fingerprint: string;
  /** Every line is read three times: for its class, for its times, and to be written. */
  phase: 'classes' | 'times' | 'rows' | 'finish' | 'done';
  /** The last line that was read in this phase, in hexadecimal. */
  after: string;
  /** Name of the file that has the plan; null before there is one. A plan is never written over. */
  planName: string | null;
  /** Lines of each kind, while they are counted. */
  counted: Record<string, number>;
  excluded: Record<string, number>;
  parts: WrittenPart[];
  rows: number;
  lines: number;
  withheld: number;
  /** Lines that were written, by their rung in the plan. */
  written: Record<number, number>;
}

export function newJob(month: Month, edition: number, fingerprint: string): Job {
  return {
    month,
    edition,
    fingerprint,
    phase: 'classes',
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

export function planOfClasses(rungs: ClassPlan, lines: ReadonlyMap<ClassKey, number>): Plan {
  return { classes: numbered(rungs), times: {}, told: toldShares(rungs, lines) };
}

export function withTimes(plan: Plan, rungs: ReadonlyMap<TimesKind, Rung>): Plan {
  return { ...plan, times: numbered(rungs) };
}

function numbered(rungs: ReadonlyMap<string, Rung>): Record<string, [number, number]> {
  const numbers = new Map<string, number>();
  return Object.fromEntries(
    [...rungs].map(([key, { group, step }]) => {
      const number = numbers.get(group) ?? numbers.size;
      numbers.set(group, number);
      return [key, [number, step]];
    }),
  );
}

function toldShares(rungs: ClassPlan, lines: ReadonlyMap<ClassKey, number>): Record<string, number> {
  const all = [...rungs.keys()].reduce((sum, key) => sum + (lines.get(key) ?? 0), 0);
  return Object.fromEntries(
    LEFT_OUT.map((name, index) => {
      let told = 0;
      for (const [key, { step }] of rungs) if (step <= index) told += lines.get(key) ?? 0;
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

/** Whether every rung really got its ten lines: results may have changed while the export ran. */
export function isAnonymous({ written }: Job): boolean {
  return Object.values(written).every((lines) => lines >= ANONYMOUS_FROM_LINES);
}
