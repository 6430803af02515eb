import type { Names } from '../../../measurement-agent/protocol/figures.ts';
import type { ProblemReason } from '../../../measurement-agent/protocol/problems.ts';
import type {
  HoursAnswer,
  QualityAnswer,
  RankAnswer,
  RankedKind,
  SketchAnswer,
  TrendAnswer,
} from '../../../measurement-agent/protocol/quality.ts';
import type { Dimension } from '../../../measurement-agent/protocol/statistics.ts';
import type { NamedIsp } from '../names.ts';

/**
 * An answer of the public API and the address that gives it: pages show nothing else, and say of every figure where in
 * which answer it stands.
 */
export interface Asked<Answer> {
  /** Path and query, as `/api/v1/quality?isp=ocn&period=r90`. */
  href: string;
  /** Null where the API refuses. */
  answer: Answer | null;
  /** Why it refuses; null when it does not. */
  reason: ProblemReason | null;
}

/** Dimensions by which lines of a cell are told apart on its page. */
export const PAGE_GROUPS = ['access', 'method', 'tier', 'dwelling', 'medium'] as const satisfies Dimension[];
export type PageGroup = (typeof PAGE_GROUPS)[number];

/** A connection as it is sold. */
export interface Plan {
  isp: string;
  names: Names;
  /** Advertised rates, bit/s; upload null where none is advertised. */
  downloadBps: number;
  uploadBps: number | null;
  /** The day on which the advertisement was read, as `2026-11-23`. */
  readOn: string;
  source: { names: Names; url: string | null };
}

/** What was said about figures after they were published: a correction of ours, or the ISP's reply. */
export interface Note {
  /** Null: of every ISP. */
  isp: string | null;
  /** Null: of every region. */
  region: string | null;
  kind: 'erratum' | 'reply';
  /** As `2026-11-23`. */
  writtenOn: string;
  text: Names;
}

/** Everything that is shown of an ISP, a region, or an ISP in a region. */
export interface CellContent {
  /** The period asked for, and those that are kept of this cell, shortest first; months newest first. */
  period: string;
  periods: { rolling: readonly string[]; months: readonly string[] };
  cell: Asked<QualityAnswer>;
  /** Which of the answer's cells is shown, as an ISP may be in several countries; null when there is none. */
  cellIndex: number | null;
  groups: readonly (Asked<QualityAnswer> & { dimension: PageGroup })[];
  /** Dimensions that are missing in `groups`, as such cells are not kept but computed of a month; null when none is. */
  notComputed: {
    dimensions: readonly PageGroup[];
    /** `period`: only of months that have ended; `too-many`: too many lines for a page to wait for. */
    reason: 'period' | 'too-many';
    /** The last month that has ended. */
    month: string;
  } | null;
  /** Null where hours are not kept of such cells. */
  hours: Asked<HoursAnswer> | null;
  trend: Asked<TrendAnswer>;
  sketch: Asked<SketchAnswer>;
  rank: Asked<RankAnswer>;
  /** The kind of ISPs that `rank` is of. */
  rankedKind: RankedKind;
  /** Names of the ranking's ISPs by key. */
  rankNames: ReadonlyMap<string, NamedIsp>;
  /** Results of the rolling periods that are kept. */
  counted: readonly { days: number; results: number | null }[];
  plans: readonly Plan[];
  notes: readonly Note[];
}
