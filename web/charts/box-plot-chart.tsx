import type { BoxPlot } from './box-plot.ts';
import { isLabelled } from './scale.ts';

interface BoxPlotChartProps {
  plot: BoxPlot;
  /** One sentence that says what the chart shows and where the numbers are. */
  label: string;
  /** What stands above each row, as `過去30日`. */
  rowLabels: readonly string[];
  /** Text of a tick on the axis. */
  tickText: (value: number) => string;
}

/** Heights in CSS px. */
const ROW_PX = 46;
const ROW_LABEL_PX = 16;
const BOX_PX = 18;
const AXIS_PX = 24;

function anchor(percent: number): 'start' | 'middle' | 'end' {
  if (percent === 0) return 'start';
  return percent === 100 ? 'end' : 'middle';
}

/** A horizontal box plot as SVG: geometry in per cent, so that it fills any width while its text keeps its size. */
export function BoxPlotChart({ plot, label, rowLabels, tickText }: BoxPlotChartProps) {
  const bottom = plot.boxes.length * ROW_PX;
  const labelled = plot.ticks.filter((_, index) => isLabelled(index, plot.ticks.length));
  return (
    <svg class="box-plot" role="img" aria-label={label} width="100%" height={bottom + AXIS_PX}>
      {plot.ticks.map(({ percent }) => (
        <line class="grid" x1={`${percent}%`} x2={`${percent}%`} y1="0" y2={bottom} />
      ))}
      {plot.boxes.map((box, row) => {
        const top = row * ROW_PX + ROW_LABEL_PX + 6;
        return (
          <g>
            <text class="row-label" x="0" y={row * ROW_PX + ROW_LABEL_PX}>
              {rowLabels[row]}
            </text>
            {box && (
              <>
                {box.whiskers && (
                  <line
                    class="whiskers"
                    x1={`${box.whiskers.start}%`}
                    x2={`${box.whiskers.end}%`}
                    y1={top + BOX_PX / 2}
                    y2={top + BOX_PX / 2}
                  />
                )}
                <rect
                  class="box"
                  x={`${box.start}%`}
                  y={top}
                  width={`${box.width}%`}
                  height={BOX_PX}
                  rx="3"
                />
                <line
                  class="median"
                  x1={`${box.median}%`}
                  x2={`${box.median}%`}
                  y1={top - 2}
                  y2={top + BOX_PX + 2}
                />
              </>
            )}
          </g>
        );
      })}
      {labelled.map(({ value, percent }) => (
        <text class="tick" x={`${percent}%`} y={bottom + AXIS_PX - 8} text-anchor={anchor(percent)}>
          {tickText(value)}
        </text>
      ))}
    </svg>
  );
}
