import { worseRttMs } from '../../../measurement-agent/metrics/scores/measured-figures.ts';
import type { UseFigures } from '../../../measurement-agent/metrics/scores/use-scores.ts';
import type { CellAnswer } from '../../../measurement-agent/protocol/quality.ts';

/** Medians of a cell as the figures of a line in the middle. */
export function medianFigures(cell: CellAnswer): UseFigures {
  const median = (figure: string) => cell.figures?.[figure]?.quantiles.p50?.value ?? null;
  return {
    downloadBps: median('downloadBps'),
    uploadBps: median('uploadBps'),
    idleRttMs: median('idleRttMs'),
    workingRttMs: worseRttMs(median('workingRttDownloadMs'), median('workingRttUploadMs')),
    pdvP95Ms: median('pdvP95Ms'),
    lossRatio: median('lossRatio'),
  };
}
