import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import type { Lang } from '../format/language.ts';
import { dataSaver } from './data-saver.ts';
import { answersOf } from './declared-answers.ts';
import { deletePublished } from './delete-published.ts';
import { liveView } from './live/live-view.ts';
import { showFigures } from './outcome.ts';
import { runProblem } from './problem-text.ts';
import { actions, linkSlot, slot } from './slots.ts';
import { NO_STORE } from './store.ts';
import { onStart, type TestPage, testRun } from './test-run.ts';
import type { Words } from './words.ts';

/**
 * The test in a frame on another site. Nothing is kept on the device, where such a frame may have no storage, or one that
 * our own pages do not see: so a result can be deleted here, as long as it is in sight.
 */
export function runEmbeddedTest(lang: Lang, words: Words): void {
  const live = liveView(words, lang, () => performance.now(), null);
  const saver = dataSaver(NO_STORE);
  let shown: Submitted | null = null;
  const run = testRun(words, live, { measured, stored, notStored, failed });

  function start(): void {
    if (run.running()) return;
    shown = null;
    // Nobody is asked here: an empty form is one without answers.
    const declared = answersOf(document.createElement('form'));
    run.begin({ declared, dataSaver: saver.chosen(), origin: null, groupId: null });
  }

  function measured(submission: Submission): void {
    showFigures(submission, words, lang);
  }

  function failed(failure: EngineFailure): void {
    run.fail(runProblem(failure, navigator.onLine, words));
  }

  function offerResult(offered: boolean): void {
    slot('counted').hidden = !offered;
    linkSlot('result-link').hidden = !offered;
    slot('removal').hidden = !offered;
    slot('removal-status').textContent = '';
  }

  function stored({ submission, submitted }: Parameters<TestPage['stored']>[0]): void {
    shown = submitted;
    showFigures(submission, words, lang);
    linkSlot('result-link').href = `/${lang}/r/${submitted.id}`;
    offerResult(true);
    run.finish(submission);
  }

  function notStored(): void {
    offerResult(false);
  }

  async function remove(): Promise<void> {
    const result = shown;
    if (result === null) return;
    const deleted = await deletePublished(result.id, result.deleteToken);
    if (shown !== result) return;
    if (deleted) offerResult(false);
    const { done = '', failed: notDone = '' } = slot('removal-status').dataset;
    slot('removal-status').textContent = deleted ? done : notDone;
  }

  for (const button of actions('delete-result')) button.addEventListener('click', () => void remove());
  onStart(start);
}
