import type { Edition, ReportAnswer } from '../../../measurement-agent/protocol/reports.ts';
import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
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

/** What another report may be of. */
export interface ReportChoice {
  /** Japan, its areas with their prefectures, other countries where something was measured. */
  regions: readonly { region: NamedRegion; inside: readonly NamedRegion[] }[];
  /** Periods without an edition: rolling ones, and months that are not frozen. */
  rolling: readonly string[];
  running: readonly string[];
}
