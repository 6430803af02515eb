import type { Submission } from '../../protocol/result.ts';
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import { findings } from './findings.ts';
import { machineFaults } from './machine-faults.ts';

/** What of a result the reasons below are read from. */
export type Noticeable = Pick<
  Submission,
  'agent' | 'declared' | 'idle' | 'download' | 'upload' | 'loss' | 'surroundings'
>;

/** Everything that the figures and the surroundings of a measurement say about it. Agent and server ask the same. */
export function noticed(result: Noticeable): VerdictReason[] {
  return [...machineFaults(result), ...findings(result)];
}
