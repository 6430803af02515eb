/** From the document of an older formatVersion to today's: one function a step, none of which is ever changed again. */
import { err, type Fallible, ok } from './fallible.ts';
import { FORMAT_VERSION } from './spec.ts';

type Step = (document: Readonly<Record<string, unknown>>) => Record<string, unknown>;

/** The step at index n makes version n + 2 of version n + 1. There is one version so far: within it fields are added, which needs no step. */
export const UPGRADES: readonly Step[] = [];

export type UpgradeFault =
  /** Written by a newer program, which is what reads it. */
  | { reason: 'newer-format'; formatVersion: number }
  /** No document of any version. */
  | { reason: 'no-format' };

/** A document as today's schemas read it; whether it is sound is theirs to say. */
export function upgradeDocument(
  document: unknown,
  steps: readonly Step[] = UPGRADES,
): Fallible<unknown, UpgradeFault> {
  const version = (document as { formatVersion?: unknown } | null)?.formatVersion;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1)
    return err({ reason: 'no-format' });
  const newest = steps.length + 1;
  if (version > newest) return err({ reason: 'newer-format', formatVersion: version });
  return ok(
    steps
      .slice(version - 1)
      .reduce(
        (upgraded, step, index) => ({ ...step(upgraded), formatVersion: version + index + 1 }),
        document as Record<string, unknown>,
      ),
  );
}

// A version without a step to it would leave every spool of the one before it unread.
if (UPGRADES.length + 1 !== FORMAT_VERSION) throw new TypeError('FORMAT_VERSION has no step to it');
