/** What Aggregated Internet Measurement looks at; null where it was not measured. */
export interface AimFigures {
  downloadBps: number | null;
  idleRttMs: number | null;
  workingRttDownloadMs: number | null;
  workingRttUploadMs: number | null;
  /** Mean of |IPDV| on the idle line. */
  ipdvMs: number | null;
  lossRatio: number | null;
}

export const AIM_USES = ['streaming', 'gaming', 'rtc'] as const;
export type AimUse = (typeof AIM_USES)[number];

export const AIM_CLASSES = ['bad', 'poor', 'average', 'good', 'great'] as const;

export interface AimScore {
  /** 0 and more. */
  points: number;
  class: (typeof AIM_CLASSES)[number];
}

export interface AimScores {
  /** Null where a figure that the use needs was not measured. */
  uses: Record<AimUse, AimScore | null>;
  /** Figures that were not measured. Without loss its authors give 0 points for it, neither reward nor penalty. */
  missing: (keyof AimFigures)[];
}

/** A figure from `cuts[i]` on has `points[i + 1]`. */
interface Scale {
  cuts: readonly number[];
  points: readonly number[];
}

const LOSS: Scale = { cuts: [0.01, 0.05, 0.25, 0.5], points: [10, 5, 0, -10, -20] };
const DELAY: Scale = { cuts: [10, 20, 50, 100, 500], points: [20, 10, 5, 0, -10, -20] };
const JITTER: Scale = { cuts: [10, 20, 100, 500], points: [10, 5, 0, -10, -20] };
const RATE: Scale = { cuts: [1e6, 1e7, 5e7, 1e8], points: [0, 5, 10, 20, 30] };

/** Points from which a use is of the next class. */
const CLASS_FROM: Record<AimUse, readonly number[]> = {
  streaming: [15, 20, 40, 60],
  gaming: [5, 15, 25, 30],
  rtc: [5, 15, 25, 40],
};

/**
 * AIM scores as @cloudflare/speedtest 1.14.1 computes them: points for each figure, added up by use and never below 0. Its
 * increase of delay under load is that of the worse direction.
 */
export function aimScores(figures: AimFigures): AimScores {
  const { downloadBps, idleRttMs, ipdvMs, lossRatio } = figures;
  const loss = lossRatio === null ? 0 : pointsOf(lossRatio, LOSS);
  const delay = scored(idleRttMs, DELAY);
  const increase = scored(increaseMs(figures), DELAY);
  const jitter = scored(ipdvMs, JITTER);
  const download = scored(downloadBps, RATE);
  return {
    uses: {
      streaming: scoreOf('streaming', [delay, loss, download, increase]),
      gaming: scoreOf('gaming', [delay, loss, increase]),
      rtc: scoreOf('rtc', [delay, jitter, loss, increase]),
    },
    missing: (Object.keys(figures) as (keyof AimFigures)[]).filter((figure) => figures[figure] === null),
  };
}

function increaseMs({ idleRttMs, workingRttDownloadMs, workingRttUploadMs }: AimFigures): number | null {
  if (idleRttMs === null || workingRttDownloadMs === null || workingRttUploadMs === null) return null;
  return Math.max(workingRttDownloadMs, workingRttUploadMs) - idleRttMs;
}

function scored(figure: number | null, scale: Scale): number | null {
  return figure === null ? null : pointsOf(figure, scale);
}

function pointsOf(figure: number, { cuts, points }: Scale): number {
  return points[placeOf(figure, cuts)] ?? 0;
}

/** How many of the cuts a figure has reached. */
function placeOf(figure: number, cuts: readonly number[]): number {
  return cuts.filter((cut) => figure >= cut).length;
}

function scoreOf(use: AimUse, parts: readonly (number | null)[]): AimScore | null {
  let sum = 0;
  for (const part of parts) {
    if (part === null) return null;
    sum += part;
  }
  const points = Math.max(0, sum);
  return { points, class: AIM_CLASSES[placeOf(points, CLASS_FROM[use])] ?? 'bad' };
}
