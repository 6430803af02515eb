import type { OpenDataFile } from '../../measurement-agent/protocol/open-data.ts';
import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import { METRICS } from '../../measurement-agent/protocol/statistics.ts';
import { areaOfSubdivision } from '../domain/directory.ts';
import { type Month, monthEndMs, monthOf } from '../domain/month.ts';
import { aggregateRows } from '../domain/open-data/aggregate-rows.ts';
import {
  CELL_SETS,
  type CellCounts,
  countLine,
  mergeCounts,
  setName,
} from '../domain/open-data/cell-counts.ts';
import { planClasses } from '../domain/open-data/class-plan.ts';
import { AGGREGATE_COLUMNS, ROW_COLUMNS } from '../domain/open-data/columns.ts';
import { type Crowd, linesOf, NOBODY, withLine } from '../domain/open-data/crowd.ts';
import { editionPrint, monthsToLookAt } from '../domain/open-data/due.ts';
import { areAnonymous, exchangeFigures, type ToldLine } from '../domain/open-data/exchange-figures.ts';
import {
  isManifestOf,
  isOfRound,
  JOB_VERSION,
  type Job,
  newJob,
  type Plan,
  planOfClasses,
  roundsOf,
  toldHow,
  withTimes,
} from '../domain/open-data/job.ts';
import { classKeyOf } from '../domain/open-data/line-class.ts';
import { lineTimesOf } from '../domain/open-data/line-times.ts';
import { manifestOf } from '../domain/open-data/manifest.ts';
import { type OpenLine, openLine, openRow } from '../domain/open-data/open-row.ts';
import { type TableRow, withValues } from '../domain/open-data/table-row.ts';
import { planTimes, timesKind } from '../domain/open-data/time-plan.ts';
import { exclusionOf, partitionsOf } from '../domain/statistics/line-contributions.ts';
import { DEFAULT_PROFILE } from '../domain/statistics/profile.ts';
import type { Env } from '../env.ts';
import { readDirectory } from '../storage/directory.ts';
import {
  deleteKeys,
  deleteOthers,
  fileKey,
  getIndex,
  getJob,
  getManifest,
  getWorking,
  keepJob,
  putIndex,
  putManifest,
  putWorking,
} from '../storage/open-data-files.ts';
import {
  fingerprintOf,
  firstMeasuredAtMs,
  linesOfMonth,
  type MonthOfResults,
  type OpenTest,
} from '../storage/open-data-tests.ts';
import { writeTable } from './write-table.ts';

export interface ExportLimits {
  /** Results that are read at a time. */
  resultsAtOnce: number;
  /** Results a step: after each it is kept how far the export has come. */
  resultsAStep: number;
  /** Rows a file, some more where a group fills several. */
  rowsAFile: number;
  /** Lines whose times are counted together: many have times of their own, and all must fit into a Worker's memory. */
  linesARound: number;
  /** Steps at most; what is left waits for the next time. */
  steps: number;
}

/** What the edge's cron does at a time. */
export const SCHEDULED_EXPORT: ExportLimits = {
  resultsAtOnce: 5_000,
  resultsAStep: 20_000,
  rowsAFile: 20_000,
  linesARound: 120_000,
  steps: 10,
};

/** What a local start does: nobody counts its steps, and who runs a demo wants to see months. */
export const LOCAL_EXPORT: ExportLimits = { ...SCHEDULED_EXPORT, steps: 40 };

/** A month that changes again and again is exported as it was read, and anew when it is looked at next. */
const MOST_RESTARTS = 5;

/** What an export depends on besides the results. */
export interface ExportTools {
  nowMs: number;
  /** 0 to 1, so that nobody can guess it: it makes the numbers that tell lines apart. */
  random: () => number;
}

type ExportEnv = Pick<Env, 'DB' | 'DOCUMENTS' | 'SYNTHETIC'>;

/**
 * Exports months that have ended, a step at a time. A step reads whole lines, writes files whose names nothing else has, and
 * then keeps how far it came, over what was kept before and no other: whoever dies in between, or runs beside another,
 * leaves no half file and no row twice. The manifest of a month comes last.
 *
 * @returns Whether nothing is left to do.
 */
