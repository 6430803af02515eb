/** What a line is good for, in words. The table is shown on the method page. */

export const USES = ['web', 'hdVideo', 'fourKVideo', 'calls', 'games'] as const;
export type Use = (typeof USES)[number];

/** A condition that is null does not matter for the use. Rates in bit/s; delays are medians in ms. */
export interface UseConditions {
  downloadBps: number;
  uploadBps: number | null;
  idleRttMs: number | null;
  workingRttMs: number | null;
}

/**
 * Rates leave half as much again over what common services state for one stream: 5 Mbit/s HD video, 15 Mbit/s 4K,
 * 3 Mbit/s each way for a group call. Delays: 400 ms mouth to ear is the limit of ITU-T G.114 for conversation, a
 * round trip takes a good half of it; games are played at under about 50 ms.
 */
export const USE_CONDITIONS: Record<Use, UseConditions> = {
  web: { downloadBps: 3e6, uploadBps: null, idleRttMs: 300, workingRttMs: null },
  hdVideo: { downloadBps: 8e6, uploadBps: null, idleRttMs: null, workingRttMs: null },
  fourKVideo: { downloadBps: 25e6, uploadBps: null, idleRttMs: null, workingRttMs: null },
  calls: { downloadBps: 5e6, uploadBps: 5e6, idleRttMs: 150, workingRttMs: 250 },
  games: { downloadBps: 5e6, uploadBps: 2e6, idleRttMs: 50, workingRttMs: 100 },
};

/** The figures the sentence is made of; each null when it was not measured. */
export interface LineFigures {
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  /** The larger of the medians under download and under upload load. */
  workingRttMs: number | null;
}

export interface Suitability {
  good: Use[];
  limited: Use[];
}

function meets(line: LineFigures, wanted: UseConditions): boolean {
  const enough = (figure: number | null, limit: number | null) =>
    limit === null || (figure !== null && figure >= limit);
  const quick = (figure: number | null, limit: number | null) =>
    limit === null || (figure !== null && figure <= limit);
  return (
    enough(line.downloadBps, wanted.downloadBps) &&
    enough(line.uploadBps, wanted.uploadBps) &&
    quick(line.idleRttMs, wanted.idleRttMs) &&
    quick(line.workingRttMs, wanted.workingRttMs)
  );
}

/** Null when a figure that decides was not measured: an unfinished test says nothing about uses. */
export function suitabilityOf(line: LineFigures): Suitability | null {
  if (Object.values(line).includes(null)) return null;
  const good = USES.filter((use) => meets(line, USE_CONDITIONS[use]));
  return { good, limited: USES.filter((use) => !good.includes(use)) };
}

/** The part of a result that the sentence needs, of a stored document as of a submission. */
interface Measured {
  idle: { rttMs: { p50: number } } | null;
  download: { goodputBps: number; workingRttMs: { p50: number } | null } | null;
  upload: { goodputBps: number; workingRttMs: { p50: number } | null } | null;
}

export function lineFiguresOf(measured: Measured): LineFigures {
  const working = [measured.download?.workingRttMs?.p50, measured.upload?.workingRttMs?.p50].filter(
    (p50) => p50 !== undefined,
  );
  return {
    downloadBps: measured.download?.goodputBps ?? null,
    uploadBps: measured.upload?.goodputBps ?? null,
    idleRttMs: measured.idle?.rttMs.p50 ?? null,
    workingRttMs: working.length === 0 ? null : Math.max(...working),
  };
}
