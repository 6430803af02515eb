import { describe, expect, it } from 'vitest';
import type { EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { RequestFailure } from '../../measurement-agent/engine/transport.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { NOTHING_DECLARED, type Submission } from '../../measurement-agent/protocol/result.ts';
import { RESULT_DOCUMENT } from '../../test/fixtures/result-document.ts';
import { measuring } from './measuring.ts';
import type { RunReport } from './run-messages.ts';

const SUBMITTED: Submitted = { id: RESULT_DOCUMENT.measurementId, url: '/r/x', deleteToken: 'secret' };
const UNREACHABLE: RequestFailure = { reason: 'unreachable', detail: 'no route' };

type Measured = Fallible<{ submission: Submission; token: string; isp: string | null }, EngineFailure>;

/** A worker whose measurement ends when `finish` is called, or when it is stopped. */
function sample(answers: Fallible<Submitted, RequestFailure>[]) {
  const reports: RunReport[] = [];
  const sent: Submission[] = [];
  const ends: ((measured: Measured) => void)[] = [];
  const handle = measuring({
    measure: (_declared, signal) =>
      new Promise((resolve) => {
        ends.push(resolve);
        signal.addEventListener('abort', () => resolve(err({ reason: 'aborted' })));
      }),
    submit: async (_token, submission) => {
      sent.push(submission);
      return answers.shift() ?? err(UNREACHABLE);
    },
    report: (report) => reports.push(report),
  });
  const finish = () => ends.at(-1)?.(ok({ submission: RESULT_DOCUMENT, token: 'token', isp: 'OCN' }));
  return { handle, reports, sent, ends, finish, types: () => reports.map(({ type }) => type) };
}

const START = {
  type: 'start',
  declared: NOTHING_DECLARED,
  dataSaver: false,
  origin: null,
  groupId: null,
} as const;

describe('the measuring worker', () => {
  it('measures, then submits', async () => {
    const { handle, finish, reports, types } = sample([ok(SUBMITTED)]);
    const started = handle(START);
    finish();
    await started;
    await handle({ type: 'submit', tabHidden: false });
    expect(types()).toEqual(['measured', 'submitted']);
    expect(reports[1]).toEqual({
      type: 'submitted',
      submission: RESULT_DOCUMENT,
      submitted: SUBMITTED,
      isp: 'OCN',
    });
  });

  it('never runs two measurements at once', async () => {
    const { handle, finish, ends } = sample([]);
    const started = handle(START);
    await handle(START);
    expect(ends).toHaveLength(1);
    finish();
    await started;
  });

  it('stops the measurement', async () => {
    const { handle, reports } = sample([]);
    const started = handle(START);
    await handle({ type: 'stop' });
    await started;
    expect(reports).toEqual([{ type: 'failed', failure: { reason: 'aborted' } }]);
  });

  it('sends the same result again, and once stored no more', async () => {
    const { handle, finish, sent, types } = sample([err(UNREACHABLE), ok(SUBMITTED)]);
    const started = handle(START);
    finish();
    await started;
    await handle({ type: 'submit', tabHidden: true });
    await handle({ type: 'submit', tabHidden: true });
    await handle({ type: 'submit', tabHidden: true });
    expect(types()).toEqual(['measured', 'not-submitted', 'submitted']);
    expect(sent).toHaveLength(2);
    expect(sent[0]).toEqual(sent[1]);
    expect(sent[0]?.verdict.valid).toBe(false);
    expect(sent[0]?.verdict.reasons).toContainEqual({ code: 'tab-hidden', excludes: true });
  });

  it('has nothing to submit before it measured', async () => {
    const { handle, sent, reports } = sample([ok(SUBMITTED)]);
    await handle({ type: 'submit', tabHidden: false });
    expect(sent).toEqual([]);
    expect(reports).toEqual([]);
  });
});
