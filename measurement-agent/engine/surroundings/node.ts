import { cpus, networkInterfaces } from 'node:os';
import { performance } from 'node:perf_hooks';
import type { WatchSurroundings } from '../surroundings.ts';
import { systemClock } from '../system-clock.ts';
import {
  interfaceBytes,
  interfaceIsVpn,
  interfaceLinkBps,
  interfaceMedium,
  retransmittedSegments,
} from './linux-interface.ts';
import { interfaceOf } from './local-interface.ts';
import { type Machine, type Reading, watchMachine } from './watch.ts';

/** Watches a machine that runs Node, for one run. */
export interface NodeSurroundings {
  watch: WatchSurroundings;
  /** To be told the local address of every connection to the server: it says which interface the route takes. */
  onLocalAddress: (address: string) => void;
}

export function nodeSurroundings(): NodeSurroundings {
  const route = new Route();
  const machine: Machine = {
    read: () => read(route.interfaceName),
    describe: () => {
      const name = route.interfaceName;
      return {
        loopback: route.loopback,
        medium: name === null || route.loopback ? null : interfaceMedium(name),
        vpn: name === null ? null : interfaceIsVpn(name),
        linkBps: name === null || route.loopback ? null : interfaceLinkBps(name),
        networkChanged: route.changed(),
      };
    },
  };
  return {
    watch: () => watchMachine(machine, systemClock),
    onLocalAddress: (address) => route.uses(address),
  };
}

function read(interfaceName: string | null): Reading {
  const bytes = interfaceName === null ? null : interfaceBytes(interfaceName);
  return {
    threadBusyMs: performance.eventLoopUtilization().active,
    cores: coreTimes(),
    interface: interfaceName === null || bytes === null ? null : { name: interfaceName, ...bytes },
    retransmittedSegments: retransmittedSegments(),
  };
}

/** What runs only when nothing else wants the processor (nice) leaves it free. */
function coreTimes(): Reading['cores'] {
  const times = cpus().map(({ times }) => times);
  if (times.length === 0) return null;
  const busyMs = times.reduce((sum, { user, sys, irq }) => sum + user + sys + irq, 0);
  return { busyMs, totalMs: times.reduce((sum, { idle, nice }) => sum + idle + nice, busyMs) };
}

/** The way that connections of a run take out of this machine. */
class Route {
  readonly #addresses = new Set<string>();
  readonly #names = new Set<string>();
  interfaceName: string | null = null;
  loopback: boolean | null = null;

  uses(address: string): void {
    if (this.#addresses.has(address)) return;
    this.#addresses.add(address);
    const found = interfaceOf(address, networkInterfaces());
    if (found === null) return;
    this.#names.add(found.name);
    this.interfaceName ??= found.name;
    this.loopback ??= found.loopback;
  }

  /** An address that was used is gone, or a later connection left by another interface. */
  changed(): boolean | null {
    if (this.#addresses.size === 0) return null;
    const now = networkInterfaces();
    return this.#names.size > 1 || [...this.#addresses].some((address) => interfaceOf(address, now) === null);
  }
}
