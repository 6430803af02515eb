import type { Edition, ReportAnswer } from '../../../measurement-agent/protocol/reports.ts';
import type { Metric, ProfileName } from '../../../measurement-agent/protocol/statistics.ts';
import type { NamedIsp, NamedRegion } from '../names.ts';

/** Everything that is shown of a report. */
export interface ReportContent {
  report: ReportAnswer;
  /** Address of the report in the API, with these metrics. */
  href: string;
  metrics: readonly Metric[];
  region: NamedRegion;
  /** From the country downwards, without the region itself. */
  parents: readonly NamedRegion[];
  /** Names of the report's ISPs and parts by key. */
  ispNames: ReadonlyMap<string, NamedIsp>;
  regionNames: ReadonlyMap<string, NamedRegion>;
  /** Every edition, the newest first. */
  editions: readonly Edition[];
  choice: ReportChoice;
}

/** What a report is asked for and is not kept, or is of too much to compute; with what to choose instead. */
export interface ReportNotKept extends Pick<ReportContent, 'metrics' | 'region' | 'editions' | 'choice'> {
  report: null;
  reason: 'not-kept' | 'too-broad';
  asked: ReportChosen;
}

/** What a form of reports stands at. */
export interface ReportChosen {
  region: string;
  period: string;
  profile: string;
}

/** What another report may be of. */
export interface ReportChoice {
  /** Rule sets, the default first; provisional while some of their parameters are assumed. */
  profiles: readonly { name: ProfileName; provisional: boolean }[];
  /** Japan, its areas with their prefectures, other countries where something was measured. */
  regions: readonly { region: NamedRegion; inside: readonly NamedRegion[] }[];
  /** Periods without an edition: rolling ones, and months that are not frozen. */
  rolling: readonly string[];
  running: readonly string[];
}
