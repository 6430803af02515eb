import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import type { LiveView } from './live/live-view.ts';
import { measuringWorker } from './measuring-worker.ts';
import { wasStopped } from './outcome.ts';
import { fillProblem } from './problem-panel.ts';
import { type ProblemText, submitProblem } from './problem-text.ts';
import type { Chosen, RunReport } from './run-messages.ts';
import { actions, type Panel, showPanels, slot } from './slots.ts';
import type { Words } from './words.ts';

/** What a page does with what its test gives. */
export interface TestPage {
  /** Shows what was measured; it is being stored. */
  measured(submission: Submission): void;
  stored(report: Extract<RunReport, { type: 'submitted' }>): void;
  /** The figures stay in sight, without what only a stored result has. */
  notStored(): void;
  /** There is nothing to store. */
  failed(failure: EngineFailure): void;
}

/** A page's test: one at a time, in its panels. */
export interface TestRun {
  running(): boolean;
  begin(chosen: Chosen): void;
  /** Turns to what went wrong. */
  fail(text: ProblemText, ...further: Panel[]): void;
  /** Turns to the result, unless another test has begun meanwhile. */
  finish(submission: Submission, ...further: Panel[]): void;
}

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

/** Drives the measuring worker, shows what it reports, and tells the page. */
export function testRun(words: Words, live: LiveView, page: TestPage): TestRun {
  let running = false;
  let tabHidden = false;
  /** A finished test waits to be stored. */
  let unsent = false;

  const worker = measuringWorker(onReport, () => {
    if (running) fail(plainProblem(words.run.problems.failed));
  });

  function begin(chosen: Chosen): void {
    running = true;
    unsent = false;
    tabHidden = document.visibilityState === 'hidden';
    live.begin();
    setStoppable(true);
    turnTo('stage', 'running');
    worker.send({ type: 'start', ...chosen });
  }

  function stop(): void {
    setStoppable(false);
    worker.send({ type: 'stop' });
  }

  function submit(): void {
    running = true;
    unsent = false;
    setStoppable(false);
    live.saving();
    turnTo('stage', 'running');
    worker.send({ type: 'submit', tabHidden });
  }

  function fail(text: ProblemText, ...further: Panel[]): void {
    running = false;
    live.end();
    fillProblem(text);
    slot('announce').textContent = '';
    turnTo('problem-title', 'problem', ...further);
  }

  function finish(submission: Submission, ...further: Panel[]): void {
    if (running) return;
    const { stopped, done } = words.run.announce;
    slot('announce').textContent = wasStopped(submission) ? stopped : done;
    turnTo('verdict', 'done', ...further);
  }

  function onReport(report: RunReport): void {
    if (report.type === 'event') live.show(report.event);
    else if (report.type === 'measured') {
      page.measured(report.submission);
      submit();
    } else if (report.type === 'failed') page.failed(report.failure);
    else if (report.type === 'submitted') {
      running = false;
      page.stored(report);
    } else {
      page.notStored();
      const problem = submitProblem(report.failure, words);
      unsent = problem.canSendAgain;
      fail(problem, 'done');
    }
  }

  window.addEventListener('online', () => {
    if (unsent) submit();
  });

  document.addEventListener('visibilitychange', () => {
    if (running && document.visibilityState === 'hidden') tabHidden = true;
  });

  /** A page that is left must not go on loading the line; if the browser brings it back, it can start afresh. */
  window.addEventListener('pagehide', () => {
    if (!running) return;
    running = false;
    live.end();
    worker.end();
    showPanels('ready', 'consent');
  });

  for (const button of actions('stop')) button.addEventListener('click', stop);
  for (const button of actions('send-again')) button.addEventListener('click', submit);
  return { running: () => running, begin, fail, finish };
}

/** The buttons that start a test work from now on. */
export function onStart(start: () => void): void {
  for (const button of actions('start')) {
    button.addEventListener('click', start);
    button.disabled = false;
  }
}
