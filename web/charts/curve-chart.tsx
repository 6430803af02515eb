import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRoundRate } from '../format/rate.ts';
import type { CurveData } from './chart-payload.ts';
import { CURVE_VIEW, countedPart, sharePercent } from './curve.ts';
import { RateCurve } from './rate-curve.tsx';
import { axisPercent, roundAxis } from './scale.ts';

interface CurveChartProps {
  lang: Lang;
  /** One sentence that says what the chart shows. */
  label: string;
  data: CurveData;
}

/** Heights in CSS px: the drawing, and the room for the axis labels beneath it. */
const DRAWING_PX = 160;
const LABEL_PX = 22;

/**
 * A rate over time as SVG that needs no script: the curve is stretched to the width there is, the text is not.
 */
export function CurveChart({ lang, label, data }: CurveChartProps) {
  const { series, goodputBps } = data;
  const axis = roundAxis(Math.max(goodputBps, ...series.map(([, bps]) => bps)));
  const spanMs = series.at(-1)?.[0] ?? 0;
  const { fromMs, toMs } = countedPart(data);
  const share = (ms: number) => `${sharePercent(ms, spanMs)}%`;
  const y = (bps: number) => DRAWING_PX - (axisPercent(bps, axis) * DRAWING_PX) / 100;
  return (
    <svg class="curve" role="img" aria-label={label} width="100%" height={DRAWING_PX + LABEL_PX}>
      {axis.ticks.map((tick) => (
        <line class="grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
      ))}
      <svg
        x="0"
        y="0"
        width="100%"
        height={DRAWING_PX}
        viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
        preserveAspectRatio="none"
        overflow="visible"
      >
        <RateCurve window={data} beganMs={0} spanMs={spanMs} axis={axis} />
      </svg>
      <line class="curve-level" x1={share(fromMs)} x2={share(toMs)} y1={y(goodputBps)} y2={y(goodputBps)} />
      {axis.ticks
        .filter((tick) => tick > 0)
        .map((tick) => (
          <text class="tick" x="0" y={y(tick) + 14}>
            {figureText(formatRoundRate(tick, lang))}
          </text>
        ))}
      <text class="tick" x="0" y={DRAWING_PX + LABEL_PX - 4}>
        0 s
      </text>
      <text class="tick" x="100%" y={DRAWING_PX + LABEL_PX - 4} text-anchor="end">
        {Math.round(spanMs / 1000)} s
      </text>
    </svg>
  );
}
