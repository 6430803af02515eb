import type { EngineEvent } from '../engine/events.ts';
import type { Channel } from '../engine/transport.ts';
import { pathMtuBytes, type SegmentSizes } from '../metrics/path-mtu.ts';
import type { Direction } from '../protocol/summary.ts';

/** Learns the path MTU of a run from the kernel, while the run's own connections are open and loaded. */
export interface PathMtuMeter {
  /** A measurement connection was opened from this local port. */
  opened(channel: Channel, localPort: number): void;
  onEvent(event: EngineEvent): void;
  /** To be asked when the run is over; null where it could not be learnt. */
  result(): Promise<number | null>;
}

/**
 * The kernel is asked once a direction, when load has run for this long: late enough for full segments to have come and
 * for a router to have refused what is too large, and mostly within the start-up that no figure is taken over.
 */
const ASK_AFTER_MS = 500;

export function pathMtuMeter(
  readSockets: (localPorts: readonly number[]) => Promise<SegmentSizes[]>,
): PathMtuMeter {
  const ports: Record<Direction, number[]> = { download: [], upload: [] };
  const asked = new Map<Direction, Promise<SegmentSizes[]>>();
  return {
    opened(channel, localPort) {
      if (channel !== 'echo') ports[channel].push(localPort);
    },
    onEvent(event) {
      if (event.type !== 'load-sample' || event.atMs < ASK_AFTER_MS || asked.has(event.direction)) return;
      const open = ports[event.direction];
      if (open.length > 0) asked.set(event.direction, readSockets(open));
    },
    result: async () => pathMtuBytes((await Promise.all(asked.values())).flat()),
  };
}
