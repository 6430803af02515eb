import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { ConnectFailure, RequestFailure } from '../../measurement-agent/engine/transport.ts';
import type { Problem, ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { CLOSE_CODES } from '../../measurement-agent/protocol/spec.ts';
import type { Words } from './words.ts';

/** What the problem panel says. */
export interface ProblemText {
  title: string;
  next: string;
  /** The server's own reason, where it gave one. */
  detail: string | null;
  /** The measured result still exists and the server may yet take it. */
  canSendAgain: boolean;
  /** The test itself failed: not so when the person stopped it, or when it ended and only storing failed. */
  testFailed: boolean;
}

type ProblemWords = Pick<Words, 'run' | 'problems'>;

const TOO_MANY_REQUESTS = 429;
const SERVER_FAULT = 500;

/** Why the worker closed a measurement connection, in the words of the API's problems. */
const CLOSE_REASONS = new Map<number, ProblemReason>([
  [CLOSE_CODES.unauthorized, 'bad-token'],
  [CLOSE_CODES.forbiddenNetwork, 'wrong-network'],
  [CLOSE_CODES.overBudget, 'over-budget'],
  [CLOSE_CODES.tooManyConnections, 'over-budget'],
  [CLOSE_CODES.expired, 'token-expired'],
]);

function isReason(text: string, { problems }: ProblemWords): text is ProblemReason {
  return Object.hasOwn(problems, text);
}

function reasonOf({ type }: Problem): string {
  return type.split('/').at(-1) ?? '';
}

/** The server's refusal in the page's language; a reason this page does not know yet stays as the server worded it. */
function explain(problem: Problem, words: ProblemWords): string {
  const reason = reasonOf(problem);
  return isReason(reason, words) ? explainReason(reason, words) : problem.title;
}

function explainReason(reason: ProblemReason, { problems }: ProblemWords): string {
  const { title, next } = problems[reason];
  return `${title}: ${next}`;
}

function plain(text: { title: string; next: string }, detail: string | null = null): ProblemText {
  return { ...text, detail, canSendAgain: false, testFailed: true };
}

function stopped({ run }: ProblemWords): ProblemText {
  return {
    title: run.announce.stopped,
    next: run.stoppedEarly,
    detail: null,
    canSendAgain: false,
    testFailed: false,
  };
}

function ofSession(failure: RequestFailure, words: ProblemWords): ProblemText {
  const { problems } = words.run;
  if (failure.reason === 'aborted') return stopped(words);
  if (failure.reason === 'unreachable') return plain(problems.unreachable);
  if (failure.reason !== 'problem') return plain(problems.trouble);
  if (failure.problem.status >= SERVER_FAULT) return plain(problems.trouble);
  if (reasonOf(failure.problem) === 'too-many-requests') return plain(words.problems['too-many-requests']);
  return plain(problems.refused, explain(failure.problem, words));
}

/** The session came over HTTP, so the way to the server is open: what fails now is WebSocket itself. */
function ofConnect(failure: ConnectFailure, words: ProblemWords): ProblemText {
  if (failure.reason === 'aborted') return stopped(words);
  const reason = failure.closeCode === null ? undefined : CLOSE_REASONS.get(failure.closeCode);
  return reason === undefined
    ? plain(words.run.problems.blocked)
    : plain(words.run.problems.refused, explainReason(reason, words));
}

/** Why the test gave nothing. `online` is what the browser believes; it only knows for certain when it says no. */
export function runProblem(failure: EngineFailure, online: boolean, words: ProblemWords): ProblemText {
  if (failure.reason === 'aborted') return stopped(words);
  const text = failureText(failure, words);
  return online || !text.testFailed ? text : plain(words.run.problems.offline);
}

function failureText(
  failure: Exclude<EngineFailure, { reason: 'aborted' }>,
  words: ProblemWords,
): ProblemText {
  if (failure.reason === 'session') return ofSession(failure.failure, words);
  if (failure.reason === 'connect') return ofConnect(failure.failure, words);
  return plain(words.run.problems.lost);
}

/** Why a finished test could not be stored. */
export function submitProblem(failure: RequestFailure, words: ProblemWords): ProblemText {
  const { notSubmitted, refused } = words.run.problems;
  if (failure.reason !== 'problem') return { ...plain(notSubmitted), canSendAgain: true, testFailed: false };
  const { status } = failure.problem;
  const detail = explain(failure.problem, words);
  if (status >= SERVER_FAULT || status === TOO_MANY_REQUESTS)
    return { ...plain(notSubmitted, detail), canSendAgain: true, testFailed: false };
  return { ...plain({ title: notSubmitted.title, next: refused.next }, detail), testFailed: false };
}
