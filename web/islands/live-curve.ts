import { curveArea, curvePath } from '../charts/curve.ts';
import { roundAxis } from '../charts/scale.ts';

/** A curve drawn while a stage runs. */
export interface LiveCurve {
  clear(): void;
  add(atMs: number, value: number): void;
}

/** Draws into two SVG paths. The time axis grows when a stage takes longer than `spanMs`. */
export function liveCurve(line: SVGPathElement, area: SVGPathElement, spanMs: () => number): LiveCurve {
  let points: [number, number][] = [];
  const draw = () => {
    const axis = roundAxis(Math.max(0, ...points.map(([, value]) => value)));
    const span = Math.max(spanMs(), points.at(-1)?.[0] ?? 0);
    line.setAttribute('d', curvePath(points, span, axis));
    area.setAttribute('d', curveArea(points, span, axis));
  };
  return {
    clear() {
      points = [];
      draw();
    },
    add(atMs, value) {
      points.push([atMs, value]);
      draw();
    },
  };
}
