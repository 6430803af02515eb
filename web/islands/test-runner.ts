import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Declared, Submission } from '../../measurement-agent/protocol/result.ts';
import { formatAboutBytes } from '../format/bytes.ts';
import { figureText } from '../format/figure.ts';
import type { Lang } from '../format/language.ts';
import { formatList } from '../format/list.ts';
import { amendResult } from './amend.ts';
import { dataSaver } from './data-saver.ts';
import { declaredPanel } from './declared-panel.ts';
import { families, type Leg } from './families.ts';
import { livePlots } from './live/live-plots.ts';
import { liveView } from './live/live-view.ts';
import { showOutcome } from './outcome.ts';
import { runProblem } from './problem-text.ts';
import { rememberCost, rememberedCost, rememberResult } from './remembered.ts';
import { showSummary } from './result-summary.ts';
import { actions, linkSlot, setText, showPanels, slot } from './slots.ts';
import { pageStore } from './store.ts';
import { onStart, type TestPage, testRun } from './test-run.ts';
import type { Words } from './words.ts';

/** The server's summary is waited for so long; without it the panel is shown as it is. */
const SUMMARY_LIMIT_MS = 2_000;

/** The test of the start page: what the person chose goes into it, and what they may need later is kept. */
export function runTestPage(lang: Lang, words: Words): void {
  const store = pageStore();
  const live = liveView(words, lang, () => performance.now(), livePlots(lang));
  const saver = dataSaver(store);
  const apart = families(Math.random);
  const declared = declaredPanel(store, words, (items) => formatList(items, lang), answered);

  /** The stored result that the page shows. */
  let shown: Submitted | null = null;
  /** Asking the server about it ends when another test begins. */
  let asking = new AbortController();

  /** IP versions that are still to be measured, and the result that began the group. */
  let legs: Leg[] = [];
  let groupId: string | null = null;

  const run = testRun(words, live, { measured, stored, notStored, failed });

  function start(): void {
    if (run.running()) return;
    legs = apart.chosen();
    groupId = null;
    begin();
  }

  /** Begins the next run: one, or one for each IP version. */
  function begin(): void {
    const leg = legs.shift() ?? null;
    asking.abort();
    shown = null;
    setText(slot('leg'), leg === null ? null : `IPv${leg.ipVersion}`);
    run.begin({
      declared: declared.answers(),
      dataSaver: saver.chosen(),
      origin: leg?.origin ?? null,
      groupId,
    });
  }

  /** Shows the server's summary, and its guesses in the form. What comes late must not push away what is read already. */
  async function summarize({ id }: Submitted): Promise<void> {
    asking = new AbortController();
    const { signal } = asking;
    const suggestions = await showSummary(
      id,
      lang,
      AbortSignal.any([signal, AbortSignal.timeout(SUMMARY_LIMIT_MS)]),
    );
    slot('counted').hidden ||= suggestions !== null;
    if (suggestions !== null && !signal.aborted) declared.suggest(suggestions);
  }

  /** Adds answers to the result in sight: who is known to have more in common is compared with fewer, closer lines. */
  async function answered(answers: Declared): Promise<boolean | null> {
    const result = shown;
    if (result === null) return null;
    const recorded = await amendResult(result, answers);
    if (recorded && shown === result) await summarize(result);
    return recorded;
  }

  /** Loaded only now: a test needs no history. */
  async function keepRun(submission: Submission, at: string, isp: string | null): Promise<void> {
    const [{ history }, { historyRun }] = await Promise.all([
      import('./history/history-store.ts'),
      import('./history/run.ts'),
    ]);
    const kept = await history.put([historyRun(submission, at, isp)]);
    slot('not-kept').hidden = kept.ok;
  }

  function measured(submission: Submission): void {
    showOutcome(submission, words, lang);
  }

  function failed(failure: EngineFailure): void {
    // A line without IPv6 is no fault: what the other version gives is shown.
    if (legs.length > 0) begin();
    else if (groupId === null) run.fail(runProblem(failure, navigator.onLine, words));
    else location.assign(`/${lang}/r/${groupId}`);
  }

  function stored({ submission, submitted, isp }: Parameters<TestPage['stored']>[0]): void {
    const at = new Date().toISOString();
    rememberResult(store, submitted, at);
    if (submission.verdict.valid) {
      const { download, upload } = submission.bytes;
      rememberCost(store, download + upload);
    }
    void keepRun(submission, at, isp);
    groupId ??= submitted.id;
    if (legs.length > 0) {
      begin();
      return;
    }
    showOutcome(submission, words, lang);
    shown = submitted;
    linkSlot('result-link').href = `/${lang}/r/${submitted.id}`;
    slot('counted').hidden = false;
    slot('done-actions').hidden = false;
    void summarize(submitted).then(() => run.finish(submission, 'declared'));
  }

  function notStored(): void {
    slot('counted').hidden = true;
    slot('done-actions').hidden = true;
    slot('summary').hidden = true;
  }

  document.querySelector('a[href="#about-your-line"]')?.addEventListener('click', () => {
    showPanels('ready', 'declared', 'consent');
  });

  const lastCost = rememberedCost(store);
  if (lastCost !== null)
    setText(slot('last-cost'), words.run.lastCost(figureText(formatAboutBytes(lastCost, lang))));

  for (const button of actions('stop'))
    button.addEventListener('click', () => {
      legs = [];
    });
  onStart(start);
}