export async function continueOpenData(
  env: ExportEnv,
  tools: ExportTools,
  limits: ExportLimits = SCHEDULED_EXPORT,
): Promise<boolean> {
  const directory = await readDirectory(env.DB, tools.nowMs);
  const run: Run = {
    ...env,
    ...tools,
    ...limits,
    synthetic: env.SYNTHETIC === '1',
    areaOf: (code) => areaOfSubdivision(code, directory),
  };
  for (let steps = 0; steps < limits.steps; steps += 1) {
    const kept = await getJob(run.DOCUMENTS, run.synthetic);
    if (kept === null || kept.job.phase === 'done') {
      const job = await nextJob(run);
      if (job === null) return true;
      if (!(await keepJob(run.DOCUMENTS, run.synthetic, job, kept?.tag ?? null))) return false;
      continue;
    }
    const { job } = kept;
    const after =
      job.jobVersion === JOB_VERSION
        ? await step(run, job)
        : newJob(job.month, await nextEdition(run, job.month), await fingerprintNow(run, job.month));
    if (!(await keepJob(run.DOCUMENTS, run.synthetic, after, kept.tag))) return false;
    // Figures that were not exchanged yet stay no longer than they are needed.
    if (after.linesNames.length === 0 && job.linesNames.length > 0)
      await deleteKeys(run.DOCUMENTS, linesKeys(run, job));
  }
  return false;
}

interface Run extends ExportEnv, ExportTools, ExportLimits {
  synthetic: boolean;
  areaOf: (subdivisionCode: string) => string | null;
}

function resultsOf(month: Month, { synthetic }: Run): MonthOfResults {
  return {
    fromMs: Date.parse(`${month}-01`),
    toMs: monthEndMs(month),
    methodVersion: METHOD_VERSION,
    synthetic,
  };
}

async function fingerprintNow(run: Run, month: Month): Promise<string> {
  return editionPrint(await fingerprintOf(run.DB, resultsOf(month, run)));
}

/** The next month of which something is to be exported; null when there is none. */
async function nextJob(run: Run): Promise<Job | null> {
  const { DB, DOCUMENTS, synthetic, nowMs } = run;
  let index = await getIndex(DOCUMENTS, synthetic);
  for (const month of monthsToLookAt(index, await firstMeasuredAtMs(DB), nowMs)) {
    const fingerprint = await fingerprintNow(run, month);
    const known = index[month];
    if (known?.fingerprint !== fingerprint) return newJob(month, await nextEdition(run, month), fingerprint);
    // What a run left that died or was too slow.
    await deleteOthers(DOCUMENTS, synthetic, month, await getManifest(DOCUMENTS, synthetic, month));
    index = { ...index, [month]: { ...known, lookedAtIn: monthOf(nowMs) } };
    await putIndex(DOCUMENTS, synthetic, index);
  }
  return null;
}

/** One step. */
function step(run: Run, job: Job): Promise<Job> {
  switch (job.phase) {
    case 'classes':
      return countClasses(run, job);
    case 'times':
      return countTimes(run, job);
    case 'lines':
      return tellLines(run, job);
    case 'rows':
      return writeRows(run, job);
    case 'finish':
      return finish(run, job);
    case 'done':
      return Promise.resolve(job);
  }
}

async function countClasses(run: Run, job: Job): Promise<Job> {
  const counted = new Map(Object.entries(job.counted));
  const excluded = { ...job.excluded };
  const after = await forLines(run, job, (lines) => {
    for (const { open, results } of lines) {
      for (const test of results) {
        const reason = exclusionOf(test);
        if (reason !== null) excluded[reason] = (excluded[reason] ?? 0) + 1;
      }
      if (open !== null) count(counted, classKeyOf(open.lineClass), open);
    }
    return false;
  });
  if (after !== null) return { ...job, after, counted: Object.fromEntries(counted), excluded };
  const planName = await writePlan(run, job, planOfClasses(planClasses(counted), counted));
  const lines = [...counted.values()].reduce((sum, crowd) => sum + linesOf(crowd), 0);
  return {
    ...job,
    phase: 'times',
    rounds: roundsOf(lines, run.linesARound),
    after: '',
    planName,
    counted: {},
    excluded,
  };
}

