import {
  AGGREGATES_LICENCE,
  OPEN_DATA_VERSION,
  type OpenDataFile,
  type OpenDataManifest,
  ROWS_LICENCE,
} from '../../../measurement-agent/protocol/open-data.ts';
import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import { DEFAULT_PROFILE } from '../statistics/profile.ts';
import { toldCount, toldDifference } from '../statistics/suppression.ts';
import { AGGREGATE_COLUMNS, ROW_COLUMNS } from './columns.ts';
import type { Job, Plan } from './job.ts';
import { LEFT_OUT } from './line-class.ts';

/** What a finished export says of itself. */
export function manifestOf(
  job: Job,
  plan: Plan,
  about: {
    synthetic: boolean;
    madeAtMs: number;
    aggregates: readonly OpenDataFile[];
    before: OpenDataManifest | null;
  },
): OpenDataManifest {
  const { month, edition, rows, tests, withheld, figuresLeftOut, excluded, parts } = job;
  const { synthetic, madeAtMs, aggregates, before } = about;
  return {
    openDataVersion: OPEN_DATA_VERSION,
    month,
    edition,
    madeAt: new Date(madeAtMs).toISOString(),
    synthetic,
    methodVersion: METHOD_VERSION,
    profile: { name: DEFAULT_PROFILE.name, version: DEFAULT_PROFILE.version },
    licences: { rows: ROWS_LICENCE, aggregates: AGGREGATES_LICENCE },
    counts: {
      rows,
      lines: rows,
      tests: toldCount(tests),
      withheld: toldCount(withheld),
      figuresLeftOut: toldCounts(figuresLeftOut),
      excluded: toldCounts(excluded),
      told: plan.told,
      aggregates: aggregates[0]?.rows ?? 0,
    },
    // Rows of another version are not counted alike.
    changes:
      before?.openDataVersion !== OPEN_DATA_VERSION
        ? null
        : {
            sinceEdition: before.edition,
            rows: toldDifference(rows - before.counts.rows),
            lines: toldDifference(rows - before.counts.lines),
          },
    leftOut: LEFT_OUT.map((name) => (name === 'media' ? 'medium' : name)),
    columns: { rows: [...ROW_COLUMNS], aggregates: [...AGGREGATE_COLUMNS] },
    files: [...parts.flatMap(({ files }) => files), ...aggregates],
  };
}

function toldCounts(counts: Readonly<Record<string, number>>): Record<string, number | null> {
  return Object.fromEntries(
    Object.entries(counts)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, count]) => [name, toldCount(count)]),
  );
}
