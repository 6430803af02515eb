import { USES } from '../../measurement-agent/metrics/scores/use-requirements.ts';
import { CURVE_VIEW } from '../charts/curve.ts';
import { messagesIn } from '../messages/messages.ts';
import { DeclaredForm } from './declared-form.tsx';
import type { Frame } from './frame.ts';
import { Layout } from './layout.tsx';
import { siteData } from './linked-data/site.ts';
import type { NamedIsp, NamedRegion } from './names.ts';
import { Outcome, ProblemPanel, RunningPanel, ScriptNeeded, TestCost } from './test-panels.tsx';
import type { Operator } from './text-content.ts';

export interface HomePageProps {
  frame: Frame;
  /** Brands to choose from in the optional questions after a test. */
  isps: readonly NamedIsp[];
  /** Hosts that one IP version reaches; null where there are none. */
  measureHosts: { v4: string; v6: string } | null;
  /** Subdivisions to choose from there. */
  subdivisions: readonly NamedRegion[];
  operator: Operator;
}

/** From top to bottom, on one axis of time. */
const LIVE_PLOTS = ['rate', 'delay', 'loss'] as const;

/** The start page, with everything the test runner shows; without JavaScript it says what to do instead. */
export function HomePage({ frame, isps, measureHosts, subdivisions, operator }: HomePageProps) {
  const { lang, origin } = frame;
  const words = messagesIn(lang);
  const { home, suitability } = words;
  return (
    <Layout
      frame={frame}
      title={home.title}
      description={home.lede}
      section="test"
      data={[siteData(frame, operator)]}
      script={frame.assets.test[lang]}
    >
      <section class="hero" data-panel="ready">
        <h1>{home.heading}</h1>
        <p class="lede">{home.lede}</p>
        <div class="start needs-script">
          <button type="button" class="primary" data-testid="start" data-action="start" disabled>
            {home.start}
          </button>
          <TestCost lang={lang} />
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
        <ScriptNeeded lang={lang} origin={origin} />
      </section>

      <RunningPanel lang={lang}>
        <div class="plots">
          {LIVE_PLOTS.map((plot) => (
            <figure class="plot" data-plot={plot}>
              <figcaption>
                {home.plots[plot]}
                {plot === 'loss' && (
                  <span data-slot="no-loss" hidden>
                    {home.noLoss}
                  </span>
                )}
                <span class="plot-top" data-slot={`top-${plot}`} />
              </figcaption>
              <svg
                role="img"
                aria-label={home.plotText(home.plots[plot])}
                viewBox={`0 0 ${CURVE_VIEW.width} ${CURVE_VIEW.height}`}
                preserveAspectRatio="none"
              >
                <path class="plot-marks" data-slot={`marks-${plot}`} />
                <path class="curve-area" data-slot={`area-${plot}`} />
                <path class={plot === 'delay' ? 'plot-dots' : 'curve-line'} data-slot={`line-${plot}`} />
              </svg>
            </figure>
          ))}
          <p class="fine plot-axis">{home.plotAxis}</p>
        </div>
      </RunningPanel>

      <ProblemPanel lang={lang} />
      <section class="outcome" data-panel="done" aria-labelledby="done-title" hidden>
        <p class="eyebrow" data-slot="done-eyebrow">
          {home.doneHeading}
        </p>
        <Outcome lang={lang}>
          <p class="lede" data-slot="verdict-delay" />
        </Outcome>
        <p class="actions" data-slot="done-actions">
          <a class="button primary" data-testid="result-link" href="#main" data-slot="result-link">
            {home.resultLink}
          </a>
          <button type="button" class="quiet" data-action="start">
            {home.again}
          </button>
        </p>
        <div class="done-part">
          <h2 id="uses">{suitability.heading}</h2>
          <ul class="grades" aria-labelledby="uses">
            {USES.map((use) => (
              <li data-use={use}>
                <span class="use">{suitability.uses[use]}</span>
                <span class="letter" aria-hidden="true" />
                <span class="word">
                  <span class="visually-hidden spoken" /> <span class="name" /> <span class="score" />
                </span>
                <span class="limit" />
              </li>
            ))}
          </ul>
          <p class="fine" data-slot="grades-partial" hidden />
        </div>
        <div class="done-part" data-slot="summary" hidden />
        <div class="done-part">
          <p data-slot="counted" />
          <p class="fine" data-slot="bytes-used" />
          <p class="fine" data-slot="not-kept" hidden>
            {words.history.runNotKept}
          </p>
        </div>
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
