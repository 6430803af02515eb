/** How an agent is, by what the server has heard of it. */
import { HEARTBEAT_EVERY_S } from '../agent-service.ts';

/** From a moment to before another, ms since the epoch. */
export interface Span {
  fromMs: number;
  toMs: number;
}

/** Windows that stability is told of, with their hours. */
export const STABILITY_WINDOWS = { day: 24, month: 30 * 24, quarter: 90 * 24 } as const;
export type StabilityWindow = keyof typeof STABILITY_WINDOWS;

/** What is known of when an agent was heard. */
export interface HeardFacts {
  enrolledAtMs: number;
  /** The last heartbeat; null before the first. */
  heardAtMs: number | null;
  /** Between a heartbeat that was due and the next that came (`gapBefore`), in any order. */
  gaps: readonly Span[];
  /** When the server itself was away: nobody could have been heard. */
  away: readonly Span[];
}

export type Stability =
  | { known: true; stable: boolean; unstableHours: number; hours: number }
  /** `too-new`: it was enrolled within the window; `server-away`: the server was for more than half of it. */
  | { known: false; reason: 'too-new' | 'server-away' };

export interface Health {
  lastSeenAtMs: number | null;
  /** How long a heartbeat is overdue, ms; null while none is. */
  silentForMs: number | null;
  /** Within the longest window, the newest first; the last has not ended where the agent is silent now. */
  gaps: (Span & { ended: boolean })[];
  stability: Record<StabilityWindow, Stability>;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** An hour with less success than this is unstable … */
const LEAST_SUCCESS = 0.95;
/** … and so many of the hours may be. */
const MOST_UNSTABLE = 0.05;

/** An agent spreads its heartbeats by a tenth; one that failed is tried again within a minute and a half. */
const DUE_WITHIN_MS = HEARTBEAT_EVERY_S * 1100 + 2 * MINUTE_MS;

/** An agent that was heard, or enrolled, before this moment is silent now, as far as the server itself was not away. */
export function silentSinceMs(nowMs: number): number {
  return nowMs - DUE_WITHIN_MS;
}

/**
 * The gap that a heartbeat ends: from when it was due to when it came; null when it came in time. What the server's own
 * absence explains is none. Before the first heartbeat it was enrolled: windows of stability count from there, as silence does, so that
 * who was never heard would else have been stable all the while.
 */
export function gapBefore(heardBeforeAtMs: number, nowMs: number, away: readonly Span[]): Span | null {
  const gap = { fromMs: heardBeforeAtMs + HEARTBEAT_EVERY_S * 1000, toMs: nowMs };
  if (nowMs <= heardBeforeAtMs + DUE_WITHIN_MS) return null;
  // Back-off after the server came back is as long as an hour at most: that hour is told all the same.
  const lostMs = gap.toMs - gap.fromMs - overlapMs(gap, united(away));
  return lostMs <= DUE_WITHIN_MS - HEARTBEAT_EVERY_S * 1000 ? null : gap;
}

/** Agents that lost the server try again after an hour at the latest, and no later than they have been trying. */
const BACK_WITHIN_MS = HOUR_MS;

/**
 * The server's absence before a run of its scheduled job: since the last run, and on until its agents have had time to come back. Null
 * where the last was within `longestMs`, or there was none.
 */
export function absenceBefore(lastRunAtMs: number | null, nowMs: number, longestMs: number): Span | null {
  const lostMs = lastRunAtMs === null ? 0 : nowMs - lastRunAtMs;
  if (lastRunAtMs === null || lostMs <= longestMs) return null;
  return { fromMs: lastRunAtMs, toMs: nowMs + Math.min(lostMs, BACK_WITHIN_MS) };
}

/**
 * Silence as an alarm counts it: how long nothing was heard while the server listened, ms. An agent that was never heard is silent
 * since it was enrolled.
 */
export function silentForMs(
  { enrolledAtMs, heardAtMs, away }: Omit<HeardFacts, 'gaps'>,
  nowMs: number,
): number {
  const silence = { fromMs: heardAtMs ?? enrolledAtMs, toMs: nowMs };
  return Math.max(0, nowMs - silence.fromMs - overlapMs(silence, united(away)));
}

/**
 * Stability as RIPE Atlas tags it ("New RIPE Atlas probe stability system tags", RIPE Labs, 2018): a window is cut into hours, an
 * hour is unstable below 95% success, and 5% of the hours may be. There success is that of measurements relative to the
 * most successful probes; here the one target that every agent has is this server, an hour's success is the share of it in which no
 * heartbeat was overdue, and hours in which the server was away count for nobody. Only whole hours (UTC) that have ended count.
 */
export function healthOf(facts: HeardFacts, nowMs: number): Health {
  const { enrolledAtMs, heardAtMs } = facts;
  const away = united(facts.away);
  const overdueAtMs = (heardAtMs ?? enrolledAtMs) + DUE_WITHIN_MS;
  const lateMs = silentForMs(facts, nowMs) - DUE_WITHIN_MS;
  const open: Span | null =
    lateMs > 0 ? { fromMs: overdueAtMs - DUE_WITHIN_MS + HEARTBEAT_EVERY_S * 1000, toMs: nowMs } : null;
  const sinceMs = nowMs - STABILITY_WINDOWS.quarter * HOUR_MS;
  const ended = facts.gaps.filter(({ toMs }) => toMs > sinceMs).map((gap) => ({ ...gap, ended: true }));
  const gaps = open === null ? ended : [...ended, { ...open, ended: false }];
  const lost = united(gaps);
  const endHour = Math.floor(nowMs / HOUR_MS);
  const stability = (window: StabilityWindow): Stability => {
    const hours = STABILITY_WINDOWS[window];
    const firstHour = endHour - hours;
    if (enrolledAtMs > firstHour * HOUR_MS) return { known: false, reason: 'too-new' };
    return stabilityOf(lost, away, { firstHour, endHour });
  };
  return {
    lastSeenAtMs: heardAtMs,
    silentForMs: lateMs > 0 ? silentForMs(facts, nowMs) : null,
    gaps: gaps.toSorted((a, b) => b.toMs - a.toMs),
    stability: { day: stability('day'), month: stability('month'), quarter: stability('quarter') },
  };
}

function stabilityOf(
  lost: readonly Span[],
  away: readonly Span[],
  { firstHour, endHour }: { firstHour: number; endHour: number },
): Stability {
  const window = { fromMs: firstHour * HOUR_MS, toMs: endHour * HOUR_MS };
  const touched = new Set([...lost, ...away].flatMap((span) => hoursOf(span, firstHour, endHour)));
  let hours = endHour - firstHour;
  let unstableHours = 0;
  for (const hour of touched) {
    const span = { fromMs: hour * HOUR_MS, toMs: (hour + 1) * HOUR_MS };
    const servedMs = HOUR_MS - overlapMs(span, away);
    // Less than the time between two heartbeats shows nothing.
    if (servedMs < HEARTBEAT_EVERY_S * 1000) {
      hours -= 1;
      continue;
    }
    const lostMs = lost.reduce((sum, one) => {
      const part = intersection(span, one);
      return part === null ? sum : sum + part.toMs - part.fromMs - overlapMs(part, away);
    }, 0);
    if (1 - lostMs / servedMs < LEAST_SUCCESS) unstableHours += 1;
  }
  if (hours * HOUR_MS * 2 < window.toMs - window.fromMs) return { known: false, reason: 'server-away' };
  return { known: true, stable: unstableHours <= MOST_UNSTABLE * hours, unstableHours, hours };
}

function hoursOf({ fromMs, toMs }: Span, firstHour: number, endHour: number): number[] {
  const first = Math.max(firstHour, Math.floor(fromMs / HOUR_MS));
  const end = Math.min(endHour, Math.ceil(toMs / HOUR_MS));
  return Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
}

/** The same moments as spans that neither overlap nor touch, in order. */
function united(spans: readonly Span[]): Span[] {
  const out: Span[] = [];
  for (const { fromMs, toMs } of spans.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const last = out.at(-1);
    if (toMs <= fromMs) continue;
    if (last !== undefined && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else out.push({ fromMs, toMs });
  }
  return out;
}

function intersection(a: Span, b: Span): Span | null {
  const both = { fromMs: Math.max(a.fromMs, b.fromMs), toMs: Math.min(a.toMs, b.toMs) };
  return both.fromMs < both.toMs ? both : null;
}

/** Of a span, how much lies in spans that do not overlap. */
function overlapMs(span: Span, others: readonly Span[]): number {
  return others.reduce((sum, other) => {
    const both = intersection(span, other);
    return both === null ? sum : sum + both.toMs - both.fromMs;
  }, 0);
}
