import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Suppression } from '../agent.ts';
import type { Refusal } from '../refusal.ts';

const YEAR_MS = 366 * 86_400_000;

/** A pause ends in the future, within a year. */
export function checkPause(untilMs: number, reason: string, nowMs: number): Fallible<Suppression, Refusal> {
  if (untilMs > nowMs && untilMs < nowMs + YEAR_MS) return ok({ untilMs, reason });
  return err({
    reason: 'bad-request',
    detail: 'A pause ends in the future, within a year.',
    violations: [{ field: 'until', rule: 'must be in the future, within a year' }],
  });
}
