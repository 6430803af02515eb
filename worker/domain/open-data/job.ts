import type { OpenDataFile, OpenDataManifest } from '../../../measurement-agent/protocol/open-data.ts';
import type { Month } from '../month.ts';
import { bucketOf, planBuckets, type RungPlace } from './bucket-plan.ts';
import type { ClassPlan } from './class-plan.ts';
import { type Crowd, linesOf, NOBODY } from './crowd.ts';
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
export const JOB_VERSION = 5;

/** How far an export has come: everything it needs to go on after it was cut off, next to its plan. */
export interface Job {
  jobVersion: number;
  month: Month;
  edition: number;
  /** Of the results when it began. */
  fingerprint: string;
  /**
   * Every line is read for its class; then, in each round, for its times and to be told. Lines that are told lie in buckets, as
   * those of one rung exchange figures, and a bucket at a time becomes a file. A round has some of the groups of classes, as times are
   * told by group.
   */
  phase: 'classes' | 'times' | 'lines' | 'rows' | 'finish' | 'done';
  /** How often it began again as results had changed meanwhile. */
  restarts: number;
  round: number;
  /** Null until classes are counted. */
  rounds: number | null;
  /** The last line that was read in this phase, in hexadecimal. */
  after: string;
  /** Name of the file that has the plan; null before there is one. A plan is never written over. */
  planName: string | null;
  /** Lines of each kind, while they are counted. */
  counted: Record<string, Crowd>;
  /** Into how many buckets this round's lines go; null while its times are counted. */
  buckets: number | null;
  /** The bucket that becomes rows next. */
  bucket: number;
  /** What the names begin with of the files that have this round's lines, one for each bucket. */
  linesNames: string[];
  excluded: Record<string, number>;
  parts: WrittenPart[];
  rows: number;
  /** Tests that the rows stand for. */
  tests: number;
  /** Tests that no row stands for. */
  withheld: number;
  /** Lines whose figure was left out, by metric. */
  figuresLeftOut: Record<string, number>;
}

/** Whether a manifest names what this job has written. */
export function isManifestOf({ edition, parts }: Job, manifest: OpenDataManifest | null): boolean {
  const names = new Set(manifest?.files.map(({ name }) => name));
  return (
    manifest?.edition === edition && parts.every(({ files }) => files.every(({ name }) => names.has(name)))
  );
}

export function newJob(month: Month, edition: number, fingerprint: string, restarts = 0): Job {
  return {
    jobVersion: JOB_VERSION,
    month,
    edition,
    fingerprint,
    phase: 'classes',
    restarts,
    round: 0,
    rounds: null,
    after: '',
    planName: null,
    counted: {},
    buckets: null,
    bucket: 0,
    linesNames: [],
    excluded: {},
    parts: [],
    rows: 0,
    tests: 0,
    withheld: 0,
    figuresLeftOut: {},
  };
}

/** What is told of lines, as it is kept while an export runs. */
export interface Plan {
  /** By class: the number of its group, and how much is left out. */
  classes: Record<ClassKey, [group: number, coarseness: number]>;
  /** By kind of times: the number of its rung, and the step. */
  times: Record<TimesKind, [rung: number, step: number]>;
  /** By rung: where its lines go. */
  places: Record<number, RungPlace>;
  /** Share of lines of which each thing is told. */
  told: Record<string, number>;
}

export function planOfClasses(rungs: ClassPlan, crowds: ReadonlyMap<ClassKey, Crowd>): Plan {
  return { classes: numbered(rungs), times: {}, places: {}, told: toldShares(rungs, crowds) };
}

/**
 * The plan with the times of a round's groups, whose rungs have numbers that no other round's have, and into how many buckets its lines go.
 *
 * @param crowds Lines of each kind of times.
 */
export function withTimes(
  plan: Plan,
  rungs: ReadonlyMap<TimesKind, Rung>,
  crowds: ReadonlyMap<TimesKind, Crowd>,
  { round, rounds, linesABucket }: Pick<Job, 'round' | 'rounds'> & { linesABucket: number },
): { plan: Plan; buckets: number } {
  const times = numbered(rungs, (index) => index * (rounds ?? 1) + round);
  const lines = new Map<number, number>();
  for (const [kind, [rung]] of Object.entries(times))
    lines.set(rung, (lines.get(rung) ?? 0) + linesOf(crowds.get(kind) ?? NOBODY));
  const { places, buckets } = planBuckets(lines, linesABucket);
  // Where nobody is told there is an empty one.
  return { plan: { ...plan, times, places }, buckets: Math.max(1, buckets) };
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

/** How a line is told, and into which bucket it goes; null where it is withheld, as it was not there when the plan was made. */
export function toldHow(
  plan: Plan,
  classKey: ClassKey,
  times: string,
  random: () => number,
): { coarseness: number; rung: number; timeStep: number; bucket: number } | null {
  const [group, coarseness] = plan.classes[classKey] ?? [];
  if (group === undefined || coarseness === undefined) return null;
  const [rung, timeStep] = plan.times[timesKind(group, times)] ?? [];
  if (rung === undefined || timeStep === undefined) return null;
  const place = plan.places[rung];
  return place === undefined ? null : { coarseness, rung, timeStep, bucket: bucketOf(place, random) };
}
