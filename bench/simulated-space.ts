/**
 * The space of lines that the engine is tried on: drawn by a seed, measured in simulated time, with what the books of the
 * simulated line itself say is true beside each figure.
 */
import type { Clock } from '../measurement-agent/engine/clock.ts';
import { measure } from '../measurement-agent/engine/engine.ts';
import { seededRandom } from '../measurement-agent/engine/transports/simulated/seeded-random.ts';
import {
  type SimulatedDirection,
  type SimulatedLine,
  type Simulation,
  simulate,
} from '../measurement-agent/engine/transports/simulated.ts';
import { DEFAULT_PLAN, type Plan } from '../measurement-agent/protocol/plan.ts';
import { type Load, NOTHING_DECLARED, type Submission } from '../measurement-agent/protocol/result.ts';
import { COUNTER_INTERVAL_MS, MAX_CREDIT_BYTES } from '../measurement-agent/protocol/spec.ts';
import type { Direction } from '../measurement-agent/protocol/summary.ts';

export const DIRECTIONS = ['download', 'upload'] as const satisfies readonly Direction[];

/** Ends of the space; a value between them is drawn so that its logarithm is uniform. */
export const SPACE = {
  rateBps: [0.5e6, 2e9],
  rttMs: [1, 600],
  /** Of the lines that lose packets, which are every second one. */
  lossRatio: [1e-5, 0.01],
  queueMs: [20, 500],
} as const;

/** A router's queue holds this many bytes at least, however slow the line: two full packets. */
const LEAST_QUEUE_BYTES = 3000;
const IP_PACKET_BYTES = 1500;

/** Where in the space a line is: each coordinate from 0, the low end, to 1. */
export interface Position {
  rttMs: number;
  lossy: boolean;
  download: Record<'rateBps' | 'lossRatio' | 'queueMs', number>;
  upload: Record<'rateBps' | 'lossRatio' | 'queueMs', number>;
}

export function lineAt(position: Position, seed: number): SimulatedLine {
  const at = ([low, high]: readonly [number, number], share: number) => low * (high / low) ** share;
  const direction = ({ rateBps: rate, lossRatio, queueMs }: Position[Direction]): SimulatedDirection => {
    const rateBps = at(SPACE.rateBps, rate);
    return {
      rateBps,
      queueBytes: Math.max(LEAST_QUEUE_BYTES, (rateBps * at(SPACE.queueMs, queueMs)) / 8000),
      lossRatio: position.lossy ? at(SPACE.lossRatio, lossRatio) : 0,
    };
  };
  const { download, upload, rttMs } = position;
  return { download: direction(download), upload: direction(upload), rttMs: at(SPACE.rttMs, rttMs), seed };
}

/** A line of the space. The same seed gives the same line, and the same run of it. */
export function lineOf(seed: number): SimulatedLine {
  const random = seededRandom(seed);
  const direction = () => ({ rateBps: random(), lossRatio: random(), queueMs: random() });
  return lineAt({ lossy: random() < 0.5, rttMs: random(), download: direction(), upload: direction() }, seed);
}

/** Multiplicative decrease of CUBIC (RFC 9438 section 4.6). */
const CUBIC_BETA = 0.7;
/** Below so many packets in flight nothing tells of a loss but a timer (RFC 5681 section 3.2: three duplicates). */
const FAST_RETRANSMIT_PACKETS = 4;
/** TCP/IP headers with timestamps: what an acknowledgement is. */
const ACKNOWLEDGEMENT_BYTES = 52;
/** Share of the other direction that acknowledgements may take, beside probes and counters. */
const ACKNOWLEDGEMENT_SHARE = 0.8;
/** On a longer path slow start and one repair of it take longer than the run. */
const NEAR_RTT_MS = 100;
/** The upload sink waits this long for the end of a burst. */
const REPORT_DELAY_MS = 5;

/**
 * Whether one TCP connection keeps a direction of the line busy, by the rules of TCP and of our pacing alone:
 * - no packet is lost but in the queue,
 * - the path is short enough for start-up to be over in time,
 * - what is left of the window after a reduction, β (BDP + queue), fills the line and is enough for fast retransmit,
 * - acknowledgements have room in the other direction,
 * - the most that may be in flight lasts until the receiver is heard of again.
 * There the truth is the line's, elsewhere it is what TCP makes of the line.
 */
