import type { Bar } from './histogram.ts';
import { axisPercent, roundAxis } from './scale.ts';

interface HistogramChartProps {
  bars: readonly Bar[];
  /** One sentence that says what the chart shows and where the numbers are. */
  label: string;
  limitText: (value: number) => string;
}

/** Sizes in CSS px. */
const PLOT_PX = 140;
const FOOT_PX = 24;
const GAP_PERCENT = 0.6;

/** Bars of equal width, as SVG: limits are at about equal ratios. */
export function HistogramChart({ bars, label, limitText }: HistogramChartProps) {
  const axis = roundAxis(Math.max(...bars.map(({ lines }) => lines)));
  const width = 100 / bars.length;
  // Three limits: more would collide on a phone.
  const named = [0, Math.floor(bars.length / 2), bars.length];
  return (
    <svg class="histogram" role="img" aria-label={label} width="100%" height={PLOT_PX + FOOT_PX}>
      {bars.map(({ lines }, index) => {
        const height = (axisPercent(lines, axis) / 100) * PLOT_PX;
        return (
          <rect
            class="bar"
            x={`${(index * width + GAP_PERCENT / 2).toFixed(2)}%`}
            y={(PLOT_PX - height).toFixed(1)}
            width={`${(width - GAP_PERCENT).toFixed(2)}%`}
            height={height.toFixed(1)}
          />
        );
      })}
      <line class="grid" x1="0" x2="100%" y1={PLOT_PX} y2={PLOT_PX} />
      {named.map((index) => (
        <text
          class="tick"
          x={`${index * width}%`}
          y={PLOT_PX + FOOT_PX - 8}
          text-anchor={index === 0 ? 'start' : index === bars.length ? 'end' : 'middle'}
        >
          {limitText((index === bars.length ? bars.at(-1)?.to : bars[index]?.from) ?? 0)}
        </text>
      ))}
    </svg>
  );
}
