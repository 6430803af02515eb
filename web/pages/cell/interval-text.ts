import type { Interval } from '../../../measurement-agent/protocol/quality.ts';
import type { Figure } from '../../../measurement-agent/protocol/statistics.ts';
import { formatCellFigure, formatCellRange } from '../../format/cell-figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';

/** A figure in its unit, with a plain space: on a phone the unit goes below the number. */
export function figureInTable(figure: Figure, value: number, lang: Lang): string {
  const { value: number, unit } = formatCellFigure(figure, value, lang);
  return unit === '' ? number : `${number} ${unit}`;
}

/** The interval of a figure in brackets; its unit where the figure beside it has another. */
export function intervalText(figure: Figure, { value, low, high }: Interval, lang: Lang): string {
  const { figures } = messagesIn(lang);
  const units = [value, low, high].map((each) => formatCellFigure(figure, each, lang).unit);
  if (units.every((unit) => unit === units[0]))
    return figures.interval(
      formatCellFigure(figure, low, lang).value,
      formatCellFigure(figure, high, lang).value,
    );
  return figures.interval(...formatCellRange(figure, low, high, lang));
}
