import type { Printed } from '../run-test.ts';

type Value = string | number | boolean | null | undefined;

/** Columns in their order. A public contract: columns are added at the end, never moved or renamed. */
const COLUMNS: Record<string, (printed: Printed) => Value> = {
  measurementId: ({ document }) => document.measurementId,
  startedAt: ({ document }) => document.startedAt,
  methodVersion: ({ document }) => document.methodVersion,
  valid: ({ document }) => document.verdict.valid,
  idleRttMsP50: ({ document }) => document.idle?.rttMs.p50,
  idleRttMsP95: ({ document }) => document.idle?.rttMs.p95,
  ipdvMeanAbsMs: ({ document }) => document.idle?.ipdvMeanAbsMs,
  downloadBps: ({ document }) => document.download?.goodputBps,
  downloadWorkingRttMsP50: ({ document }) => document.download?.workingRttMs?.p50,
  uploadBps: ({ document }) => document.upload?.goodputBps,
  uploadWorkingRttMsP50: ({ document }) => document.upload?.workingRttMs?.p50,
  lossRatio: ({ document }) => document.loss?.lossRatio,
  downloadBytes: ({ document }) => document.bytes.download,
  uploadBytes: ({ document }) => document.bytes.upload,
  durationMs: ({ document }) => document.durationMs,
  reasons: ({ document }) => document.verdict.reasons.map(({ code }) => code).join(' '),
  url: ({ url }) => url,
  pathMtuBytes: ({ document }) => document.pathMtuBytes,
};

/** Two lines, RFC 4180. No value here can hold a comma or a quote; a missing one is empty. */
export function csvText(printed: Printed): string {
  const values = Object.values(COLUMNS).map((read) => String(read(printed) ?? ''));
  return `${Object.keys(COLUMNS).join(',')}\n${values.join(',')}`;
}
