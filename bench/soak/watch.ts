import { setTimeout as pause } from 'node:timers/promises';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { type Memory, memoryOf, type ServerProcesses } from './processes.ts';
import type { Traffic } from './traffic.ts';

const HEALTH_EVERY_MS = 250;
const MEMORY_EVERY_MS = 5_000;

/** What an onlooker sees of a server. Times are ms since it began to look. */
export class Watch {
  readonly health: { atMs: number; ms: number }[] = [];
  readonly memory: ({ atMs: number } & Memory)[] = [];
  unhealthy = 0;
  /** A process of the server was found gone. */
  died = false;
  readonly #startedAtMs = performance.now();

  get elapsedMs(): number {
    return performance.now() - this.#startedAtMs;
  }

  /** Asks for the server's health from an address of its own, until `signal`. */
  async watchHealth(traffic: Traffic, localAddress: string, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const atMs = this.elapsedMs;
      const answer = await traffic.ask(API_PATHS.health, { localAddress });
      if (answer?.status === 200) this.health.push({ atMs, ms: this.elapsedMs - atMs });
      else this.unhealthy += 1;
      await pause(HEALTH_EVERY_MS);
    }
  }

  async watchMemory(processes: ServerProcesses, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const memory = await memoryOf(processes);
      if (memory === null) this.died = true;
      else this.memory.push({ atMs: this.elapsedMs, ...memory });
      await pause(MEMORY_EVERY_MS);
    }
  }
}
