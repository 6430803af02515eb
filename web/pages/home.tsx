import { longestLoadMs, mostBytes } from '../../measurement-agent/metrics/plan-bytes.ts';
import { DEFAULT_PLAN } from '../../measurement-agent/protocol/plan.ts';
import { CURVE_VIEW } from '../charts/curve.ts';
import { formatBytes } from '../format/bytes.ts';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import { messagesIn } from '../messages/messages.ts';
import { DeclaredForm } from './declared-form.tsx';
import { FigureTile } from './figure-tile.tsx';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import type { NamedIsp, NamedRegion } from './names.ts';

export interface HomePageProps {
  frame: Frame;
  /** Brands to choose from in the optional questions after a test. */
  isps: readonly NamedIsp[];
  /** Hosts that one IP version reaches; null where there are none. */
  measureHosts: { v4: string; v6: string } | null;
  /** Subdivisions to choose from there. */
  subdivisions: readonly NamedRegion[];
}

const STEPS = ['idle', 'loss', 'download', 'upload'] as const;

/** The start page, with everything the test runner shows; without JavaScript it says what to do instead. */
export function HomePage({ frame, isps, measureHosts, subdivisions }: HomePageProps) {
  const { lang, origin } = frame;
  const words = messagesIn(lang);
  const { home, run, metrics } = words;
  const loadSeconds = Math.round(longestLoadMs(DEFAULT_PLAN) / 1000);
  const bytesAt = (bps: number) => figureText(formatBytes(mostBytes(DEFAULT_PLAN, bps), lang));
  return (
    <Layout
      frame={frame}
      title={home.title}
      description={home.lede}
      section="test"
      script={frame.assets.testRunner}
    >
      <section class="hero" data-panel="ready">
        <h1>{home.heading}</h1>
        <p class="lede">{home.lede}</p>
        <div class="start needs-script">
          <button type="button" class="primary" data-testid="start" data-action="start" disabled>
            {home.start}
          </button>
          <label class="choice">
            <input type="checkbox" data-slot="data-saver" /> {home.dataSaver}
          </label>
          {measureHosts && (
            <label class="choice">
              <input
                type="checkbox"
                data-slot="families"
                data-v4={measureHosts.v4}
                data-v6={measureHosts.v6}
              />{' '}
              {home.families}
            </label>
          )}
          <p class="fine" data-slot="remembered" hidden>
            <span data-slot="remembered-text" /> <a href="#about-your-line">{words.declared.change}</a>
          </p>
        </div>
        <noscript>
          <div class="notice">
            <p>
              <strong>{home.scriptNeeded}</strong> {home.scriptAlternative}
            </p>
            <pre>
              <code>{`npm run -s agent -- test ${origin}`}</code>
            </pre>
          </div>
        </noscript>
        <p class="fine">
          {home.bytes(bytesAt(100e6), bytesAt(1e9), formatCount(loadSeconds, lang))} {home.metered}
        </p>
      </section>

      <section class="runner" data-panel="running" aria-labelledby="stage" hidden>
        <ol class="steps" aria-label={home.steps}>
          {STEPS.map((step) => (
            <li data-step={step} hidden={step === 'loss'}>
              <span class="step-name">{run.stages[step]}</span>
              <span class="step-value" data-slot={`step-${step}`} />
            </li>
          ))}
        </ol>
        <p class="eyebrow" data-slot="leg" hidden />
        <h1 id="stage" class="stage" data-slot="stage" tabindex={-1}>
          {run.announce.session}
        </h1>
        <p class="live">
          <span class="value" data-slot="live-value">
            –
          </span>
          <span class="unit" data-slot="live-unit" />
        </p>
        <svg
          class="live-curve"
          role="img"
          aria-label={home.liveCurve}
          viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
          preserveAspectRatio="none"
        >
          <path class="curve-area" data-slot="live-area" />
          <path class="curve-line" data-slot="live-line" />
        </svg>
        <div class="runner-foot">
          <progress role="progressbar" max="100" value="0" aria-label={home.progress} data-slot="progress" />
          <p class="fine" data-slot="seconds-left" />
          <button type="button" class="quiet" data-testid="stop" data-action="stop">
            {home.stop}
          </button>
        </div>
      </section>

      <section class="outcome" data-panel="problem" aria-labelledby="problem-title" hidden>
        <p class="eyebrow" data-slot="problem-eyebrow">
          {home.problemHeading}
        </p>
        <h1 id="problem-title" data-slot="problem-title" tabindex={-1}>
          {home.problemHeading}
        </h1>
        <p class="lede" data-slot="problem-next" />
        <p class="notice" data-slot="problem-detail" hidden />
        <p class="actions">
          <button type="button" class="primary" data-action="send-again" hidden>
            {home.sendAgain}
          </button>
          <button type="button" class="primary" data-action="start">
            {home.again}
          </button>
        </p>
      </section>

      <section class="outcome" data-panel="done" aria-labelledby="done-title" hidden>
        <p class="eyebrow" data-slot="done-eyebrow">
          {home.doneHeading}
        </p>
        <h1 id="done-title" class="verdict" data-slot="verdict" tabindex={-1}>
          {home.doneHeading}
        </h1>
        <p class="lede" data-slot="verdict-delay" />
        <dl class="tiles">
          <FigureTile
            label={metrics.figures.downloadBps.label}
            figure={null}
            missing="–"
            slot="tile-download"
          />
          <FigureTile label={metrics.figures.uploadBps.label} figure={null} missing="–" slot="tile-upload" />
          <FigureTile label={metrics.figures.idleRttMs.label} figure={null} missing="–" slot="tile-idle" />
          <FigureTile
            label={metrics.figures.workingRttDownloadMs.label}
            figure={null}
            missing="–"
            slot="tile-working-download"
          />
          <FigureTile
            label={metrics.figures.workingRttUploadMs.label}
            figure={null}
            missing="–"
            slot="tile-working-upload"
          />
        </dl>
        <p data-slot="counted" />
        <p class="fine" data-slot="bytes-used" />
        <p class="actions" data-slot="done-actions">
          <a class="button primary" data-testid="result-link" href="#main" data-slot="result-link">
            {home.resultLink}
          </a>
          <button type="button" class="quiet" data-action="start">
            {home.again}
          </button>
        </p>
      </section>

      <p class="visually-hidden" role="status" aria-live="polite" data-slot="announce" />

      <section class="about-line needs-script" id="about-your-line" data-panel="declared" hidden>
        <h2>
          {words.declared.heading} <span class="tag">{words.declared.optional}</span>
        </h2>
        <DeclaredForm lang={lang} isps={isps} subdivisions={subdivisions} />
      </section>

      <section class="consent" aria-labelledby="consent-title" data-panel="consent">
        <h2 id="consent-title">{home.consentHeading}</h2>
        <dl>
          {home.consent.map(({ term, text }) => (
            <div>
              <dt>{term}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </section>
    </Layout>
  );
}
