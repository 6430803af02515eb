import type { FigureAnswer } from '../../../measurement-agent/protocol/quality.ts';
import { QUANTILES } from '../../../measurement-agent/protocol/statistics.ts';

/** A figure of one result; `low` and `high` are its own interval, both the value where none is known. */
export interface OwnFigure {
  low: number;
  high: number;
}

/** A share 0–1 of lines that is known to lie between two bounds. */
export interface ShareRange {
  low: number;
  high: number;
}

/**
 * Share of a cell's lines whose figure is below an own one, as far as its published quantiles tell.
 *
 * Each quantile is known within a 95% interval. Of the 0.25 quantile with `high` at or below the own figure it is known, with
 * 97.5% confidence, that at least 25% of lines lie below; of one with `low` at or above it that at most 25% do. Both bounds
 * together hold with about 95%: they are chosen after looking. Nothing is interpolated between quantiles: no law of the figures is assumed.
 */
export function shareBelow(own: OwnFigure, quantiles: FigureAnswer['quantiles']): ShareRange {
  let low = 0;
  let high = 1;
  for (const q of QUANTILES) {
    const quantile = quantiles[`p${Math.round(q * 100)}` as keyof FigureAnswer['quantiles']] ?? null;
    if (quantile === null) continue;
    if (quantile.high <= own.low) low = Math.max(low, q);
    if (quantile.low >= own.high) high = Math.min(high, q);
  }
  // Where lines are alike, a quantile's interval may shrink to the own figure: it is then at that quantile.
  return low <= high ? { low, high } : { low: high, high: low };
}