async function countTimes(run: Run, job: Job): Promise<Job> {
  const plan = await planOf(run, job);
  if (plan === null) return begunAgain(run, job);
  const counted = new Map(Object.entries(job.counted));
  const after = await forLines(forRound(run, job), job, (lines) => {
    for (const { open } of lines) {
      if (open === null) continue;
      const classKey = classKeyOf(open.lineClass);
      const [group] = plan.classes[classKey] ?? [];
      if (group !== undefined && isOfRound(plan, classKey, job))
        count(counted, timesKind(group, lineTimesOf(open.tests)), open);
    }
    return false;
  });
  if (after !== null) return { ...job, after, counted: Object.fromEntries(counted) };
  const { round, rounds } = job;
  const planned = withTimes(plan, planTimes(counted), counted, {
    round,
    rounds,
    linesABucket: run.rowsAFile,
  });
  return {
    ...job,
    phase: 'lines',
    after: '',
    planName: await writePlan(run, job, planned.plan),
    counted: {},
    buckets: planned.buckets,
  };
}

/** Keeps lines as they will be told, by bucket: their figures are still their own, and they have no number yet. */
async function tellLines(run: Run, job: Job): Promise<Job> {
  const plan = await planOf(run, job);
  if (plan === null) return begunAgain(run, job);
  const buckets: ToldLine[][] = Array.from({ length: job.buckets ?? 0 }, () => []);
  let { withheld } = job;
  let told = 0;
  const after = await forLines(forRound(run, job), job, (lines) => {
    for (const { open } of lines) {
      if (open === null) continue;
      const classKey = classKeyOf(open.lineClass);
      if (!isOfRound(plan, classKey, job)) continue;
      const how = toldHow(plan, classKey, lineTimesOf(open.tests), run.random);
      if (how === null) {
        withheld += open.tests.length;
        continue;
      }
      const { rung, bucket, ...telling } = how;
      buckets[bucket]?.push({
        rung,
        prefixBucket: open.prefixBucket,
        tests: open.tests.length,
        row: openRow(open, { month: job.month, ...telling }),
      });
      told += 1;
    }
    return told >= run.rowsAFile;
  });
  const linesName = randomName(run, 'lines');
  for (const [bucket, lines] of buckets.entries()) {
    const key = workingKey(run, job, bucketName(linesName, bucket));
    await putWorking(run.DOCUMENTS, key, lines);
  }
  return {
    ...job,
    ...(after === null && { phase: 'rows' }),
    after: after ?? '',
    linesNames: [...job.linesNames, linesName],
    withheld,
  };
}

/** Writes a part: the lines of a bucket, their figures exchanged, in the order of numbers drawn just now. */
async function writeRows(run: Run, job: Job): Promise<Job> {
  const lines: ToldLine[] = [];
  for (const linesName of job.linesNames) {
    const key = workingKey(run, job, bucketName(linesName, job.bucket));
    const kept = await getWorking<ToldLine[]>(run.DOCUMENTS, key);
    if (kept === null) return begunAgain(run, job);
    lines.push(...kept);
  }
  let { tests, withheld } = job;
  const figuresLeftOut = { ...job.figuresLeftOut };
  const told = [...Map.groupBy(lines, ({ rung }) => rung).values()].flatMap((ofRung) => {
    const testsOfRung = ofRung.reduce((sum, line) => sum + line.tests, 0);
    if (!areAnonymous(ofRung)) {
      withheld += testsOfRung;
      return [];
    }
    tests += testsOfRung;
    const { rows, leftOut } = exchangeFigures(ofRung, run.random);
    for (const [metric, count] of Object.entries(leftOut))
      figuresLeftOut[metric] = (figuresLeftOut[metric] ?? 0) + count;
    return rows.map((row) => ({ row, lineRef: Math.floor(run.random() * Number.MAX_SAFE_INTEGER) }));
  });
  const rows = told
    .toSorted((a, b) => a.lineRef - b.lineRef)
    .map(({ row, lineRef }) => withValues(row, { lineRef }));
  const parts = [...job.parts];
  if (rows.length > 0) {
    const place = { month: job.month, edition: job.edition, synthetic: run.synthetic };
    const part = `rows-${String(parts.length + 1).padStart(3, '0')}`;
    const files = await writeTable(run.DOCUMENTS, place, 'rows', part, ROW_COLUMNS, rows);
    const counts: CellCounts = {};
    for (const row of rows) countLine(counts, row);
    const countsName = `${files[0]?.name}.counts`;
    // Sets are added up one after the other: all of a month would not fit.
    for (const set of CELL_SETS.map(setName)) {
      const key = workingKey(run, job, countsOf(countsName, set));
      await putWorking(run.DOCUMENTS, key, { [set]: counts[set] ?? {} });
    }
    parts.push({ files, countsName });
  }
  return {
    ...job,
    ...nextBucket(job),
    parts,
    rows: job.rows + rows.length,
    tests,
    withheld,
    figuresLeftOut,
  };
}

