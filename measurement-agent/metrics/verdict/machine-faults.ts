/** Faults of the measuring machine that a figure may have suffered from. A fault counts only beside a figure. */
import type { Load } from '../../protocol/result.ts';
import type { PartSurroundings, Surroundings } from '../../protocol/surroundings.ts';
import type { VerdictReason } from '../../protocol/vocabulary.ts';
import type { Noticeable } from './noticed.ts';

/** Clocks are disciplined by 0.5 ms a second at most (RFC 5905); more than this in one run is a step or a sleep. */
export const CLOCK_JUMP_MS = 1_000;

/**
 * A thread that waits for less than a tenth of the time has let data wait, as a direction also has its moments of opening
 * and draining. All cores being busy is nothing by itself, as others step back for who wants to run; it is the cause when
 * the measuring thread had to wait for its turn besides.
 */
export const BUSY_SHARE = 0.9;

/**
 * A load message lasts about this long on the line: a thread that is so late works through a backlog of them. Browsers do
 * not tell how busy a thread is, but a timer that comes due at any moment finds it so when half of them are as late.
 */
export const BACKLOG_MS = 20;

/**
 * A load connection holds a quarter of a second of the line's rate beyond a round trip in flight. A thread that stands
 * still for longer lets the line run dry, and the rate shows the pause.
 */
export const STALL_MS = 250;

/**
 * How far a round trip may be off before it says more of the thread than of the line: the error the method allows. Of the
 * idle line the p95 and the variation are kept as well, which one late timer in twenty reaches; of the loaded line the
 * median is, which it takes half of them to move.
 */
export const LATE_MS = 10;
export const LATE_SHARE = 0.15;

/** Browsers run the timers of a throttled page once a second, and none of a frozen one. No script of ours takes as long. */
export const THROTTLED_MS = 500;
export const FROZEN_MS = 2_000;

/**
 * What our bytes weigh on the interface beyond themselves: Ethernet, IPv6 and TCP headers are 7.1% of packets of 1,280
 * bytes, TLS and WebSocket 2% of the smallest messages, probes up to 5% of the rate.
 */
export const OVERHEAD_SHARE = 0.15;
/** Handshakes of 16 connections over TLS, and the datagrams of the loss measurement. */
export const OVERHEAD_BYTES = 200_000;
/** A segment sent again, with all its headers. */
const SEGMENT_BYTES = 1_514;
/**
 * Others that took this share of what we moved, or of what the idle line could carry: the rate is understated by more than
 * steady rates vary, or the idle round trips met a queue.
 */
export const FOREIGN_SHARE = 0.1;

/** Of a segment of 1,448 bytes an Ethernet link carries 1,538: headers, frame, preamble and gap. */
const LINK_SHARE = 1448 / 1538;
/** Above this share of what the link can carry it cannot be told from the line. */
const LINK_FULL_SHARE = 0.95;

export function machineFaults(result: Noticeable): VerdictReason[] {
  const { surroundings } = result;
  if (surroundings === null || surroundings === undefined) return [];
  const codes = new Set<VerdictReason>();
  if (surroundings.clockJumpMs > CLOCK_JUMP_MS) codes.add('clock-anomaly');
  // To a server on this machine no line is crossed: the machine is what is measured then, not what disturbs.
  if (surroundings.loopback === true) return [...codes];
  if (surroundings.networkChanged === true) codes.add('network-changed');
  if (surroundings.vpn === true) codes.add('vpn');
  const { agent, download, upload } = result;
  for (const [part, rttMs, q] of partsWithRoundTrips(result)) {
    if (agent.kind === 'browser' && isThrottled(part)) codes.add('tab-throttled');
    else if ((part.timerLateMs?.[q] ?? 0) > Math.max(LATE_MS, LATE_SHARE * rttMs))
      codes.add('event-loop-late');
  }
  // A throttled page is late and idle: it needs another next step than a busy one.
  const throttled = codes.has('tab-throttled');
  for (const [load, part] of loadedParts(download, upload, surroundings)) {
    if (!throttled && isBusy(part)) codes.add('cpu-bound');
    if (!throttled && (part.timerLateMs?.max ?? 0) > STALL_MS) codes.add('event-loop-late');
    if (isOfLink(load, surroundings)) codes.add('interface-limited');
    const crossed = load === download ? part.interfaceBytes?.received : part.interfaceBytes?.sent;
    // What the server sends again is lost on its way here or arrives once; what we send again leaves twice.
    const again = load === upload ? (part.retransmittedSegments ?? 0) * SEGMENT_BYTES : 0;
    if (crossed !== undefined && isForeign(crossed - again, load.bytes)) codes.add('cross-traffic');
  }
  if (idleWasUsed(result)) codes.add('cross-traffic');
  return [...codes];
}

/** Parts that made a figure of round trips, its median, and the quantile of lateness that reaches what is kept of it. */
function* partsWithRoundTrips({
  idle,
  download,
  upload,
  surroundings,
}: Noticeable): Iterable<[PartSurroundings, rttMs: number, 'p50' | 'p95']> {
  if (idle && surroundings?.idle) yield [surroundings.idle, idle.rttMs.p50, 'p95'];
  if (download?.workingRttMs && surroundings?.download)
    yield [surroundings.download, download.workingRttMs.p50, 'p50'];
  if (upload?.workingRttMs && surroundings?.upload)
    yield [surroundings.upload, upload.workingRttMs.p50, 'p50'];
}

function* loadedParts(
  download: Load | null,
  upload: Load | null,
  surroundings: Surroundings,
): Iterable<[Load, PartSurroundings]> {
  if (download !== null && surroundings.download !== null) yield [download, surroundings.download];
  if (upload !== null && surroundings.upload !== null) yield [upload, surroundings.upload];
}

function isThrottled({ timerLateMs }: PartSurroundings): boolean {
  return timerLateMs !== null && (timerLateMs.p50 > THROTTLED_MS || timerLateMs.max > FROZEN_MS);
}

function isBusy({ threadBusyShare, machineBusyShare, timerLateMs }: PartSurroundings): boolean {
  if (threadBusyShare === null) return (timerLateMs?.p50 ?? 0) > BACKLOG_MS;
  const waited = (timerLateMs?.p95 ?? 0) > BACKLOG_MS;
  return threadBusyShare > BUSY_SHARE || (waited && (machineBusyShare ?? 0) > BUSY_SHARE);
}

/** Probes are nothing beside what others move on a line that is not idle. */
function idleWasUsed({ idle, download, upload, surroundings }: Noticeable): boolean {
  const part = surroundings?.idle;
  if (idle === null || !part?.interfaceBytes) return false;
  const { received, sent } = part.interfaceBytes;
  const used = (bytes: number, load: Load | null) =>
    load !== null && bytes - OVERHEAD_BYTES > (FOREIGN_SHARE * load.goodputBps * part.durationMs) / 8_000;
  return used(received, download) || used(sent, upload);
}

function isOfLink({ goodputBps }: Load, { linkBps }: Surroundings): boolean {
  return linkBps !== undefined && linkBps !== null && goodputBps > LINK_FULL_SHARE * LINK_SHARE * linkBps;
}

function isForeign(crossedBytes: number, ourBytes: number): boolean {
  const atMost = ourBytes * (1 + OVERHEAD_SHARE) + OVERHEAD_BYTES;
  return crossedBytes - atMost > FOREIGN_SHARE * ourBytes;
}
