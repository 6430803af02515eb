/**
 * How many connections load a line. One is too few where loss, a long path or a per-flow limit holds it back; many are a
 * burden on a slow line. So: one first, then twice as many as long as that brings more.
 */

/** What a number of connections brought, in the order tried. */
export interface RampStep {
  connections: number;
  /** Rate of all of them over the step, bit/s. */
  bps: number;
  /** A queue stood in front of the line at some time of the step. */
  queue: boolean;
}

/**
 * More connections must bring this much more to be worth more still. On a steady line that is never reached once it is
 * full; on an unsteady one chance reaches it, and more connections even out what each of them suffers.
 */
const RISE = 1.04;
/** The same connections bring this much more after a step: they are still starting. */
const GROWS_BY_ITSELF = 1.5;
/** A line slower than this is filled by one connection, and has no room for the packets of a second. */
const SINGLE_BELOW_BPS = 2e6;

/** A step lasts this long or two round trips: what was added must have had time to grow. */
const STEP_MS = 300;
export function rampStepMs(rttMs: number): number {
  return Math.max(STEP_MS, 2 * rttMs);
}

/**
 * What to do after a step: add so many connections, wait for those there are, look again after another step although
 * there are enough for now, or leave it at what there is.
 */
export type RampDecision = { add: number } | 'wait' | 'enough' | 'done';

/** A line that had a queue carries this much of what it carried then: it is full still, whatever the queue does. */
const FULL = 0.93;
/** … and no more than the other way round: the step in which the queue came began in slow start. */
const NO_FASTER = 0.75;
/** A queue that overflowed is repaired within so many steps, in which a line looks emptier than it is. */
const REPAIR_STEPS = 3;

/**
 * Whether more connections could bring no more: a queue stands in front of the line, or stood when it was no faster than in one
 * of the last three steps. They would overfill it, which takes many round trips to repair. A limit on each flow leaves no
 * queue that others see, and what holds one connection back for good shows in all three.
 */
function isFull(steps: readonly RampStep[], last: RampStep): boolean {
  const recent = steps.slice(-REPAIR_STEPS).filter(({ connections }) => connections === last.connections);
  const isAsFull = (step: RampStep, full: RampStep) =>
    step.bps >= FULL * full.bps && full.bps >= NO_FASTER * step.bps;
  return last.queue || steps.some((full) => full.queue && recent.some((step) => isAsFull(step, full)));
}

export function decideRamp(steps: readonly RampStep[], maxConnections: number): RampDecision {
  const last = steps.at(-1);
  if (last === undefined) return 'wait';
  const { connections, bps } = last;
  const before = steps.at(-2);
  if (before === undefined) return 'wait';
  // Still in slow start, which doubles with every round trip: more connections would only overshoot further.
  if (before.connections === connections && bps >= GROWS_BY_ITSELF * before.bps) return 'wait';
  if (isFull(steps, last)) return 'enough';
  const fewer = steps.findLast((step) => step.connections < connections);
  if (fewer === undefined ? bps < SINGLE_BELOW_BPS : bps < RISE * fewer.bps) return 'done';
  const add = Math.min(connections, maxConnections - connections);
  return add > 0 ? { add } : 'done';
}

/** The rate that one connection brought last while it was alone; null when it never was. */
export function singleConnectionBps(steps: readonly RampStep[]): number | null {
  return steps.findLast(({ connections }) => connections === 1)?.bps ?? null;
}
