import type { Submission } from '../../../measurement-agent/protocol/result.ts';
import type { HistoryRun } from './run-schema.ts';

/** What is kept of a stored result. `isp` is who operates the network, as the server names it. */
export function historyRun(
  { download, upload, idle, loss, ...rest }: Submission,
  at: string,
  isp: string | null,
): HistoryRun {
  return {
    id: rest.measurementId,
    at,
    downloadBps: download?.goodputBps ?? null,
    downloadIntervalBps: pair(download?.interval),
    uploadBps: upload?.goodputBps ?? null,
    uploadIntervalBps: pair(upload?.interval),
    idleRttMs: idle?.rttMs.p50 ?? null,
    workingRttDownloadMs: download?.workingRttMs?.p50 ?? null,
    workingRttUploadMs: upload?.workingRttMs?.p50 ?? null,
    lossRatio: loss?.lossRatio ?? null,
    medium: rest.surroundings?.medium ?? rest.declared.medium,
    isp,
    valid: rest.verdict.valid,
  };
}

function pair(of: { lowBps: number; highBps: number } | null | undefined): [number, number] | null {
  return of ? [of.lowBps, of.highBps] : null;
}
