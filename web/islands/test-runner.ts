import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { formatList } from '../format/list.ts';
import { dataSaver } from './data-saver.ts';
import { declaredPanel } from './declared-panel.ts';
import { families, type Leg } from './families.ts';
import { liveView } from './live-view.ts';
import { measuringWorker } from './measuring-worker.ts';
import { showOutcome, wasStopped } from './outcome.ts';
import { fillProblem } from './problem-panel.ts';
import { type ProblemText, runProblem, submitProblem } from './problem-text.ts';
import { rememberResult } from './remembered.ts';
import type { RunReport } from './run-messages.ts';
import { actions, linkSlot, type Panel, setText, showPanels, slot } from './slots.ts';
import { pageStore } from './store.ts';
import { pageLang, wordsIn } from './words.ts';

/** The browser's test: starts the measuring worker, shows what it reports, and keeps what the person may need later. */

const lang = pageLang();
const words = wordsIn(lang);
const store = pageStore();
const live = liveView(words, lang);
const saver = dataSaver(store);
const apart = families(Math.random);
const declared = declaredPanel(store, words, (items) => formatList(items, lang));

let running = false;
let tabHidden = false;
/** IP versions that are still to be measured, and the result that began the group. */
let legs: Leg[] = [];
let groupId: string | null = null;

const worker = measuringWorker(onReport, () => {
  if (running) showFailure(plainProblem(words.run.problems.failed));
});

function plainProblem(text: { title: string; next: string }): ProblemText {
  return { ...text, detail: null, canSendAgain: false, testFailed: true };
}

/** Turns to another part of the page. The focus moves with it, as the button that had it may be gone. */
function turnTo(heading: string, ...panels: Panel[]): void {
  showPanels(...panels);
  slot(heading).focus({ preventScroll: true });
  window.scrollTo({ top: 0 });
}

function setStoppable(stoppable: boolean): void {
  for (const button of actions('stop')) button.disabled = !stoppable;
}

function start(): void {
  if (running) return;
  legs = apart.chosen();
  groupId = null;
  begin();
}

/** Begins the next run: one, or one for each IP version. */
function begin(): void {
  running = true;
  const leg = legs.shift() ?? null;
  tabHidden = document.visibilityState === 'hidden';
  live.begin();
  setStoppable(true);
  turnTo('stage', 'running');
  setText(slot('leg'), leg === null ? null : `IPv${leg.ipVersion}`);
  worker.send({
    type: 'start',
    declared: declared.answers(),
    dataSaver: saver.chosen(),
    origin: leg?.origin ?? null,
    groupId,
  });
}

function stop(): void {
  legs = [];
  setStoppable(false);
  worker.send({ type: 'stop' });
}

function submit(): void {
  running = true;
  setStoppable(false);
  live.saving();
  turnTo('stage', 'running');
  worker.send({ type: 'submit', tabHidden });
}

/** Loaded only now: a test needs no history. */
async function keepRun(submission: Submission, at: string): Promise<void> {
  const [{ history }, { historyRun }] = await Promise.all([
    import('./history/history-store.ts'),
    import('./history/run.ts'),
  ]);
  await history.put([historyRun(submission, at)]);
}

function showFailure(text: ProblemText, ...further: Panel[]): void {
  running = false;
  fillProblem(text);
  slot('announce').textContent = '';
  turnTo('problem-title', 'problem', ...further);
}

function onReport(report: RunReport): void {
  if (report.type === 'event') live.show(report.event);
  else if (report.type === 'measured') {
    showOutcome(report.submission, words, lang);
    submit();
  } else if (report.type === 'failed') {
    // A line without IPv6 is no fault: what the other version gives is shown.
    if (legs.length > 0) begin();
    else if (groupId === null) showFailure(runProblem(report.failure, navigator.onLine, words));
    else location.assign(`/${lang}/r/${groupId}`);
  } else if (report.type === 'submitted') {
    running = false;
    const at = new Date().toISOString();
    rememberResult(store, report.submitted, at);
    void keepRun(report.submission, at);
    groupId ??= report.submitted.id;
    if (legs.length > 0) {
      begin();
      return;
    }
    showOutcome(report.submission, words, lang);
    linkSlot('result-link').href = `/${lang}/r/${report.submitted.id}`;
    slot('counted').hidden = false;
    slot('done-actions').hidden = false;
    slot('announce').textContent = wasStopped(report.submission)
      ? words.run.announce.stopped
      : words.run.announce.done;
    turnTo('verdict', 'done', 'declared');
  } else {
    // The figures stay on the page, without what only a stored result has.
    slot('counted').hidden = true;
    slot('done-actions').hidden = true;
    showFailure(submitProblem(report.failure, words), 'done');
  }
}

document.addEventListener('visibilitychange', () => {
  if (running && document.visibilityState === 'hidden') tabHidden = true;
});

/** A page that is left must not go on loading the line; if the browser brings it back, it can start afresh. */
window.addEventListener('pagehide', () => {
  if (!running) return;
  running = false;
  worker.end();
  showPanels('ready', 'consent');
});

document.querySelector('a[href="#about-your-line"]')?.addEventListener('click', () => {
  showPanels('ready', 'declared', 'consent');
});

for (const button of actions('start')) {
  button.addEventListener('click', start);
  button.disabled = false;
}
for (const button of actions('stop')) button.addEventListener('click', stop);
for (const button of actions('send-again')) button.addEventListener('click', submit);
