import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { Layout } from './layout.tsx';

/** The tests of this device. The page is empty: its island fills it from what the device keeps. */
export function HistoryPage({ frame }: { frame: Frame }) {
  const { lang } = frame;
  const { history } = messagesIn(lang);
  return (
    <Layout
      frame={frame}
      title={history.title}
      description={history.description}
      section="history"
      script={frame.assets.history}
    >
      <h1>{history.title}</h1>
      <p class="lede">{history.lede}</p>
      <noscript>
        <p class="notice">{history.scriptNeeded}</p>
      </noscript>
      <p class="notice" data-slot="refused" hidden>
        {history.refused}
      </p>
      <div data-slot="empty" hidden>
        <p>{history.empty}</p>
        <p class="actions">
          <a class="button primary" href={pathIn(lang, '/')}>
            {history.start}
          </a>
        </p>
      </div>
      <div class="needs-script" data-slot="filled" hidden>
        <section aria-labelledby="trend">
          <h2 id="trend">{history.trend}</h2>
          <p class="fine" data-slot="trend-text" />
          <div class="trends" data-slot="trends" />
        </section>
        <section aria-labelledby="compare" data-slot="compare" hidden>
          <h2 id="compare" tabindex={-1}>
            {history.compareHeading}
          </h2>
          <table class="numbers">
            <thead>
              <tr data-slot="compare-head" />
            </thead>
            <tbody data-slot="compare-rows" />
          </table>
        </section>
        <section aria-labelledby="runs">
          <h2 id="runs">{history.runs}</h2>
          <p class="fine">{history.choose}</p>
          <ul class="runs" data-slot="runs" />
        </section>
      </div>
      <section class="needs-script" aria-labelledby="watched" data-slot="watched" hidden>
        <h2 id="watched">{history.watches}</h2>
        <p class="fine">{history.watchesText}</p>
        <ul class="runs" data-slot="watches" />
      </section>
      <section class="needs-script" aria-labelledby="keep" data-slot="keep" hidden>
        <h2 id="keep">{history.keep}</h2>
        <p class="actions" data-slot="exports">
          <button type="button" class="quiet" data-action="export-json">
            {history.exportJson}
          </button>
          <button type="button" class="quiet" data-action="export-csv">
            {history.exportCsv}
          </button>
        </p>
        <p>
          <label class="file">
            {history.importFile} <input type="file" accept=".json,application/json" data-slot="import" />
          </label>
        </p>
        <div data-slot="clear-published">
          <p class="fine">{history.clearPublishedText}</p>
          <p class="actions">
            <button type="button" class="quiet" data-action="clear-published">
              {history.clearPublished}
            </button>
          </p>
        </div>
        <div data-slot="clear">
          <p class="fine">{history.clearText}</p>
          <p class="actions">
            <button type="button" class="quiet" data-action="clear">
              {history.clear}
            </button>
          </p>
        </div>
        <p role="status" data-slot="status" />
      </section>
      <dialog class="ask" data-slot="removal" aria-labelledby="removal-question">
        <form method="dialog">
          <p id="removal-question" data-slot="removal-question" />
          <p class="actions">
            <button class="quiet" value="">
              {history.keepRun}
            </button>
            <button class="quiet" value="history">
              {history.removeHere}
            </button>
            <button class="quiet" value="server">
              {history.removeEverywhere}
            </button>
          </p>
        </form>
      </dialog>
    </Layout>
  );
}
