import type { Submission } from '../../../measurement-agent/protocol/result.ts';
import type { HistoryRun } from './run-schema.ts';

/** What is kept of a stored result. */
export function historyRun({ download, upload, idle, loss, ...rest }: Submission, at: string): HistoryRun {
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
    valid: rest.verdict.valid,
  };
}

function pair(of: { lowBps: number; highBps: number } | null | undefined): [number, number] | null {
  return of ? [of.lowBps, of.highBps] : null;
}
