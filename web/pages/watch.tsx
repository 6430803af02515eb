import { PROBE_BITS, SPARSE_DATAGRAM_BITS } from '../../measurement-agent/metrics/probe-bits.ts';
import { CURVE_VIEW } from '../charts/curve.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import { messagesIn } from '../messages/messages.ts';
import { FigureTile } from './figure-tile.tsx';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';

const MINUTES = [1, 5, 10, 30, 60] as const;
const DEFAULT_MINUTES = 5;
const THRESHOLDS_MS = [50, 100, 200, 300, 500] as const;
const DEFAULT_THRESHOLD_MS = 100;

/** Two probes a second, in both directions. */
const BYTES_AN_HOUR = wholeMegabytes(2 * 2 * PROBE_BITS * 3600);
/** The same of datagrams, where the server names a relay. */
const DATAGRAM_BYTES_AN_HOUR = wholeMegabytes(2 * 2 * SPARSE_DATAGRAM_BITS * 3600);

const TILES = ['now', 'p50', 'p95', 'p99', 'max'] as const;

/** Probes come at random: a closer figure would be none. */
function wholeMegabytes(bits: number): number {
  return Math.round(bits / 8e6) * 1e6;
}

/** Watches the round trip of the visitor's line; its island does it. */
export function WatchPage({ frame }: { frame: Frame }) {
  const { lang } = frame;
  const { watch } = messagesIn(lang);
  return (
    <Layout
      frame={frame}
      title={watch.title}
      description={watch.description}
      section="watch"
      script={frame.assets.watch}
    >
      <h1>{watch.title}</h1>
      <p class="lede">{watch.lede}</p>
      <noscript>
        <p class="notice">{watch.scriptNeeded}</p>
      </noscript>
      <form class="watch-form needs-script" data-slot="form">
        <p>
          <label>
            {watch.minutes}{' '}
            <select name="minutes">
              {MINUTES.map((minutes) => (
                <option value={minutes} selected={minutes === DEFAULT_MINUTES}>
                  {watch.minutesOption(formatCount(minutes, lang))}
                </option>
              ))}
            </select>
          </label>{' '}
          <label>
            {watch.threshold}{' '}
            <select name="threshold">
              {THRESHOLDS_MS.map((ms) => (
                <option value={ms} selected={ms === DEFAULT_THRESHOLD_MS}>
                  {watch.thresholdOption(formatCount(ms, lang))}
                </option>
              ))}
            </select>
          </label>
        </p>
        <p class="fine">{watch.thresholdText}</p>
        <p class="actions">
          <button type="submit" class="primary" data-testid="watch-start">
            {watch.start}
          </button>
          <button type="button" class="quiet" data-action="stop" data-testid="watch-stop" hidden>
            {watch.stop}
          </button>
          <button type="button" class="quiet" data-action="save" hidden>
            {watch.save}
          </button>
        </p>
        <p class="fine">
          {watch.cost(
            figureText(formatBytes(BYTES_AN_HOUR, lang)),
            figureText(formatBytes(DATAGRAM_BYTES_AN_HOUR, lang)),
          )}
        </p>
        <p class="fine">{watch.kept}</p>
        <p class="fine">{watch.outOfSight}</p>
      </form>
      <p class="notice" role="alert" data-slot="failed" hidden>
        {watch.failed}
      </p>
      <section class="watching" aria-labelledby="watching" data-slot="watching" hidden>
        <h2 id="watching" data-slot="heading" tabindex={-1}>
          {watch.running}
        </h2>
        <p data-slot="verdict" role="status" />
        <p class="fine" data-slot="left" />
        <svg
          class="watch-plot"
          role="img"
          aria-label={watch.plot}
          viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
          preserveAspectRatio="none"
        >
          <path class="watch-silent" data-slot="silent" />
          <path class="curve-line" data-slot="line" />
          <path class="watch-threshold" data-slot="threshold" />
        </svg>
        <p class="fine" data-slot="axis" />
        <div data-slot="loss-part" hidden>
          <div data-slot="loss-plot">
            <svg
              class="watch-plot watch-loss"
              role="img"
              aria-label={watch.lossPlot}
              viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
              preserveAspectRatio="none"
            >
              <path data-slot="loss" />
            </svg>
          </div>
          <p class="fine" data-slot="loss-text" />
        </div>
        <dl class="tiles">
          {TILES.map((tile) => (
            <FigureTile label={watch[tile]} figure={null} missing={watch.none} slot={`tile-${tile}`} />
          ))}
        </dl>
        <p class="fine" data-slot="asleep" hidden />
        <div data-slot="breaches" hidden>
          <h3>{watch.breachesHeading}</h3>
          <table class="numbers">
            <thead>
              <tr>
                <th scope="col">{watch.at}</th>
                <th scope="col">{watch.length}</th>
                <th scope="col">{watch.worst}</th>
                <th scope="col">{watch.unanswered}</th>
              </tr>
            </thead>
            <tbody data-slot="breach-rows" />
          </table>
        </div>
        <details>
          <summary>{watch.minutesHeading}</summary>
          <div class="scroll" tabindex={0} role="region" aria-label={watch.minutesHeading}>
            <table class="numbers">
              <thead>
                <tr>
                  <th scope="col">{watch.at}</th>
                  <th scope="col">{watch.p50}</th>
                  <th scope="col">{watch.max}</th>
                  <th scope="col">{watch.slow}</th>
                  <th scope="col">{watch.unanswered}</th>
                  <th scope="col">{watch.loss}</th>
                </tr>
              </thead>
              <tbody data-slot="minute-rows" />
            </table>
          </div>
        </details>
        <p class="fine" data-slot="in-history" hidden />
      </section>
    </Layout>
  );
}