/** After a bucket comes the next one, the next round's times, or the end. */
function nextBucket({ bucket, buckets, round, rounds }: Job): Partial<Job> {
  if (bucket + 1 < (buckets ?? 0)) return { bucket: bucket + 1 };
  const ended = { bucket: 0, buckets: null, linesNames: [] };
  if (round + 1 >= (rounds ?? 1)) return { ...ended, phase: 'finish' };
  return { ...ended, phase: 'times', round: round + 1, after: '' };
}

/** From the beginning: what it goes on with is gone, as a faster run has cleared up, or results have changed meanwhile. */
async function begunAgain(run: Run, { month, restarts }: Job, changed = false): Promise<Job> {
  return newJob(
    month,
    await nextEdition(run, month),
    await fingerprintNow(run, month),
    restarts + Number(changed),
  );
}

/** The edition after the one that is there. */
async function nextEdition({ DOCUMENTS, synthetic }: Run, month: Month): Promise<number> {
  return ((await getManifest(DOCUMENTS, synthetic, month))?.edition ?? 0) + 1;
}

function linesKeys(run: Run, job: Job): string[] {
  return job.linesNames.flatMap((linesName) =>
    Array.from({ length: job.buckets ?? 0 }, (_, bucket) =>
      workingKey(run, job, bucketName(linesName, bucket)),
    ),
  );
}

function bucketName(linesName: string, bucket: number): string {
  return `${linesName}.${bucket}.json`;
}

/** Aggregates, the manifest, and then what only the export itself needed goes away. */
async function finish(run: Run, job: Job): Promise<Job> {
  const { DOCUMENTS, synthetic, nowMs } = run;
  const { month, edition } = job;
  let manifest = await getManifest(DOCUMENTS, synthetic, month);
  // A run that died later than that has written it already.
  const isWritten = isManifestOf(job, manifest);
  if (!isWritten && job.restarts < MOST_RESTARTS && job.fingerprint !== (await fingerprintNow(run, month)))
    return begunAgain(run, job, true);
  if (!isWritten && (job.rows > 0 || manifest !== null)) {
    const [aggregates, plan] = [await writeAggregates(run, job), await planOf(run, job)];
    if (aggregates === null || plan === null) return begunAgain(run, job);
    manifest = manifestOf(job, plan, {
      synthetic,
      madeAtMs: nowMs,
      aggregates,
      before: manifest,
    });
    await putManifest(DOCUMENTS, manifest);
  }
  await deleteOthers(DOCUMENTS, synthetic, month, manifest);
  const index = await getIndex(DOCUMENTS, synthetic);
  await putIndex(DOCUMENTS, synthetic, {
    ...index,
    [month]: {
      lookedAtIn: monthOf(nowMs),
      fingerprint: job.fingerprint,
      edition: manifest && {
        edition,
        madeAt: manifest.madeAt,
        rows: manifest.counts.rows,
        lines: manifest.counts.lines,
        bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
      },
    },
  });
  return { ...newJob(month, edition, job.fingerprint), phase: 'done' };
}

