import { type Axis, axisPercent, isLabelled } from './scale.ts';

const AXIS_PX = 16;

/** The axis of the bars below it: both ends and, where there is one, the middle. */
export function IntervalAxis({ axis, tickText }: { axis: Axis; tickText: (value: number) => string }) {
  return (
    <svg class="interval-bar" aria-hidden="true" width="100%" height={AXIS_PX}>
      {axis.ticks.map((tick, index) => {
        const percent = axisPercent(tick, axis);
        const anchor = percent === 0 ? 'start' : percent === 100 ? 'end' : 'middle';
        return (
          isLabelled(index, axis.ticks.length) && (
            <text class="tick" x={`${percent}%`} y={AXIS_PX - 4} text-anchor={anchor}>
              {tickText(tick)}
            </text>
          )
        );
      })}
    </svg>
  );
}

interface IntervalBarProps {
  value: number;
  low: number;
  high: number;
  axis: Axis;
}

const HEIGHT_PX = 14;
const MIDDLE = HEIGHT_PX / 2;

/** A median with its interval on an axis from zero. It stands beside its numbers and is drawn for eyes only. */
export function IntervalBar({ value, low, high, axis }: IntervalBarProps) {
  return (
    <svg class="interval-bar" aria-hidden="true" width="100%" height={HEIGHT_PX}>
      {axis.ticks.map((tick) => {
        const at = `${axisPercent(tick, axis)}%`;
        return <line class="grid" x1={at} x2={at} y1="0" y2={HEIGHT_PX} />;
      })}
      <line
        class="whiskers"
        x1={`${axisPercent(low, axis)}%`}
        x2={`${axisPercent(high, axis)}%`}
        y1={MIDDLE}
        y2={MIDDLE}
      />
      <circle class="trend-point" cx={`${axisPercent(value, axis)}%`} cy={MIDDLE} r="5" />
    </svg>
  );
}
