import type { Month } from '../domain/month.ts';
import { listsOtherwise, reportChanges } from '../domain/reports/changes.ts';
import { newestDue, nextDue } from '../domain/reports/edition.ts';
import { answersHashOf } from '../domain/reports/hash.ts';
import { reportedSlices } from '../domain/reports/reported-slices.ts';
import { valuesOf } from '../domain/statistics/cell-key.ts';
import type { Env } from '../env.ts';
import { type Basis, readBasis } from '../routes/quality/asked.ts';
import type { CellSource } from '../routes/quality/cells.ts';
import { liveFigures } from '../routes/reports/report.ts';
import { cellReader } from '../storage/cell-reader.ts';
import { publicationUnderWay } from '../storage/publications.ts';
import {
  type Draft,
  draftUnderWay,
  dropDraft,
  freezeDraft,
  getAnswer,
  inputHashOfEdition,
  markChecked,
  monthStates,
  putAnswer,
  regionsTold,
  saveDraft,
} from '../storage/reports.ts';
import { inputHash } from './input-hash.ts';

export interface FreezeLimits {
  /** Regions a step: each is some ten statements and one document. */
  regionsAStep: number;
  /** Steps at most; what is left waits for the next time. */
  steps: number;
}

/** What the edge's cron does at a time. */
export const SCHEDULED_FREEZING: FreezeLimits = { regionsAStep: 20, steps: 2 };

/** A local start has nobody waiting for its processor. */
export const LOCAL_FREEZING: FreezeLimits = { regionsAStep: 1_000, steps: 1_000 };

type Stores = Pick<Env, 'DB' | 'DOCUMENTS' | 'SYNTHETIC'>;

/**
 * Makes the editions of reports that are due from what is published: one of each month that has ended, and once a month a corrected one
 * of each earlier month whose figures have changed since. Some regions at a time; where it was cut off it goes on, and what was done
 * twice is the same. Nothing is made while a publication is under way.
 *
 * @returns Whether none is due any more.
 */
export async function freezeEditions(
  stores: Stores,
  nowMs: number,
  limits: FreezeLimits = SCHEDULED_FREEZING,
): Promise<boolean> {
  const { DB } = stores;
  const basis = await readBasis(DB, stores.SYNTHETIC === '1', nowMs);
  if (basis.publishedAtMs === null || (await publicationUnderWay(DB)) !== null) return false;
  for (let steps = 0; steps < limits.steps; steps += 1) {
    const draft = (await draftUnderWay(DB, basis.shown.synthetic)) ?? (await begin(stores, basis));
    if (draft === null) return true;
    if (draft !== 'nothing-changed') await advance(stores, basis, draft, limits.regionsAStep, nowMs);
  }
  return false;
}

/** Begins the edition that is due next; null when none is. */
async function begin({ DB }: Stores, basis: Basis): Promise<Draft | 'nothing-changed' | null> {
  const { asOf, synthetic } = basis.shown;
  const months = await monthStates(DB, synthetic, anyTime(synthetic));
  const next = nextDue(months, asOf);
  if (next === null) return null;
  const { month, revision } = next;
  const hash = await inputHash(DB, month, synthetic);
  const last = { month, revision, synthetic };
  if (revision > 0 && (await inputHashOfEdition(DB, last)) === hash) {
    await markChecked(DB, last, newestDue(months, asOf) ?? month);
    return 'nothing-changed';
  }
  const draft: Draft = {
    month,
    revision: revision + 1,
    synthetic,
    publishedAtMs: basis.publishedAtMs ?? 0,
    inputHash: hash,
    doneRegions: 0,
    changedRegions: [],
  };
  await saveDraft(DB, draft);
  return draft;
}

/** Makes some more regions of an edition, and ends it after the last. */
async function advance(
  { DB, DOCUMENTS }: Stores,
  basis: Basis,
  begun: Draft,
  regionsAStep: number,
  nowMs: number,
): Promise<void> {
  if (begun.publishedAtMs !== basis.publishedAtMs) {
    // Figures of two publications would stand side by side in one edition.
    await dropDraft(DB, DOCUMENTS, begun);
    return;
  }
  const { month, revision, synthetic } = begun;
  const source: CellSource = { database: DB, reader: cellReader(DB, basis) };
  const before = revision === 1 ? null : { month, revision: revision - 1, synthetic };
  // A region of the edition before whose results are all gone is corrected, too.
  const toldBefore = before === null ? [] : await regionsTold(DOCUMENTS, before);
  const measured = await regionsOf(source, month, synthetic);
  const regions = [...new Set([...measured, ...toldBefore])].toSorted();
  const changed: string[] = [];
  for (const region of regions.slice(begun.doneRegions, begun.doneRegions + regionsAStep)) {
    const found = await liveFigures(source, basis, { region, period: month });
    if (!found.ok) continue;
    const figures = found.value;
    const answersHash = await answersHashOf(figures);
    const previous = before && (await getAnswer(DOCUMENTS, before, region));
    const changes = before === null ? [] : reportChanges(previous ?? { whole: null, isps: [] }, figures);
    if (before !== null && (previous === null || changes.length > 0 || listsOtherwise(previous, figures)))
      changed.push(region);
    await putAnswer(DOCUMENTS, begun, { ...figures, answersHash, changes });
  }
  const draft: Draft = {
    ...begun,
    doneRegions: begun.doneRegions + regionsAStep,
    changedRegions: [...begun.changedRegions, ...changed],
  };
  await saveDraft(DB, draft);
  if (draft.doneRegions < regions.length) return;
  const states = await monthStates(DB, synthetic, anyTime(synthetic));
  const newest = newestDue(states, basis.shown.asOf) ?? month;
  if (before !== null && draft.changedRegions.length === 0) {
    await dropDraft(DB, DOCUMENTS, draft);
    await markChecked(DB, before, newest);
    return;
  }
  if ((await inputHash(DB, month, synthetic)) !== draft.inputHash) return dropDraft(DB, DOCUMENTS, draft);
  await freezeDraft(DB, draft, nowMs);
  await markChecked(DB, draft, newest);
}

/** The slice that regions are looked for in. */
function anyTime(synthetic: boolean): string {
  return reportedSlices(synthetic)[0] ?? '';
}

/** Codes of every region in which something is published in a month, in their order. */
async function regionsOf({ reader }: CellSource, month: Month, synthetic: boolean): Promise<string[]> {
  const slice = anyTime(synthetic);
  const counted = await Promise.all(
    ['country', 'area', 'subdivision'].map((level) => reader.counted(level, [month], slice)),
  );
  const published = counted.flat().filter(({ publishedLines }) => publishedLines !== null);
  return [...new Set(published.map(({ place }) => valuesOf(place)[0] ?? ''))].toSorted();
}
