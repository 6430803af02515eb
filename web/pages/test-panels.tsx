import type { Child } from 'hono/jsx';
import { longestLoadMs, mostBytes } from '../../measurement-agent/metrics/plan-bytes.ts';
import { DEFAULT_PLAN } from '../../measurement-agent/protocol/plan.ts';
import { formatAboutBytes } from '../format/bytes.ts';
import { formatCount } from '../format/count.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { FigureTile } from './figure-tile.tsx';

/** Parts of a page that runs a test; its island finds them by their data attributes. */

const STEPS = ['idle', 'loss', 'download', 'upload'] as const;

/** What a test moves, and the choice to move less. */
export function TestCost({ lang }: { lang: Lang }) {
  const { home } = messagesIn(lang);
  const loadSeconds = Math.round(longestLoadMs(DEFAULT_PLAN) / 1000);
  const bytesAt = (bps: number) => figureText(formatAboutBytes(mostBytes(DEFAULT_PLAN, bps), lang));
  return (
    <>
      <p class="cost">
        <strong>{home.cost(bytesAt(100e6))}</strong>{' '}
        {home.costDetail(bytesAt(1e9), formatCount(loadSeconds, lang))} <span data-slot="last-cost" hidden />
      </p>
      <label class="choice">
        <input type="checkbox" data-slot="data-saver" /> {home.dataSaver}
      </label>
    </>
  );
}

/** What to do without JavaScript. */
export function ScriptNeeded({ lang, origin }: { lang: Lang; origin: string }) {
  const { home } = messagesIn(lang);
  return (
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
  );
}

/** A test under way; further plots belong below. */
export function RunningPanel({ lang, children }: { lang: Lang; children?: Child }) {
  const { home, run } = messagesIn(lang);
  return (
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
      <p class="live" data-slot="live">
        <span class="value" data-slot="live-value">
          –
        </span>
        <span class="unit" data-slot="live-unit" />
      </p>
      <div class="runner-foot">
        <progress role="progressbar" max="100" value="0" aria-label={home.progress} data-slot="progress" />
        <p class="fine" data-slot="seconds-left" />
        <button type="button" class="quiet" data-testid="stop" data-action="stop">
          {home.stop}
        </button>
      </div>
      {children}
    </section>
  );
}

/** What went wrong, and what to do. */
export function ProblemPanel({ lang }: { lang: Lang }) {
  const { home } = messagesIn(lang);
  return (
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
  );
}

/** The sentence and the figures of a finished test; more in words belongs between them. */
export function Outcome({ lang, children }: { lang: Lang; children?: Child }) {
  const { home, metrics } = messagesIn(lang);
  return (
    <>
      <h1 id="done-title" class="verdict" data-slot="verdict" tabindex={-1}>
        {home.doneHeading}
      </h1>
      {children}
      <dl class="tiles six">
        <FigureTile
          label={metrics.figures.downloadBps.label}
          figure={null}
          missing="–"
          slot="tile-download"
        />
        <FigureTile label={metrics.figures.uploadBps.label} figure={null} missing="–" slot="tile-upload" />
        <FigureTile label={metrics.figures.idleRttMs.label} figure={null} missing="–" slot="tile-idle" />
        <FigureTile label={home.working.download} figure={null} missing="–" slot="tile-working-download" />
        <FigureTile label={home.working.upload} figure={null} missing="–" slot="tile-working-upload" />
        <FigureTile label={metrics.loss.label} figure={null} missing="–" slot="tile-loss" />
      </dl>
    </>
  );
}
