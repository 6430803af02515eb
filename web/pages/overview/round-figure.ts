import type { Metric } from '../../../measurement-agent/protocol/statistics.ts';
import { QUANTITY_FORMATS, type Quantity } from '../../charts/quantity.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { figureInTable } from '../cell/interval-text.ts';

/** What an axis counts that a metric is drawn on; null where it is drawn on none. */
export function quantityOf(metric: Metric): Quantity | null {
  if (metric.endsWith('Bps')) return 'rate';
  return metric.endsWith('Ms') ? 'delay' : null;
}

/** A round number on an axis, without invented digits. */
export function roundFigure(metric: Metric, value: number, lang: Lang): string {
  const quantity = quantityOf(metric);
  return quantity === null
    ? figureInTable(metric, value, lang)
    : figureText(QUANTITY_FORMATS[quantity].round(value, lang));
}
