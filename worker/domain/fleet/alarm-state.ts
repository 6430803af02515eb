/**
 * One rule on one agent: from a first breach to the alarm and back. Plain data in, plain data out: what was told is kept with the state,
 * so that the same step taken again tells nothing.
 */
import type { AlarmConfirmation } from '../../../measurement-agent/protocol/alarms.ts';

export type AlarmState =
  /** No alarm; so many breaches in a row. */
  | { phase: 'clear'; breaches: number }
  /** Enough breaches: another test was asked for, and is waited for. */
  | { phase: 'retesting'; askedAtMs: number; untilMs: number }
  /** To be raised once quiet hours end. */
  | { phase: 'confirmed'; by: AlarmConfirmation }
  /** Raised; so many readings within in a row. */
  | { phase: 'raised'; within: number }
  /** Over; to be told once quiet hours end. */
  | { phase: 'over' };

export const CLEAR: AlarmState = { phase: 'clear', breaches: 0 };

/** What makes an alarm of readings. */
export interface AlarmSettings {
  /** Breaches in a row. */
  consecutive: number;
  /** Readings within, in a row, after which it is over. */
  recoverAfter: number;
  /** How long a retest is waited for, ms; null for none. */
  retestWithinMs: number | null;
}

/** When a look is taken. */
export interface Moment {
  nowMs: number;
  /** In quiet hours of the rule nothing is told. */
  quiet: boolean;
  /** Nor of an agent that is paused. */
  paused: boolean;
}

/** One look at the condition. */
export interface Reading {
  atMs: number;
  breach: boolean;
}

export interface Step {
  state: AlarmState;
  /** What owners are to be told now. */
  told: { what: 'raised'; by: AlarmConfirmation } | { what: 'recovered' } | null;
}

/**
 * Takes the readings that came since the last step, oldest first, and looks at the clock. However many there were, at most one thing is
 * told: an alarm that came and went between two steps, within quiet hours or in a pause, is none.
 */
export function stepAlarm(
  before: AlarmState,
  readings: readonly Reading[],
  settings: AlarmSettings,
  { nowMs, quiet, paused }: Moment,
): Step {
  let state = before;
  for (const reading of readings) state = afterReading(state, reading, settings, nowMs);
  // What is paused tests nothing: that no retest came says nothing, and what was breached before it is measured anew after it.
  if (state.phase === 'retesting' && paused) state = CLEAR;
  if (state.phase === 'retesting' && nowMs >= state.untilMs)
    state = { phase: 'confirmed', by: 'retest-missed' };
  if (quiet || paused) return { state, told: null };
  switch (state.phase) {
    case 'confirmed':
      return { state: { phase: 'raised', within: 0 }, told: { what: 'raised', by: state.by } };
    case 'over':
      return { state: CLEAR, told: { what: 'recovered' } };
    case 'clear':
    case 'retesting':
    case 'raised':
      return { state, told: null };
  }
}

function afterReading(
  state: AlarmState,
  { atMs, breach }: Reading,
  { consecutive, recoverAfter, retestWithinMs }: AlarmSettings,
  nowMs: number,
): AlarmState {
  switch (state.phase) {
    case 'clear': {
      const breaches = breach ? state.breaches + 1 : 0;
      if (breaches < consecutive) return { phase: 'clear', breaches };
      return retestWithinMs === null
        ? { phase: 'confirmed', by: 'readings' }
        : { phase: 'retesting', askedAtMs: nowMs, untilMs: nowMs + retestWithinMs };
    }
    case 'retesting':
      if (!breach) return CLEAR;
      // What was measured before the retest was asked for, and came late, confirms nothing.
      return atMs >= state.askedAtMs ? { phase: 'confirmed', by: 'retest' } : state;
    case 'confirmed':
      // Not told yet: one good reading is enough to forget it.
      return breach ? state : CLEAR;
    case 'raised': {
      if (breach) return { phase: 'raised', within: 0 };
      const within = state.within + 1;
      return within < recoverAfter ? { phase: 'raised', within } : { phase: 'over' };
    }
    case 'over':
      return breach ? { phase: 'raised', within: 0 } : state;
  }
}

/** Whether an owner has been told of an alarm that has not been taken back. */
export function isTold({ phase }: AlarmState): boolean {
  return phase === 'raised' || phase === 'over';
}

/** When the clock alone may change a state, so that it is looked at again; null when only a reading can. */
export function lookAgainAtMs(state: AlarmState, nowMs: number): number | null {
  switch (state.phase) {
    case 'retesting':
      return state.untilMs;
    case 'confirmed':
    case 'over':
      // The end of quiet hours or of a pause is not worked out: it is looked at every time.
      return nowMs;
    case 'clear':
    case 'raised':
      return null;
  }
}
