import type { Submission } from '../../protocol/result.ts';
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import { byteLimit } from './byte-limit.ts';
import { findings } from './findings.ts';
import { machineFaults } from './machine-faults.ts';

/** What of a result the reasons below are read from. */
export type Noticeable = Pick<
  Submission,
  'agent' | 'declared' | 'idle' | 'download' | 'upload' | 'loss' | 'missing' | 'maxBytes' | 'surroundings'
>;

/** Everything that the figures and the surroundings of a measurement say about it. Agent and server ask the same. */
export function noticed(result: Noticeable): VerdictReason[] {
  return [...byteLimit(result), ...machineFaults(result), ...findings(result)];
}
