import type { Plugin } from 'chart.js';
import type { ChartLook } from './chart-look.ts';

const WIDTH_PX = 3;
/** How far the mark reaches over the box, above and below. */
const OVERHANG_PX = 2;

/** Draws every median as heavy as in the static drawing; the library gives it the width of the box's own line. */
export function medianMark(look: ChartLook): Plugin<'boxplot'> {
  return {
    id: 'median-mark',
    afterDatasetsDraw(chart) {
      const { ctx } = chart;
      ctx.save();
      ctx.fillStyle = look.accentStrong;
      for (const element of chart.getDatasetMeta(0).data) {
        const { median, y, height } = element.getProps(['median', 'y', 'height']) as Record<string, unknown>;
        if (typeof median !== 'number' || typeof y !== 'number' || typeof height !== 'number') continue;
        const top = y - height / 2 - OVERHANG_PX;
        ctx.fillRect(median - WIDTH_PX / 2, top, WIDTH_PX, height + 2 * OVERHANG_PX);
      }
      ctx.restore();
    },
  };
}
