/**
 * One rule on one agent: from a first breach to the alarm and back. Plain data in, plain data out: what was told is kept with the state,
 * so that the same look taken again tells nothing.
 */
import type { AlarmConfirmation, AlarmEnding } from '../../../measurement-agent/protocol/alarms.ts';

/**
 * IPv4 and IPv6 of a line fail by themselves: breaches are counted of each, and the one whose breaches were enough is the one that the
 * rest goes by. Absent where readings are of neither, and in what was kept before the two were told apart.
 */
interface OfIpVersion {
  ipVersion?: 4 | 6;
  /** So many readings in a row were of the other, or nobody knows of which; absent where the last was its own. */
  elsewhere?: number;
}

/**
 * After so many the version is no longer measured. Agents that measure both have each in every slot, in random order: two of the other
 * at most come in a row, and one more for each slot that has no result of its own.
 */
const GONE_AFTER = 6;

export type AlarmState =
  /** No alarm; so many breaches in a row, and so many over IPv6, which has a count of its own. */
  | { phase: 'clear'; breaches: number; breachesOverIpv6?: number }
  /** Enough breaches: another test was asked for, and is waited for. */
  | ({ phase: 'retesting'; askedAtMs: number; untilMs: number } & OfIpVersion)
  /** To be raised once quiet hours end. */
  | ({ phase: 'confirmed'; by: AlarmConfirmation } & OfIpVersion)
  /** Raised; so many readings within in a row. */
  | ({ phase: 'raised'; within: number } & OfIpVersion)
  /** Over, as recovered where nothing else is said; to be told once quiet hours end. */
  | ({ phase: 'over'; endedAs?: 'withdrawn' } & OfIpVersion);

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
  /** Null where there is nothing any more that it could be held against. */
  breach: boolean | null;
  /** Null where it was taken over neither, or nobody knows over which. */
  ipVersion: 4 | 6 | null;
}

export interface Step {
  state: AlarmState;
  /** What owners are to be told now. */
  told: { what: 'raised'; by: AlarmConfirmation } | { what: AlarmEnding } | null;
}

/**
 * Looks at the clock, once all readings that came since the last look were taken. However many there were, at most one thing is
 * told: an alarm that came and went between two looks, within quiet hours or in a pause, is none.
 */
export function tell(before: AlarmState, { nowMs, quiet, paused }: Moment): Step {
  let state = before;
  // What is paused tests nothing: that no retest came says nothing, and what was breached before it is measured anew after it.
  if (state.phase === 'retesting' && paused) state = CLEAR;
  if (state.phase === 'retesting' && nowMs >= state.untilMs)
    state = { phase: 'confirmed', by: 'retest-missed', ...ofIpVersion(state) };
  if (quiet || paused) return { state, told: null };
  switch (state.phase) {
    case 'confirmed':
      return {
        state: { phase: 'raised', within: 0, ...ofIpVersion(state) },
        told: { what: 'raised', by: state.by },
      };
    case 'over':
      return { state: CLEAR, told: { what: state.endedAs ?? 'recovered' } };
    case 'clear':
    case 'retesting':
    case 'raised':
      return { state, told: null };
  }
}

/** Whether a state goes by a reading: over the other IP version the line may be well, or ill, whatever becomes of this one. */
export function goesBy(state: AlarmState, { ipVersion }: Pick<Reading, 'ipVersion'>): boolean {
  return state.phase === 'clear' || state.ipVersion === undefined || state.ipVersion === ipVersion;
}

/** Takes one reading. They come oldest first. */
export function afterReading(
  state: AlarmState,
  reading: Reading,
  settings: AlarmSettings,
  nowMs: number,
): AlarmState {
  return goesBy(state, reading)
    ? afterOwn(seenAgain(state), reading, settings, nowMs)
    : afterElsewhere(state);
}

function afterOwn(
  state: AlarmState,
  { atMs, breach, ipVersion }: Reading,
  { consecutive, recoverAfter, retestWithinMs }: AlarmSettings,
  nowMs: number,
): AlarmState {
  if (breach === null) return afterLostBound(state);
  switch (state.phase) {
    case 'clear': {
      const count = ipVersion === 6 ? 'breachesOverIpv6' : 'breaches';
      const breaches = breach ? (state[count] ?? 0) + 1 : 0;
      if (breaches < consecutive) return { ...state, [count]: breaches };
      const over = ofIpVersion(ipVersion === null ? {} : { ipVersion });
      return retestWithinMs === null
        ? { phase: 'confirmed', by: 'readings', ...over }
        : { phase: 'retesting', askedAtMs: nowMs, untilMs: nowMs + retestWithinMs, ...over };
    }
    case 'retesting':
      if (!breach) return CLEAR;
      // What was measured before the retest was asked for, and came late, confirms nothing.
      return atMs >= state.askedAtMs ? { phase: 'confirmed', by: 'retest', ...ofIpVersion(state) } : state;
    case 'confirmed':
      // Not told yet: one good reading is enough to forget it.
      return breach ? state : CLEAR;
    case 'raised': {
      if (breach) return { ...state, within: 0 };
      const within = state.within + 1;
      return within < recoverAfter ? { ...state, within } : { phase: 'over', ...ofIpVersion(state) };
    }
    case 'over':
      return breach ? { phase: 'raised', within: 0, ...ofIpVersion(state) } : state;
  }
}

/** A version that has gone from the line would keep its alarm for ever, and the other from being looked at. */
function afterElsewhere(state: AlarmState): AlarmState {
  // What is over ends by the clock, as what it was.
  if (state.phase === 'clear' || state.phase === 'over') return state;
  const elsewhere = (state.elsewhere ?? 0) + 1;
  return elsewhere < GONE_AFTER ? { ...state, elsewhere } : afterLostBound(seenAgain(state));
}

function seenAgain(state: AlarmState): AlarmState {
  if (state.phase === 'clear') return state;
  const { elsewhere: _, ...rest } = state;
  return rest;
}

/** What nobody can look at any more is told of no more: it is withdrawn where it was told. */
function afterLostBound(state: AlarmState): AlarmState {
  switch (state.phase) {
    case 'clear':
      return state;
    case 'retesting':
    case 'confirmed':
      return CLEAR;
    case 'raised':
    case 'over':
      return { phase: 'over', endedAs: 'withdrawn', ...ofIpVersion(state) };
  }
}

function ofIpVersion({ ipVersion, elsewhere }: OfIpVersion): OfIpVersion {
  return {
    ...(ipVersion === undefined ? {} : { ipVersion }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
  };
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
