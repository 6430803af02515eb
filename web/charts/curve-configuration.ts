import type { ChartConfiguration, Point } from 'chart.js';
import { formatSeconds } from '../format/duration.ts';
import { figureText } from '../format/figure.ts';
import { canvasStyle, tickStyle, tooltipStyle } from './canvas-style.ts';
import type { ChartLook } from './chart-look.ts';
import type { CurveData, CurveWords } from './chart-payload.ts';
import { countedPart } from './curve.ts';
import { QUANTITY_FORMATS } from './quantity.ts';
import { roundAxis } from './scale.ts';

/** Over the level line's dots nothing is to be found; only the curve has points to point at. */
const NO_POINT = { pointRadius: 0, pointHoverRadius: 0, pointHitRadius: 0 };
const HOVER_RADIUS_PX = 5;
/** Labels a time axis has room for on a phone. */
const MAX_TIME_TICKS = 7;

/** A rate over time as an interactive line: paler where it is left out, a level line over the window that counts. */
export function curveConfiguration(
  data: CurveData,
  words: CurveWords,
  look: ChartLook,
): ChartConfiguration<'line', Point[]> {
  const { series, goodputBps } = data;
  const { lang } = words;
  const { exact, round } = QUANTITY_FORMATS.rate;
  const rate = (bps: number) => figureText(exact(bps, lang));
  const { fromMs, toMs } = countedPart(data);
  const isLeftOut = (atMs: number | null) => atMs !== null && (atMs <= fromMs || atMs > toMs);
  const axis = roundAxis(Math.max(goodputBps, ...series.map(([, bps]) => bps)));
  return {
    type: 'line',
    data: {
      datasets: [
        {
          label: words.rate,
          data: series.map(([x, y]) => ({ x, y })),
          borderColor: look.accent,
          borderWidth: 2.5,
          borderJoinStyle: 'round',
          backgroundColor: look.accentSoft,
          fill: 'origin',
          // Where the curve touches the top of the axis, half its width lies outside.
          clip: 4,
          segment: {
            borderColor: ({ p1 }) => (isLeftOut(p1.parsed.x) ? look.accentFaint : undefined),
            backgroundColor: ({ p1 }) => (isLeftOut(p1.parsed.x) ? look.accentFainter : undefined),
          },
          pointRadius: 0,
          pointHoverRadius: HOVER_RADIUS_PX,
          pointHoverBackgroundColor: look.accent,
          pointHoverBorderColor: look.paper,
          pointHoverBorderWidth: 2,
        },
        {
          label: words.figure,
          // A point for each of the curve's, so that one place on the time axis finds both.
          data: series.map(([x]) => ({ x, y: x < fromMs || x > toMs ? Number.NaN : goodputBps })),
          borderColor: look.ink,
          borderWidth: 1,
          borderDash: [2, 4],
          // Above the curve, as in the static drawing.
          order: -1,
          ...NO_POINT,
        },
      ],
    },
    options: {
      ...canvasStyle(look),
      interaction: { mode: 'index', axis: 'x', intersect: false },
      scales: {
        x: {
          type: 'linear',
          min: 0,
          max: series.at(-1)?.[0] ?? 0,
          grid: { display: false },
          border: { color: look.line },
          ticks: {
            ...tickStyle(look),
            align: 'inner',
            includeBounds: false,
            maxTicksLimit: MAX_TIME_TICKS,
            callback: (ms) => `${Number(ms) / 1000}\u00a0s`,
          },
        },
        y: {
          type: 'linear',
          min: 0,
          max: axis.max,
          grid: { color: look.line, drawTicks: false },
          border: { display: false },
          afterBuildTicks: (scale) => {
            scale.ticks = axis.ticks.map((value) => ({ value }));
          },
          ticks: { ...tickStyle(look), padding: 6, callback: (bps) => figureText(round(Number(bps), lang)) },
        },
      },
      plugins: {
        tooltip: {
          ...tooltipStyle(look),
          caretPadding: 2 * HOVER_RADIUS_PX,
          // The level line is on top in the drawing, but told last.
          itemSort: (a, b) => a.datasetIndex - b.datasetIndex,
          callbacks: {
            title: ([item]) => `${words.elapsed} ${figureText(formatSeconds(item?.parsed.x ?? 0, lang))}`,
            label: ({ dataset, parsed }) => `${dataset.label ?? ''} ${rate(parsed.y ?? 0)}`,
            footer: ([item]) => (isLeftOut(item?.parsed.x ?? null) ? words.leftOut : ''),
          },
        },
      },
    },
  };
}