export function isFilled(line: SimulatedLine, direction: Direction): boolean {
  const { rateBps, queueBytes = 0, lossRatio = 0 } = line[direction];
  const other = line[direction === 'download' ? 'upload' : 'download'];
  const pathBytes = (rateBps * line.rttMs) / 8000;
  const leastWindowBytes = CUBIC_BETA * (pathBytes + queueBytes);
  const heardAfterMs = line.rttMs + (direction === 'upload' ? COUNTER_INTERVAL_MS + REPORT_DELAY_MS : 0);
  return (
    lossRatio === 0 &&
    line.rttMs <= NEAR_RTT_MS &&
    leastWindowBytes >= Math.max(pathBytes, FAST_RETRANSMIT_PACKETS * IP_PACKET_BYTES) &&
    (rateBps * ACKNOWLEDGEMENT_BYTES) / IP_PACKET_BYTES <= ACKNOWLEDGEMENT_SHARE * other.rateBps &&
    (MAX_CREDIT_BYTES * 8000) / heardAfterMs >= rateBps
  );
}

/** A simulated run. Times are ms of simulated time. */
export interface SimulatedRun {
  submission: Submission;
  simulation: Simulation;
  /** When each direction began; 0 when that was not reached. Its series counts from there. */
  beganAtMs: Record<Direction, number>;
  elapsedMs: number;
}

export interface RunOptions {
  plan?: Plan;
  maxBytes?: number;
  /** The engine's clock, made of that of the simulation. */
  clockOf?: (time: Clock) => Clock;
}

/** Runs the engine over a line in simulated time. Throws when it gave nothing to submit. */
export async function runOn(
  line: SimulatedLine,
  { plan, maxBytes, clockOf }: RunOptions = {},
): Promise<SimulatedRun> {
  const simulation = simulate(line);
  const { time, random } = simulation;
  const beganAtMs = { download: 0, upload: 0 };
  const outcome = await time.run(
    measure({
      transport: simulation.transport,
      clock: clockOf?.(time) ?? time,
      random,
      signal: new AbortController().signal,
      agent: { name: 'simulated', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
      synthetic: true,
      plan: plan ?? DEFAULT_PLAN,
      ...(maxBytes === undefined ? {} : { maxBytes }),
      onEvent: (event) => {
        if (event.type === 'load-sample') beganAtMs[event.direction] = time.now() - event.atMs;
      },
    }),
  );
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.error));
  const { submission } = outcome.value;
  return { submission, simulation, beganAtMs, elapsedMs: time.now() };
}

/** What the line's books say of the window that a figure is of. Application bits a second. */
export interface Truth {
  /** What the line carried of the load. */
  carriedBps: number;
  /**
   * What it would have carried had it never been idle: its rate times the share of load in what it did carry. The rest
   * are headers, probes, acknowledgements of the other direction, and packets lost.
   */
  fullBps: number;
  /** Share of the time in which it was busy. */
  utilisation: number;
}

/** Null when the direction has no figure. */
export function truthOf(run: SimulatedRun, line: SimulatedLine, direction: Direction): Truth | null {
  const load = run.submission[direction];
  if (load === null || load.windowFromMs === undefined) return null;
  // The agent hears of what the worker received half a round trip later.
  const beganAtMs = run.beganAtMs[direction] - (direction === 'upload' ? line.rttMs / 2 : 0);
  const fromMs = beganAtMs + load.windowFromMs;
  const { ip, load: bytes } = run.simulation.carried[direction].between(fromMs, fromMs + load.durationMs);
  const { rateBps } = line[direction];
  return {
    carriedBps: (bytes * 8000) / load.durationMs,
    fullBps: (rateBps * bytes) / ip,
    utilisation: (ip * 8000) / load.durationMs / rateBps,
  };
}

/** Whether an interval contains a rate; null where there is no interval. */
export function contains({ interval }: Load, bps: number): boolean | null {
  return interval ? interval.lowBps <= bps && bps <= interval.highBps : null;
}
