import type { UseFigures } from './use-scores.ts';

/** Under load the worse direction counts: nobody knows which one the next household member will fill. */
export function worseRttMs(one: number | null | undefined, other: number | null | undefined): number | null {
  const known = [one, other].filter((ms) => ms !== null && ms !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

interface MeasuredLoad {
  goodputBps: number;
  workingRttMs: { p50: number } | null;
}

/** The part of a result that scores need, of a stored document as of a submission. */
interface Measured {
  idle: { rttMs: { p50: number }; pdvP95Ms: number | null } | null;
  download: MeasuredLoad | null;
  upload: MeasuredLoad | null;
  loss: { lossRatio: number } | null;
}

/** The figures of a result that decide what the line is good for. */
export function useFiguresOf({ idle, download, upload, loss }: Measured): UseFigures {
  return {
    downloadBps: download?.goodputBps ?? null,
    uploadBps: upload?.goodputBps ?? null,
    idleRttMs: idle?.rttMs.p50 ?? null,
    workingRttMs: worseRttMs(download?.workingRttMs?.p50, upload?.workingRttMs?.p50),
    pdvP95Ms: idle?.pdvP95Ms ?? null,
    lossRatio: loss?.lossRatio ?? null,
  };
}
