import { describe, expect, it } from 'vitest';
import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import { PROBLEMS, type ProblemReason } from '../../measurement-agent/protocol/problems.ts';
import { CLOSE_CODES } from '../../measurement-agent/protocol/spec.ts';
import { en } from '../messages/en.ts';
import { ja } from '../messages/ja.ts';
import { runProblem, submitProblem } from './problem-text.ts';
import type { Words } from './words.ts';

const words: Words = en;
const { problems } = words.run;

function refusal(reason: ProblemReason) {
  const { status, title } = PROBLEMS[reason];
  const problem = { type: `/problems/${reason}`, title, status, detail: '' };
  return { reason: 'problem' as const, problem, retryAfterMs: null };
}

function session(failure: Extract<EngineFailure, { reason: 'session' }>['failure']): EngineFailure {
  return { reason: 'session', failure };
}

function connect(closeCode: number | null): EngineFailure {
  const reason = closeCode === null ? ('unreachable' as const) : ('refused' as const);
  return { reason: 'connect', failure: { reason, detail: '', closeCode } };
}

describe('a test that gave nothing', () => {
  it.each([
    ['the server is down', session({ reason: 'unreachable', detail: '' }), problems.unreachable],
    ['something else answers', session({ reason: 'not-the-contract', detail: '' }), problems.trouble],
    ['the server fails', session(refusal('server-error')), problems.trouble],
    ['the server is not set up', session(refusal('not-configured')), problems.trouble],
    [
      'its network asks too often',
      session(refusal('too-many-requests')),
      words.problems['too-many-requests'],
    ],
    ['WebSocket is blocked', connect(null), problems.blocked],
    ['the connection broke', { reason: 'lost', detail: '' }, problems.lost],
  ] satisfies [string, EngineFailure, { title: string }][])('says that %s', (_name, failure, text) => {
    expect(runProblem(failure, true, words)).toEqual({
      ...text,
      detail: null,
      canSendAgain: false,
      testFailed: true,
    });
    expect(runProblem(failure, false, words).title).toBe(problems.offline.title);
  });

  it('gives the reason of a refusal in the language of the page', () => {
    const text = runProblem(session(refusal('over-budget')), true, ja);
    expect(text.title).toBe(ja.run.problems.refused.title);
    expect(text.detail).toContain(ja.problems['over-budget'].title);
    expect(runProblem(connect(CLOSE_CODES.forbiddenNetwork), true, words).detail).toContain(
      words.problems['wrong-network'].title,
    );
  });

  it('keeps the server’s words for a reason that is new to it', () => {
    const failure = refusal('bad-request');
    const problem = { ...failure.problem, type: '/problems/of-tomorrow', title: 'Of tomorrow' };
    expect(runProblem(session({ ...failure, problem }), true, words).detail).toBe('Of tomorrow');
  });

  it.each([
    { reason: 'aborted' },
    session({ reason: 'aborted', detail: '' }),
    { reason: 'connect', failure: { reason: 'aborted', detail: '', closeCode: null } },
  ] satisfies EngineFailure[])('calls a stop a stop: %j', (failure) => {
    for (const online of [true, false])
      expect(runProblem(failure, online, words)).toMatchObject({
        testFailed: false,
        next: words.run.stoppedEarly,
      });
  });
});

describe('a result that could not be stored', () => {
  it('can be sent again while the server may still take it', () => {
    expect(submitProblem({ reason: 'unreachable', detail: '' }, words)).toMatchObject({
      title: problems.notSubmitted.title,
      canSendAgain: true,
      testFailed: false,
    });
    expect(submitProblem(refusal('server-error'), words).canSendAgain).toBe(true);
    expect(submitProblem(refusal('over-budget'), words).canSendAgain).toBe(true);
    expect(submitProblem(refusal('too-many-requests'), words)).toMatchObject({
      canSendAgain: true,
      detail: expect.stringContaining('Try again in a minute.'),
    });
  });
  it('cannot when the server will never take it', () => {
    const text = submitProblem(refusal('token-expired'), words);
    expect(text.canSendAgain).toBe(false);
    expect(text.detail).toContain(words.problems['token-expired'].title);
  });
});
