import type { RequestFailure } from '../engine/transport.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';
import type { TestFailure } from './run-test.ts';
import { isBusy } from './submit.ts';

/** What went wrong, in a sentence for a person, and the exit code for a script. */
export function explain(failed: TestFailure, origin: string): { sentence: string; exitCode: ExitCode } {
  if (failed.stage === 'submit') {
    const { sentence, exitCode } = explainRequest(failed.failure, origin);
    return { sentence: `Measured, but the result could not be stored. ${sentence}`, exitCode };
  }
  const { failure } = failed;
  switch (failure.reason) {
    case 'session':
      return explainRequest(failure.failure, origin);
    case 'connect':
      return {
        sentence: `The server at ${origin} answers, but no measurement connection (WebSocket) could be opened: ${failure.failure.detail}`,
        exitCode: EXIT_CODES.network,
      };
    case 'aborted':
      return {
        sentence: 'Stopped before anything was measured; nothing is stored.',
        exitCode: EXIT_CODES.network,
      };
    case 'lost':
      return {
        sentence: `The connection to ${origin} was lost before anything was measured: ${failure.detail}`,
        exitCode: EXIT_CODES.network,
      };
  }
}

function busyText(origin: string): string {
  return `The server at ${origin} is busy: many requests come from your network, which others may share. Try again in a minute.`;
}

function explainRequest(failure: RequestFailure, origin: string): { sentence: string; exitCode: ExitCode } {
  switch (failure.reason) {
    case 'unreachable':
      return {
        sentence: `The server at ${origin} cannot be reached: ${failure.detail}`,
        exitCode: EXIT_CODES.network,
      };
    case 'aborted':
      return { sentence: 'Stopped before the server answered.', exitCode: EXIT_CODES.network };
    case 'not-the-contract':
      return { sentence: `${failure.detail}.`, exitCode: EXIT_CODES.network };
    case 'problem': {
      if (isBusy(failure)) return { sentence: busyText(origin), exitCode: EXIT_CODES.refused };
      const { title, detail, status } = failure.problem;
      return {
        sentence: `The server at ${origin} refused: ${title}. ${detail}`,
        exitCode: status >= 500 ? EXIT_CODES.network : EXIT_CODES.refused,
      };
    }
  }
}
