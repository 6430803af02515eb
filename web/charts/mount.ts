import { Chart, Filler, LinearScale, LineController, LineElement, PointElement, Tooltip } from 'chart.js';
import type { ChartPayload } from './chart-payload.ts';
import { clearOfPoint } from './clear-of-point.ts';
import { curveConfiguration } from './curve-configuration.ts';
import { readLook } from './read-look.ts';

/** The one file that loads the chart library. Only what a curve needs is registered, and so bundled. */
Chart.register(LineController, LineElement, PointElement, LinearScale, Filler, Tooltip);

Tooltip.positioners.clearOfPoint = function position(items) {
  return clearOfPoint(items, this.chart.height);
};

/** What changes how a chart has to look while the page is open. */
const LOOK_QUERIES = ['(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)'];

function draw(canvas: HTMLCanvasElement, { data, words }: ChartPayload): { destroy(): void } {
  return new Chart(canvas, curveConfiguration(data, words, readLook(canvas.parentElement ?? document.body)));
}

/** Pages and scripts are built together: the block beside a drawing is what ChartFigure wrote. */
function payloadOf(figure: HTMLElement): ChartPayload {
  const block = figure.querySelector('script[type="application/json"]');
  return JSON.parse(block?.textContent ?? '') as ChartPayload;
}

/** Puts a canvas in the place of the figure's drawing; the drawing stays in the page for print. */
function mount(figure: HTMLElement, drawing: SVGElement): void {
  const payload = payloadOf(figure);
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', drawing.getAttribute('aria-label') ?? '');
  const frame = document.createElement('div');
  frame.className = 'chart-canvas';
  // As high as the drawing was, so that nothing below moves.
  frame.style.height = `${drawing.getBoundingClientRect().height}px`;
  frame.append(canvas);
  figure.append(frame);
  figure.dataset.interactive = '';
  try {
    let chart = draw(canvas, payload);
    for (const query of LOOK_QUERIES) {
      matchMedia(query).addEventListener('change', () => {
        chart.destroy();
        chart = draw(canvas, payload);
      });
    }
  } catch (error) {
    delete figure.dataset.interactive;
    frame.remove();
    throw error;
  }
}

/**
 * Makes every chart of the page interactive. A chart that cannot be is left as the drawing it was. So are all where
 * the reader chose the colours (forced-colors): the drawing takes them, a canvas would not.
 */
export function mountCharts(): void {
  if (matchMedia('(forced-colors: active)').matches) return;
  for (const figure of document.querySelectorAll<HTMLElement>('figure[data-chart]')) {
    const drawing = figure.querySelector('svg');
    if (drawing === null) continue;
    try {
      mount(figure, drawing);
    } catch (error) {
      // Nothing is missing on the page, but the mistake is ours and should be seen.
      reportError(error);
    }
  }
}
