import type { Child } from 'hono/jsx';
import { formatRatio } from '../format/count.ts';
import { formatRoundDelay } from '../format/delay.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatRoundRate } from '../format/rate.ts';
import { messagesIn } from '../messages/messages.ts';
import { CURVE_VIEW, countedPart, sharePercent } from './curve.ts';
import { RateCurve } from './rate-curve.tsx';
import type { RunPlots } from './run-plots.ts';
import { type Axis, axisPercent, isLabelled, roundAxis } from './scale.ts';

/** Heights in CSS px. */
const RATE_PX = 140;
const DELAY_PX = 120;
const LOSS_PX = 56;
const NUMBER_PX = 20;
const TIME_PX = 20;

interface PlotProps {
  label: string;
  axis: Axis;
  heightPx: number;
  tickText: (value: number) => string;
  marks: string;
  /** Drawn in CURVE_VIEW, stretched to the width there is. */
  children: Child;
  /** Drawn at real size. */
  over?: Child;
}

function Plot({ label, axis, heightPx, tickText, marks, children, over }: PlotProps) {
  const y = (value: number) => heightPx - (axisPercent(value, axis) * heightPx) / 100;
  return (
    <svg class="run-plot" role="img" aria-label={label} width="100%" height={heightPx}>
      {axis.ticks.map((tick) => (
        <line class="grid" x1="0" x2="100%" y1={y(tick)} y2={y(tick)} />
      ))}
      <svg
        width="100%"
        height={heightPx}
        viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
        preserveAspectRatio="none"
        overflow="visible"
      >
        <path class="plot-marks" d={marks} />
        {children}
      </svg>
      {over}
      {axis.ticks
        .filter((tick, index) => tick > 0 && isLabelled(index, axis.ticks.length))
        .map((tick) => (
          <text class="tick" x="0" y={y(tick) + 14}>
            {tickText(tick)}
          </text>
        ))}
    </svg>
  );
}

interface RunChartProps {
  lang: Lang;
  plots: RunPlots;
  /** Said instead of a plot that there is none of. */
  missing: { rate: string; delay: string; loss: string };
  /** What was lost of all that was sent, in words. */
  lossText: string;
}

/** Rate, round trips and loss of a whole run above each other, on one axis of time; needs no script. */
export function RunChart({ lang, plots, missing, lossText }: RunChartProps) {
  const words = messagesIn(lang).plots;
  const { spanMs, stages, marks, rate, delay, loss } = plots;
  const at = (ms: number) => `${sharePercent(ms, spanMs)}%`;
  const seconds = roundAxis(spanMs / 1000).ticks.filter((tick) => tick * 1000 <= spanMs);
  return (
    <figure class="run-chart">
      <svg aria-hidden="true" width="100%" height={NUMBER_PX}>
        {stages.map(({ fromMs }, index) => (
          <text
            class="tick"
            x={at(fromMs)}
            y={NUMBER_PX - 5}
            text-anchor={fromMs / spanMs > 0.95 ? 'end' : 'start'}
          >
            {index + 1}
          </text>
        ))}
      </svg>
      <p class="run-plot-name">{words.rate}</p>
      {rate === null ? (
        <p class="fine">{words.notMeasured(missing.rate)}</p>
      ) : (
        <Plot
          label={words.plotText(words.rate)}
          axis={rate.axis}
          heightPx={RATE_PX}
          tickText={(bps) => figureText(formatRoundRate(bps, lang))}
          marks={marks}
          over={rate.rates.map(({ load, beganMs }) => {
            const { fromMs, toMs } = countedPart(load);
            const y = RATE_PX - (axisPercent(load.goodputBps, rate.axis) * RATE_PX) / 100;
            return (
              <line class="curve-level" x1={at(beganMs + fromMs)} x2={at(beganMs + toMs)} y1={y} y2={y} />
            );
          })}
        >
          {rate.rates.map(({ load, beganMs }) => (
            <RateCurve window={load} beganMs={beganMs} spanMs={spanMs} axis={rate.axis} />
          ))}
        </Plot>
      )}
      <p class="run-plot-name">
        {words.delay}
        <span>
          <i class="dot hollow" /> {words.idle}
        </span>
        <span>
          <i class="dot" /> {words.working}
        </span>
      </p>
      {delay === null ? (
        <p class="fine">{words.notMeasured(missing.delay)}</p>
      ) : (
        <Plot
          label={words.plotText(words.delay)}
          axis={delay.axis}
          heightPx={DELAY_PX}
          tickText={(ms) => figureText(formatRoundDelay(ms, lang))}
          marks={marks}
        >
          <path class="plot-dots working" d={delay.working} />
          <path class="plot-dots idle" d={delay.idle} />
          <path class="plot-dots hole" d={delay.idle} />
        </Plot>
      )}
      <p class="run-plot-name">
        {words.loss}
        {loss !== null && <span>{lossText}</span>}
      </p>
      {loss === null ? (
        <p class="fine">{missing.loss}</p>
      ) : (
        <Plot
          label={words.plotText(words.loss)}
          axis={loss.axis}
          heightPx={LOSS_PX}
          tickText={(ratio) => formatRatio(ratio, lang)}
          marks={marks}
        >
          <path class="loss-measured" d={loss.measured} />
          <path class="loss-bars" d={loss.bars} />
        </Plot>
      )}
      <svg aria-hidden="true" width="100%" height={TIME_PX}>
        {seconds.map((tick) => {
          const percent = sharePercent(tick * 1000, spanMs);
          const anchor = percent < 5 ? 'start' : percent > 95 ? 'end' : 'middle';
          return (
            <text class="tick" x={`${percent}%`} y={TIME_PX - 5} text-anchor={anchor}>
              {tick} s
            </text>
          );
        })}
      </svg>
      <p class="fine">{words.axis}</p>
    </figure>
  );
}
