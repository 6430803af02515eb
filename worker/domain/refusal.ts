import type { ProblemReason, Violation } from '../../measurement-agent/protocol/problems.ts';

/** Why a request is refused: one reason of the contract, a sentence, and the broken rules where a body was read. */
export interface Refusal {
  reason: ProblemReason;
  detail: string;
  violations?: Violation[];
}
