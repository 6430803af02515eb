import type { Figure as StatisticsFigure } from '../../measurement-agent/protocol/statistics.ts';
import { formatCount, formatRatio, formatSharePercent } from './count.ts';
import { formatDelay } from './delay.ts';
import type { Figure } from './figure.ts';
import type { Lang } from './language.ts';
import { formatRate } from './rate.ts';

/** A figure of public statistics in the unit that readers know it in; no unit where it is a share or a count. */
export function formatCellFigure(figure: StatisticsFigure, value: number, lang: Lang): Figure {
  if (figure.endsWith('Bps')) return formatRate(value, lang);
  if (figure.endsWith('Ms')) return formatDelay(value, lang);
  if (figure === 'rpm') return { value: formatCount(value, lang), unit: '' };
  if (figure === 'lossRatio') return { value: formatRatio(value, lang), unit: '' };
  return { value: formatSharePercent(value, lang), unit: '' };
}

/** Both ends of a range, the unit once where they have the same. */
export function formatCellRange(
  figure: StatisticsFigure,
  low: number,
  high: number,
  lang: Lang,
): [low: string, high: string] {
  const [from, to] = [formatCellFigure(figure, low, lang), formatCellFigure(figure, high, lang)];
  const whole = ({ value, unit }: Figure) => (unit === '' ? value : `${value}\u00a0${unit}`);
  return from.unit === to.unit ? [from.value, whole(to)] : [whole(from), whole(to)];
}
