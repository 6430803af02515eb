/** What an Internet Quality Barometer looks at: rates in bit/s, ms, ratio 0–1; null where it was not measured. */
export interface IqbFigures {
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  lossRatio: number | null;
}

export const IQB_USES = [
  'web-browsing',
  'video-streaming',
  'audio-streaming',
  'video-conferencing',
  'online-backup',
  'gaming',
] as const;
export type IqbUse = (typeof IQB_USES)[number];

interface Requirement {
  weight: number;
  /** A rate must be above it, a delay or a loss below: equal is not enough. */
  threshold: number;
}

type Requirements = Readonly<Record<keyof IqbFigures, Requirement>>;

function requirements(
  download: [weight: number, mbps: number],
  upload: [weight: number, mbps: number],
  rtt: [weight: number, ms: number],
  loss: [weight: number, ratio: number],
): Requirements {
  return {
    downloadBps: { weight: download[0], threshold: download[1] * 1e6 },
    uploadBps: { weight: upload[0], threshold: upload[1] * 1e6 },
    idleRttMs: { weight: rtt[0], threshold: rtt[1] },
    lossRatio: { weight: loss[0], threshold: loss[1] },
  };
}

/**
 * Weights and thresholds of the reference implementation (m-lab/iqb at dbd7401, default configuration). Every use weighs the
 * same, and of the data sets only one's own counts.
 */
const REQUIREMENTS: Readonly<Record<IqbUse, Requirements>> = {
  'web-browsing': requirements([3, 10], [2, 10], [4, 100], [4, 0.01]),
  'video-streaming': requirements([4, 25], [2, 10], [4, 100], [4, 0.01]),
  'audio-streaming': requirements([4, 10], [1, 5], [3, 100], [4, 0.01]),
  'video-conferencing': requirements([4, 25], [4, 25], [4, 50], [4, 0.005]),
  'online-backup': requirements([4, 10], [4, 25], [2, 100], [4, 0.01]),
  gaming: requirements([4, 25], [4, 25], [5, 10], [4, 0.005]),
};

export interface IqbScore {
  /** 0–1: the mean of the uses. */
  score: number;
  uses: Record<IqbUse, number>;
  /** Figures that were not measured. The score is then of the others alone, and no other IQB score is its like. */
  missing: (keyof IqbFigures)[];
}

const FIGURES = ['downloadBps', 'uploadBps', 'idleRttMs', 'lossRatio'] as const;

/**
 * The IQB score (Measurement Lab and others 2025, "Internet Quality Barometer"): of each use the weighted share of requirements
 * that are met, and the mean of the uses.
 *
 * @returns null when nothing was measured.
 */
export function iqbScore(figures: IqbFigures): IqbScore | null {
  const known = FIGURES.filter((figure) => figures[figure] !== null);
  if (known.length === 0) return null;
  const scoreOf = (use: IqbUse) => {
    let met = 0;
    let all = 0;
    for (const figure of known) {
      const { weight, threshold } = REQUIREMENTS[use][figure];
      all += weight;
      if (isMet(figure, figures[figure] ?? Number.NaN, threshold)) met += weight;
    }
    return met / all;
  };
  const uses = Object.fromEntries(IQB_USES.map((use) => [use, scoreOf(use)])) as Record<IqbUse, number>;
  const score = IQB_USES.reduce((sum, use) => sum + uses[use], 0) / IQB_USES.length;
  return { score, uses, missing: FIGURES.filter((figure) => figures[figure] === null) };
}

function isMet(figure: keyof IqbFigures, value: number, threshold: number): boolean {
  return figure === 'downloadBps' || figure === 'uploadBps' ? value > threshold : value < threshold;
}
