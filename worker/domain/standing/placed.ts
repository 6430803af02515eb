import type { FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import type { ResultDocument } from '../../../measurement-agent/protocol/result.ts';
import type { Placed, StandingFigure } from '../../../measurement-agent/protocol/standing.ts';
import { MORE_IS_BETTER } from '../../../measurement-agent/protocol/statistics.ts';
import { type OwnFigure, shareBelow } from './share-below.ts';

/** A result's figure among the lines of a cell; null where either has none. */
export function placedAmong(
  name: StandingFigure,
  document: ResultDocument,
  figure: FigureAnswer | undefined,
): Placed | null {
  const own = ownFigure(name, document);
  if (own === null || figure === undefined) return null;
  const below = shareBelow(own, figure.quantiles);
  return {
    lines: figure.lines,
    median: figure.quantiles.p50 ?? null,
    betterThan: MORE_IS_BETTER.has(name) ? below : { low: 1 - below.high, high: 1 - below.low },
  };
}

function ownFigure(name: StandingFigure, document: ResultDocument): OwnFigure | null {
  const { idle, download, upload, loss } = document;
  const exact = (value: number | null | undefined) =>
    value === null || value === undefined ? null : { low: value, high: value };
  const rate = (load: ResultDocument['download']) =>
    load?.interval ? { low: load.interval.lowBps, high: load.interval.highBps } : exact(load?.goodputBps);
  switch (name) {
    case 'downloadBps':
      return rate(download);
    case 'uploadBps':
      return rate(upload);
    case 'idleRttMs':
      return exact(idle?.rttMs.p50);
    case 'workingRttDownloadMs':
      return exact(download?.workingRttMs?.p50);
    case 'workingRttUploadMs':
      return exact(upload?.workingRttMs?.p50);
    case 'pdvP95Ms':
      return exact(idle?.pdvP95Ms);
    case 'lossRatio':
      return loss === null
        ? null
        : { low: loss.lowRatio ?? loss.lossRatio, high: loss.highRatio ?? loss.lossRatio };
  }
}
