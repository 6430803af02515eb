import { curveArea, curveParts, curvePath, type RateWindow } from './curve.ts';
import type { Axis } from './scale.ts';

interface RateCurveProps {
  window: RateWindow;
  /** Where the series begins on the axis of time. */
  beganMs: number;
  spanMs: number;
  axis: Axis;
}

/** A rate over time in CURVE_VIEW: paler where the figure leaves it out. */
export function RateCurve({ window, beganMs, spanMs, axis }: RateCurveProps) {
  const { before, counted, after } = curveParts(window, beganMs);
  return (
    <>
      {[before, after]
        .filter(({ length }) => length > 1)
        .map((part) => (
          <>
            <path class="curve-area left-out" d={curveArea(part, spanMs, axis)} />
            <path class="curve-line left-out" d={curvePath(part, spanMs, axis)} />
          </>
        ))}
      <path class="curve-area" d={curveArea(counted, spanMs, axis)} />
      <path class="curve-line" d={curvePath(counted, spanMs, axis)} />
    </>
  );
}
