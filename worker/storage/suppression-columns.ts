/** A suppression as the columns that owners, groups and agents have for it. */
import type { Suppression } from '../domain/agent.ts';

export interface SuppressionColumns {
  suppressedUntilMs: number | null;
  suppressedWhy: string | null;
}

export function suppressionTo(suppression: Suppression | null): SuppressionColumns {
  return {
    suppressedUntilMs: suppression?.untilMs ?? null,
    suppressedWhy: suppression?.reason ?? null,
  };
}

/** Null for none. */
export function suppressionFrom({
  suppressedUntilMs,
  suppressedWhy,
}: SuppressionColumns): Suppression | null {
  return suppressedUntilMs === null ? null : { untilMs: suppressedUntilMs, reason: suppressedWhy ?? '' };
}
