import type { EngineEvent, EngineFailure } from '../../measurement-agent/engine/events.ts';
import type { RequestFailure } from '../../measurement-agent/engine/transport.ts';
import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Fallible } from '../../measurement-agent/protocol/fallible.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import type { Chosen, RunCommand, RunReport } from './run-messages.ts';
import { withTabHidden } from './tab-hidden.ts';

/** A finished measurement and the permit to submit it. */
interface Kept {
  submission: Submission;
  token: string;
  /** Who operates the network, as the server names it. */
  isp: string | null;
}

/** What the measuring worker works with; tests pass their own. */
export interface MeasuringTools {
  measure: (
    chosen: Chosen,
    signal: AbortSignal,
    onEvent: (event: EngineEvent) => void,
  ) => Promise<Fallible<Kept, EngineFailure>>;
  submit: (token: string, submission: Submission) => Promise<Fallible<Submitted, RequestFailure>>;
  report: (report: RunReport) => void;
}

/**
 * Follows the page's commands: one measurement at a time, and what was measured is kept until it is stored, so
 * that sending again never needs measuring again.
 */
export function measuring({
  measure,
  submit,
  report,
}: MeasuringTools): (command: RunCommand) => Promise<void> {
  let running: AbortController | null = null;
  let kept: Kept | null = null;
  let sending = false;

  async function start(chosen: Chosen): Promise<void> {
    if (running !== null || sending) return;
    running = new AbortController();
    kept = null;
    const measured = await measure(chosen, running.signal, (event) => report({ type: 'event', event }));
    running = null;
    if (!measured.ok) return report({ type: 'failed', failure: measured.error });
    kept = measured.value;
    report({ type: 'measured', submission: kept.submission });
  }

  async function send(tabHidden: boolean): Promise<void> {
    if (kept === null || sending) return;
    sending = true;
    if (tabHidden) kept = { ...kept, submission: withTabHidden(kept.submission) };
    const { submission, token, isp } = kept;
    const answer = await submit(token, submission);
    sending = false;
    if (!answer.ok) return report({ type: 'not-submitted', failure: answer.error });
    kept = null;
    report({ type: 'submitted', submission, submitted: answer.value, isp });
  }

  return async (command) => {
    if (command.type === 'start') await start(command);
    else if (command.type === 'submit') await send(command.tabHidden);
    else running?.abort();
  };
}
