import { type BoxFigures, boxPlot } from '../../charts/box-plot.ts';
import { BoxPlotChart } from '../../charts/box-plot-chart.tsx';
import { QUANTITY_FORMATS, type Quantity } from '../../charts/quantity.ts';
import { rowLabel } from '../../charts/row-label.ts';
import { figureText } from '../../format/figure.ts';
import type { Lang } from '../../format/language.ts';
import { messagesIn } from '../../messages/messages.ts';
import type { FigureRow } from './figure-table.tsx';

interface FigureBoxesProps {
  lang: Lang;
  rows: readonly FigureRow[];
  quantity: Quantity;
  /** What the chart is of, as its label says it. */
  what: string;
}

/** Box plots of figures of one quantity on one axis; nothing where no row is told. Its table has the numbers. */
export function FigureBoxes({ lang, rows, quantity, what }: FigureBoxesProps) {
  const { cells } = messagesIn(lang);
  const boxes = rows.map(boxOf);
  const plot = boxPlot(boxes);
  if (plot === null) return null;
  return (
    <figure>
      <BoxPlotChart
        plot={plot}
        label={cells.boxText(what)}
        rowLabels={rows.map(({ name }) => rowLabel(name))}
        tickText={(value) => figureText(QUANTITY_FORMATS[quantity].round(value, lang))}
      />
    </figure>
  );
}

/** Null where one of the quartiles is not told. */
function boxOf({ cell, figure }: FigureRow): BoxFigures | null {
  const told = cell.figures?.[figure];
  if (told === undefined) return null;
  const { p10, p25, p50, p75, p90 } = told.quantiles;
  if (!p25 || !p50 || !p75) return null;
  return {
    p10: p10?.value ?? null,
    p25: p25.value,
    p50: p50.value,
    p75: p75.value,
    p90: p90?.value ?? null,
  };
}