/** The name of the file that has what a part's lines bring into the cells of a set. */
function countsOf(countsName: string, set: string): string {
  return `${countsName}.${set}.json`;
}

/** Null when what was counted is gone. */
async function writeAggregates(run: Run, job: Job): Promise<OpenDataFile[] | null> {
  const { month, edition } = job;
  const about = {
    month,
    profile: `${DEFAULT_PROFILE.name} ${DEFAULT_PROFILE.version}`,
    partition: { methodVersion: METHOD_VERSION, synthetic: run.synthetic },
  };
  const rows: TableRow[] = [];
  for (const dimensions of CELL_SETS) {
    const ofSet: ReturnType<typeof aggregateRows> = [];
    for (const figure of METRICS) {
      const counts: CellCounts = {};
      for (const { countsName } of job.parts) {
        const key = workingKey(run, job, countsOf(countsName, setName(dimensions)));
        const part = await getWorking<CellCounts>(run.DOCUMENTS, key);
        if (part === null) return null;
        mergeCounts(counts, part, figure);
      }
      ofSet.push(...aggregateRows(counts, dimensions, figure, about));
    }
    // Figures of a place stay in their order.
    const byPlace = ofSet.toSorted((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place)));
    rows.push(...byPlace.map(({ row }) => row));
  }
  const place = { month, edition, synthetic: run.synthetic };
  return writeTable(run.DOCUMENTS, place, 'aggregates', 'aggregates', AGGREGATE_COLUMNS, rows);
}

interface ReadLine {
  results: readonly OpenTest[];
  /** Null when none of the results counts. */
  open: OpenLine | null;
}

/**
 * Reads lines up to a step's number of results.
 *
 * @param take Whether it has enough.
 * @returns The last line that was read; null when there are no more.
 */
async function forLines(
  run: Run,
  { month, after }: Job,
  take: (lines: ReadLine[]) => boolean,
): Promise<string | null> {
  let last = after;
  for (let results = 0; results < run.resultsAStep; ) {
    const found = await linesOfMonth(run.DB, resultsOf(month, run), last, run.resultsAtOnce);
    for (const tests of found.lines) results += tests.length;
    const hasEnough = take(found.lines.flatMap((tests) => linesIn(tests, run)));
    if (found.after === null) return null;
    last = found.after;
    if (hasEnough) break;
  }
  return last;
}

/** A round takes some of the lines that a step reads, so it reads more. */
function forRound(run: Run, { rounds }: Job): Run {
  return { ...run, resultsAStep: run.resultsAStep * (rounds ?? 1) };
}

/** What one key measured, a line for each cohort. */
function linesIn(results: readonly OpenTest[], { areaOf }: Run): ReadLine[] {
  const asn = results.find((test) => test.asn !== null)?.asn ?? null;
  return partitionsOf(results, { areaOf }).map(({ partition, attributes, tests }) => {
    const counted = tests.filter((test) => exclusionOf(test) === null);
    const open = counted.length === 0 ? null : openLine(partition, attributes, asn, counted);
    return { results: tests as readonly OpenTest[], open };
  });
}

function planOf(run: Run, job: Job): Promise<Plan | null> {
  return getWorking<Plan>(run.DOCUMENTS, workingKey(run, job, job.planName ?? ''));
}

/** A name of its own: a run beside this one may have counted other lines. */
function randomName({ random }: Run, name: string): string {
  return `${name}-${Math.floor(random() * Number.MAX_SAFE_INTEGER)}`;
}

async function writePlan(run: Run, job: Job, plan: Plan): Promise<string> {
  const name = `${randomName(run, 'plan')}.json`;
  await putWorking(run.DOCUMENTS, workingKey(run, job, name), plan);
  return name;
}

function workingKey({ synthetic }: Run, { month, edition }: Job, name: string): string {
  return fileKey(synthetic, month, edition, name);
}

function count(crowds: Map<string, Crowd>, kind: string, { prefixBucket }: OpenLine): void {
  crowds.set(kind, withLine(crowds.get(kind) ?? NOBODY, prefixBucket));
}
