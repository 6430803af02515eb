import { type Fallible, ok } from '../../protocol/fallible.ts';
import type { Submission } from '../../protocol/result.ts';
import type { ForeignTestRequest } from '../command.ts';
import { EXIT_CODES, type ExitCode } from '../exit-codes.ts';
import { type LocateFailure, locate, type Ndt7Server, serverAt } from './locate.ts';
import type { Ndt7Failure } from './ndt7.ts';
import { measureWithNdt7 } from './run-ndt7.ts';

/** `jissoku test --protocol ndt7`: the documents to print, one for each IP version that could be measured. */
export async function testWithNdt7(
  { by, ipVersions, timeoutMs, declared }: ForeignTestRequest,
  agent: Submission['agent'],
  stop: AbortSignal,
  say: (sentence: string) => void,
): Promise<{ documents: Submission[]; exitCode: ExitCode }> {
  const located = await serversOf(by, stop);
  if (!located.ok) {
    say(`The Locate service cannot be used: ${located.error.detail}.`);
    return { documents: [], exitCode: EXIT_CODES.network };
  }
  const documents: Submission[] = [];
  const codes: ExitCode[] = [];
  for (const family of ipVersions) {
    if (stop.aborted) break;
    const measured = await measureWithNdt7({
      servers: located.value,
      family,
      declared,
      agent,
      signal: AbortSignal.any([stop, AbortSignal.timeout(timeoutMs)]),
      onDirection: (direction, { machine }) => say(`ndt7 ${direction} with ${machine}`),
    });
    if (measured.ok) documents.push(measured.value);
    else say(`No server could be measured with: ${measured.error.detail}`);
    codes.push(measured.ok ? codeOf(measured.value) : failureCode(measured.error));
  }
  const first = codes[0] ?? EXIT_CODES.network;
  return { documents, exitCode: codes.every((code) => code === first) ? first : EXIT_CODES.partial };
}

async function serversOf(
  by: ForeignTestRequest['by'],
  stop: AbortSignal,
): Promise<Fallible<Ndt7Server[], LocateFailure>> {
  return 'locate' in by ? locate(by.locate, stop) : ok([serverAt(by.server)]);
}

function codeOf({ download, upload }: Submission): ExitCode {
  return download !== null && upload !== null ? EXIT_CODES.done : EXIT_CODES.partial;
}

function failureCode({ reason }: Ndt7Failure): ExitCode {
  return reason === 'refused' ? EXIT_CODES.refused : EXIT_CODES.network;
}
