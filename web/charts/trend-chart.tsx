import { isLabelled } from './scale.ts';
import type { TrendPlot } from './trend-plot.ts';

interface TrendChartProps {
  plot: TrendPlot;
  /** One sentence that says what the chart shows and where the numbers are. */
  label: string;
  /** What stands below each period; as many as periods. */
  periods: readonly string[];
  tickText: (value: number) => string;
}

/** Heights in CSS px. */
const PLOT_PX = 180;
const TOP_PX = 18;
const FOOT_PX = 24;
const HEIGHT_PX = TOP_PX + PLOT_PX + FOOT_PX;

/** Every third period is named: more would collide on a phone. */
const NAMED_EVERY = 3;

/** Medians over periods with their intervals, as SVG: geometry in per cent across, in px down, as text keeps its size. */
export function TrendChart({ plot, label, periods, tickText }: TrendChartProps) {
  const top = (percent: number) => Math.round(TOP_PX + (percent / 100) * PLOT_PX);
  const last = periods.length - 1;
  return (
    <svg class="trend-plot" role="img" aria-label={label} width="100%" height={HEIGHT_PX}>
      {plot.ticks.map(({ y }) => (
        <line class="grid" x1="0" x2="100%" y1={top(y)} y2={top(y)} />
      ))}
      {plot.runs.flatMap((run) =>
        run.slice(1).map((point, index) => {
          const from = run[index] ?? point;
          return (
            <line
              class="trend-line"
              x1={`${from.x}%`}
              y1={top(from.y)}
              x2={`${point.x}%`}
              y2={top(point.y)}
            />
          );
        }),
      )}
      {plot.points.map(
        (point) =>
          point && (
            <>
              <line
                class="error-bar"
                x1={`${point.x}%`}
                x2={`${point.x}%`}
                y1={top(point.yHigh)}
                y2={top(point.yLow)}
              />
              <circle class="trend-point" cx={`${point.x}%`} cy={top(point.y)} r="4" />
            </>
          ),
      )}
      {plot.ticks
        .filter((_, index) => isLabelled(index, plot.ticks.length))
        .map(({ value, y }) => (
          <text class="tick" x="0" y={top(y) - 4}>
            {tickText(value)}
          </text>
        ))}
      {periods.map(
        (name, index) =>
          (last - index) % NAMED_EVERY === 0 && (
            <text
              class="tick"
              x={`${((index + 0.5) / periods.length) * 100}%`}
              y={HEIGHT_PX - 6}
              text-anchor="middle"
            >
              {name}
            </text>
          ),
      )}
    </svg>
  );
}
