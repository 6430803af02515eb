/** What an agent claims of a direction, against what the worker saw of it. */
import type { Load } from '../protocol/result.ts';
import type { Curve, Direction, Summary } from '../protocol/summary.ts';

/**
 * How far claimed bytes may lie from those that the worker saw, as a share of these. Download: what is on the wire when the time is
 * up is sent and not counted. Upload: the agent repeats what the worker told it.
 */
const BYTES_TOLERANCE = { download: 0.05, upload: 0.02 } as const satisfies Record<Direction, number>;

/** How far a claimed rate may lie from that of the worker's curve … */
const RATE_TOLERANCE = 0.05;
/** … and what this long brings: counts are of whole messages, and the curve of whole bins … */
const TIMING_MS = 20;
/** … and this share of the idle round trip, up to a second: proofs come in steps, and a loss holds them back for some. */
const TIMING_ROUND_TRIPS = 0.1;
const LONGEST_RTT_MS = 1_000;

/**
 * What arrives behind a lost packet after the load was stopped is counted by the agent and proved to nobody: where a window is not
 * in the curve as a whole, half of it is looked for, a second at least.
 */
const STRETCHES = [1, 0.75, 0.5];
const LEAST_STRETCH_MS = 1_000;

/**
 * The worker's clock and the agent's begin a round trip or so apart, and an acknowledgement comes later than what it
 * acknowledges: the window is looked for within this time of where the agent says that it is …
 */
const LARGEST_SHIFT_MS = 1_500;
/** … in the curve, which it may overhang by this much: a window that is mostly beyond it would fit any rate … */
const OVERHANG_MS = 250;
/** … and a short one by this share of itself. */
const OVERHANG_SHARE = 0.25;
/** … in steps of this length. */
const SHIFT_STEP_MS = 20;

/** `bytes`: more or fewer than the worker saw. `rate`: in no such window did as much arrive, or as little. */
export type ClaimFault = 'bytes' | 'rate';

/** The figures of a direction that the worker can judge. */
export type Claim = Pick<Load, 'bytes' | 'goodputBps' | 'durationMs' | 'windowFromMs'>;

/**
 * What a claim and a summary of the same direction contradict each other in. `idleRttMs` is the idle round trip that is claimed
 * beside it, null where there is none.
 */
export function claimFaults(
  claim: Claim,
  { bytes, curve }: Pick<Summary, 'bytes' | 'curve'>,
  direction: Direction,
  idleRttMs: number | null,
): ClaimFault[] {
  const faults: ClaimFault[] = [];
  if (Math.abs(claim.bytes - bytes) > bytes * BYTES_TOLERANCE[direction]) faults.push('bytes');
  const claimedByRate = (claim.goodputBps * claim.durationMs) / 8_000;
  if (
    claimedByRate > bytes * (1 + BYTES_TOLERANCE[direction]) ||
    (curve && !isInCurve(claim, curve, idleRttMs ?? 0))
  )
    faults.push('rate');
  return faults;
}

function isInCurve(
  { goodputBps, durationMs, windowFromMs = 0 }: Claim,
  curve: Curve,
  idleRttMs: number,
): boolean {
  if (durationMs === 0) return false;
  const arrived = cumulative(curve);
  const timingMs = TIMING_MS + TIMING_ROUND_TRIPS * Math.min(idleRttMs, LONGEST_RTT_MS);
  const tolerance = RATE_TOLERANCE + timingMs / durationMs;
  const endMs = curve.bytes.length * curve.binMs;
  for (const share of STRETCHES) {
    const lengthMs = Math.max(share * durationMs, Math.min(durationMs, LEAST_STRETCH_MS));
    const claimedBytes = (goodputBps * lengthMs) / 8_000;
    const overhangMs = Math.min(OVERHANG_MS, OVERHANG_SHARE * lengthMs);
    const lastMs = windowFromMs + durationMs - lengthMs + LARGEST_SHIFT_MS;
    for (let fromMs = windowFromMs - LARGEST_SHIFT_MS; fromMs <= lastMs; fromMs += SHIFT_STEP_MS) {
      if (fromMs < -overhangMs || fromMs + lengthMs > endMs + overhangMs) continue;
      const seenBytes = arrived(fromMs + lengthMs) - arrived(fromMs);
      if (Math.abs(claimedBytes - seenBytes) <= tolerance * seenBytes) return true;
    }
  }
  return false;
}

/** Bytes of a curve until a time, ms since its beginning; evenly spread over each bin. */
function cumulative({ binMs, bytes }: Curve): (atMs: number) => number {
  const sums = [0];
  for (const each of bytes) sums.push((sums.at(-1) ?? 0) + each);
  return (atMs) => {
    const at = Math.min(Math.max(atMs / binMs, 0), bytes.length);
    const bin = Math.floor(at);
    return (sums[bin] ?? 0) + (at - bin) * (bytes[bin] ?? 0);
  };
}
