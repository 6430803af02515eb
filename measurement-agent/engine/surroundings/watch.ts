import { ascending, quantile } from '../../metrics/quantile.ts';
import type { PartSurroundings, Surroundings } from '../../protocol/surroundings.ts';
import type { Clock } from '../clock.ts';
import type { Watch, WatchedPart } from '../surroundings.ts';

/** Counters of a machine at one moment; only differences mean anything. Each null where the platform does not tell it. */
export interface Reading {
  /** Time that the measuring thread was not waiting, ms. */
  threadBusyMs: number | null;
  /** Time of all processor cores together, ms: used, and in all. */
  cores: { busyMs: number; totalMs: number } | null;
  /** Of the interface of the route. */
  interface: { name: string; receivedBytes: number; sentBytes: number } | null;
  /** TCP segments sent again. */
  retransmittedSegments: number | null;
}

/** What one platform knows of itself. */
export interface Machine {
  read(): Reading;
  /** Called once, at the end of the run. */
  describe(): Pick<Surroundings, 'loopback' | 'medium' | 'vpn' | 'linkBps' | 'networkChanged'>;
}

/** A timer that comes due this often notices every stall that a round trip of a few ms would. */
const TICK_MS = 20;

interface Open {
  part: WatchedPart;
  beganAtMs: number;
  before: Reading;
  lateMs: number[];
}

/** Watches a machine by a timer and by its counters before and after each part. */
export function watchMachine(machine: Machine, clock: Clock): Watch {
  const parts: Record<WatchedPart, PartSurroundings | null> = { idle: null, download: null, upload: null };
  const beganAtMs = clock.now();
  const beganAtWallMs = Date.parse(clock.utc());
  let clockJumpMs = 0;
  let open: Open | null = null;
  let dueAtMs = 0;
  let cancel = () => {};
  let ended: Surroundings | null = null;

  function noteClocks(): void {
    const monotonicMs = clock.now() - beganAtMs;
    const wallMs = Date.parse(clock.utc()) - beganAtWallMs;
    clockJumpMs = Math.max(clockJumpMs, Math.abs(wallMs - monotonicMs));
  }

  function tick(): void {
    dueAtMs = clock.now() + TICK_MS;
    cancel = clock.after(TICK_MS, () => {
      open?.lateMs.push(Math.max(0, clock.now() - dueAtMs));
      noteClocks();
      tick();
    });
  }

  function enter(part: WatchedPart | null): void {
    if (ended !== null) return;
    if (open !== null) {
      const { before, lateMs } = open;
      // A timer that is overdue now was late in this part.
      if (clock.now() > dueAtMs) lateMs.push(clock.now() - dueAtMs);
      parts[open.part] = partBetween(before, machine.read(), clock.now() - open.beganAtMs, lateMs);
    }
    open = part === null ? null : { part, beganAtMs: clock.now(), before: machine.read(), lateMs: [] };
  }

  tick();
  return {
    enter,
    end() {
      if (ended !== null) return ended;
      enter(null);
      cancel();
      noteClocks();
      ended = { ...machine.describe(), clockJumpMs: Math.round(clockJumpMs), ...parts };
      return ended;
    },
  };
}

/** What changed between two readings. */
export function partBetween(
  before: Reading,
  after: Reading,
  durationMs: number,
  lateMs: readonly number[],
): PartSurroundings {
  const cores = before.cores && after.cores && difference(before.cores, after.cores);
  const sameInterface =
    before.interface !== null && after.interface?.name === before.interface.name ? after.interface : null;
  const retransmitted = countBetween(before.retransmittedSegments, after.retransmittedSegments);
  const received = countBetween(before.interface?.receivedBytes, sameInterface?.receivedBytes);
  const sent = countBetween(before.interface?.sentBytes, sameInterface?.sentBytes);
  return {
    durationMs: Math.round(durationMs),
    timerLateMs: lateness(lateMs),
    threadBusyShare: shareOf(countBetween(before.threadBusyMs, after.threadBusyMs), durationMs),
    machineBusyShare: cores && shareOf(cores.busyMs, cores.totalMs),
    interfaceBytes: received === null || sent === null ? null : { received, sent },
    retransmittedSegments: retransmitted,
  };
}

function difference(before: { busyMs: number; totalMs: number }, after: { busyMs: number; totalMs: number }) {
  return { busyMs: after.busyMs - before.busyMs, totalMs: after.totalMs - before.totalMs };
}

/** Null too when a counter began anew. */
function countBetween(before: number | null | undefined, after: number | null | undefined): number | null {
  if (before === null || before === undefined || after === null || after === undefined) return null;
  return after < before ? null : after - before;
}

function shareOf(part: number | null, whole: number): number | null {
  if (part === null || whole <= 0) return null;
  return Math.round(Math.min(1, Math.max(0, part / whole)) * 1000) / 1000;
}

function lateness(lateMs: readonly number[]): PartSurroundings['timerLateMs'] {
  const sorted = ascending(lateMs);
  const at = (q: number) => Math.round((quantile(sorted, q) ?? 0) * 10) / 10;
  return sorted.length === 0
    ? null
    : { p50: at(0.5), p95: at(0.95), p99: at(0.99), max: at(1), samples: sorted.length };
}
