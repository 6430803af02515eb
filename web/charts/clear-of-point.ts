import type { ActiveElement, ChartType, TooltipPosition, TooltipPositionerFunction } from 'chart.js';

declare module 'chart.js' {
  interface TooltipPositionerMap {
    clearOfPoint: TooltipPositionerFunction<ChartType>;
  }
}

/**
 * Puts values beneath what they describe, in the lower half of a chart above it: the library would cover it or its
 * neighbours on the same line. Of several things at one place, the first data set is what was pointed at.
 */
export function clearOfPoint(items: readonly ActiveElement[], heightPx: number): TooltipPosition | false {
  const item = items.find(({ datasetIndex }) => datasetIndex === 0);
  if (item === undefined || !Number.isFinite(item.element.x)) return false;
  const { x, y } = item.element;
  return { x, y, xAlign: 'center', yAlign: y < heightPx / 2 ? 'top' : 'bottom' };
}
