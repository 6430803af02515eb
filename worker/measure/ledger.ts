import { DurableObject } from 'cloudflare:workers';
import { MAX_LOAD_CONNECTIONS } from '../../measurement-agent/protocol/spec.ts';
import type { Direction, Phase, Summary } from '../../measurement-agent/protocol/summary.ts';
import { addBins, type Bins } from './arrivals.ts';
import type { Ticks } from './punctuality.ts';

/** What one phase of a session moved, over all its connections. */
export interface PhaseTotals extends Ticks {
  bytes: number;
  connections: number;
  /** Worker's clock, ms since the epoch; null before the first byte. */
  firstByteAtMs: number | null;
  lastByteAtMs: number | null;
  bins: Bins;
}

interface LedgerState {
  open: number;
  bytes: number;
  prefixChanged: boolean;
  totals: Record<Phase, PhaseTotals>;
  /** Directions whose phase is closed. What comes after both is of the phase that loads them at once. */
  closed: Record<Direction, boolean>;
  /** The signed summary of each closed phase: it is made once, and said again to whoever asks again. */
  summaries: Partial<Record<Phase, Summary>>;
}

/** A piece of load that one connection moved since its last report. */
export interface LoadReport extends Partial<Ticks> {
  direction: Direction;
  bytes: number;
  firstByteAtMs: number | null;
  lastByteAtMs: number | null;
  /** The connection is over; with the last report come its ticks and when its bytes arrived. */
  closed: boolean;
  bins?: Bins;
}

export type Opened =
  | { ok: true; remainingBytes: number }
  | { ok: false; reason: 'over-budget' | 'too-many-connections' };

const STATE_KEY = 'state';
/** The record is of no use once its session is over; it goes an hour later. */
const FORGET_AFTER_MS = 3_600_000;

/**
 * One object per session: sums what all its sockets moved, wherever they end. It keeps the session within its bytes
 * and connections, and tells the whole of a direction at the end.
 */
export class SessionLedger extends DurableObject {
  #state: LedgerState | null = null;

  async #load(): Promise<LedgerState> {
    this.#state ??= (await this.ctx.storage.get<LedgerState>(STATE_KEY)) ?? {
      open: 0,
      bytes: 0,
      prefixChanged: false,
      totals: { download: emptyTotals(), upload: emptyTotals(), bidirectional: emptyTotals() },
      closed: { download: false, upload: false },
      summaries: {},
    };
    return this.#state;
  }

  /** A load connection asks to begin. */
  async open(direction: Direction, budgetBytes: number, prefixChanged: boolean): Promise<Opened> {
    const state = await this.#load();
    if (state.open >= MAX_LOAD_CONNECTIONS) return { ok: false, reason: 'too-many-connections' };
    if (state.bytes >= budgetBytes) return { ok: false, reason: 'over-budget' };
    if (Object.values(state.totals).every(({ connections }) => connections === 0)) {
      await this.ctx.storage.setAlarm(Date.now() + FORGET_AFTER_MS);
    }
    state.open += 1;
    state.totals[phaseOf(state, direction)].connections += 1;
    state.prefixChanged ||= prefixChanged;
    await this.ctx.storage.put(STATE_KEY, state);
    return { ok: true, remainingBytes: budgetBytes - state.bytes };
  }

  /** A load connection tells what it moved; answers what is left of the budget. */
  async report(report: LoadReport, budgetBytes: number): Promise<number> {
    const state = await this.#load();
    const totals = state.totals[phaseOf(state, report.direction)];
    totals.bytes += report.bytes;
    totals.firstByteAtMs = least(totals.firstByteAtMs, report.firstByteAtMs);
    totals.lastByteAtMs = greatest(totals.lastByteAtMs, report.lastByteAtMs);
    totals.ticks += report.ticks ?? 0;
    totals.lateTicks += report.lateTicks ?? 0;
    addBins(totals.bins, report.bins ?? {});
    state.bytes += report.bytes;
    if (report.closed) state.open -= 1;
    await this.ctx.storage.put(STATE_KEY, state);
    return budgetBytes - state.bytes;
  }

  /** Ends a phase and tells the whole of it, and its summary where that was made before. */
  async closePhase(
    phase: Phase,
  ): Promise<{ totals: PhaseTotals; prefixChanged: boolean; summary: Summary | null }> {
    const state = await this.#load();
    if (phase !== 'bidirectional') {
      state.closed[phase] = true;
      await this.ctx.storage.put(STATE_KEY, state);
    }
    return {
      totals: state.totals[phase],
      prefixChanged: state.prefixChanged,
      summary: state.summaries[phase] ?? null,
    };
  }

  /** Keeps the summary of a phase; the first stays. */
  async keepSummary(phase: Phase, summary: Summary): Promise<Summary> {
    const state = await this.#load();
    const kept = (state.summaries[phase] ??= summary);
    await this.ctx.storage.put(STATE_KEY, state);
    return kept;
  }

  override async alarm(): Promise<void> {
    await this.ctx.storage.deleteAll();
    this.#state = null;
  }
}

function phaseOf({ closed }: LedgerState, direction: Direction): Phase {
  return closed.download && closed.upload ? 'bidirectional' : direction;
}

function emptyTotals(): PhaseTotals {
  return {
    bytes: 0,
    connections: 0,
    firstByteAtMs: null,
    lastByteAtMs: null,
    ticks: 0,
    lateTicks: 0,
    bins: {},
  };
}

function least(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
