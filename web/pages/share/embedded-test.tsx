import { messagesIn } from '../../messages/messages.ts';
import { type Frame, pathIn } from '../frame.ts';
import { Outcome, ProblemPanel, RunningPanel, ScriptNeeded, TestCost } from '../test-panels.tsx';
import { Embedded } from './embedded.tsx';

/** The test in a frame on another site, which asks nothing and remembers nothing. */
export function EmbeddedTest({ frame }: { frame: Frame }) {
  const { lang, origin, assets, synthetic } = frame;
  const { share, site, home, resultPage } = messagesIn(lang);
  const { test } = share;
  const page = `${origin}${pathIn(lang, '/')}`;
  return (
    <Embedded frame={frame} title={home.title} page={page} script={assets.test[lang]}>
      <section data-panel="ready">
        <h1>{home.title}</h1>
        {synthetic && <p class="fine">{site.demo}</p>}
        <div class="start needs-script">
          <button type="button" class="primary" data-testid="start" data-action="start" disabled>
            {home.start}
          </button>
          <TestCost lang={lang} />
          <p class="fine">
            {test.consent}{' '}
            <a href={`${origin}${pathIn(lang, '/privacy')}`} target="_blank" rel="noopener">
              {site.footer.privacy}
            </a>
          </p>
        </div>
        <ScriptNeeded lang={lang} origin={origin} />
      </section>
      <RunningPanel lang={lang} />
      <ProblemPanel lang={lang} />
      <section class="outcome" data-panel="done" aria-labelledby="done-title" hidden>
        <Outcome lang={lang} />
        <p class="actions">
          <a
            class="button primary"
            data-testid="result-link"
            data-slot="result-link"
            href={page}
            target="_blank"
            rel="noopener"
          >
            {home.resultLink}
          </a>
          <button type="button" class="quiet" data-action="start">
            {home.again}
          </button>
        </p>
        <p class="fine" data-slot="counted" />
        <p class="fine" data-slot="bytes-used" />
        <p class="fine" data-slot="removal">
          {test.removal}{' '}
          <button type="button" class="plain" data-action="delete-result">
            {resultPage.remove.heading}
          </button>
        </p>
        <p
          class="fine"
          role="status"
          data-slot="removal-status"
          data-done={test.removed}
          data-failed={resultPage.remove.failed}
        />
      </section>
      <p class="visually-hidden" role="status" aria-live="polite" data-slot="announce" />
      <p class="fine attribution">
        <a href={page} target="_blank" rel="noopener">
          {test.by}
        </a>
      </p>
    </Embedded>
  );
}
