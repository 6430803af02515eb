import type { BoxPlotDataPoint } from '@sgratzl/chartjs-chart-boxplot';
import type { ChartConfiguration } from 'chart.js';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import { type BoxFigures, boxPlot } from './box-plot.ts';
import { canvasStyle, LABEL_FONT_PX, tickStyle, tooltipStyle } from './canvas-style.ts';
import type { ChartLook } from './chart-look.ts';
import type { BoxPlotData, BoxPlotWords } from './chart-payload.ts';
import { medianMark } from './median-mark.ts';
import { QUANTITY_FORMATS } from './quantity.ts';
import { isLabelled } from './scale.ts';

const BOX_PX = 20;

/** A box without whiskers: what lies beyond the quartiles is not published. */
function boxOf({ p25, p50, p75 }: BoxFigures): BoxPlotDataPoint {
  return { q1: p25, median: p50, q3: p75, min: p25, max: p75, whiskerMin: p25, whiskerMax: p75 };
}

/** Quartiles of several periods on one axis, with their values where the pointer is. */
export function boxPlotConfiguration(
  { quantity, rows }: BoxPlotData,
  words: BoxPlotWords,
  look: ChartLook,
): ChartConfiguration<'boxplot', (BoxPlotDataPoint | null)[], string> {
  const { lang } = words;
  const { exact, round } = QUANTITY_FORMATS[quantity];
  const value = (label: string, figure: number) => `${label} ${figureText(exact(figure, lang))}`;
  const axis = boxPlot(rows)?.axis ?? { max: 1, ticks: [0, 1] };
  return {
    type: 'boxplot',
    data: {
      labels: [...words.periods],
      datasets: [
        {
          data: rows.map((row) => row && boxOf(row)),
          backgroundColor: look.accentSoft,
          borderColor: look.accent,
          borderWidth: 1,
          hoverBackgroundColor: look.accentSoft,
          hoverBorderColor: look.ink,
          meanRadius: 0,
          maxBarThickness: BOX_PX,
        },
      ],
    },
    options: {
      ...canvasStyle(look),
      indexAxis: 'y',
      interaction: { mode: 'index', axis: 'y', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: axis.max,
          grid: { color: look.line, drawTicks: false },
          border: { display: false },
          afterBuildTicks: (scale) => {
            scale.ticks = axis.ticks.map((tick) => ({ value: tick }));
          },
          ticks: {
            ...tickStyle(look),
            align: 'inner',
            padding: 6,
            autoSkip: false,
            callback: (tick, index) =>
              isLabelled(index, axis.ticks.length) ? figureText(round(Number(tick), lang)) : '',
          },
        },
        y: {
          type: 'category',
          grid: { display: false },
          border: { display: false },
          ticks: {
            ...tickStyle(look),
            color: look.ink,
            font: { family: look.fontFamily, size: LABEL_FONT_PX },
          },
        },
      },
      plugins: {
        tooltip: {
          ...tooltipStyle(look),
          caretPadding: BOX_PX / 2 + 4,
          filter: ({ dataIndex }) => rows[dataIndex] !== null,
          callbacks: {
            title: ([item]) => {
              const row = item && rows[item.dataIndex];
              return row
                ? `${item.label} · ${words.lines} ${row.lines === null ? '<10' : formatCount(row.lines, lang)}`
                : '';
            },
            label: ({ dataIndex }) => {
              const row = rows[dataIndex];
              return row
                ? [value(words.p25, row.p25), value(words.p50, row.p50), value(words.p75, row.p75)]
                : [];
            },
          },
        },
      },
    },
    plugins: [medianMark(look)],
  };
}
