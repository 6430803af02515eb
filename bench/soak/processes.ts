import { readFile } from 'node:fs/promises';
import { childrenOf } from '../../test/processes.ts';

/** The processes of a start, by their part in it. */
export const PARTS = ['node', 'app', 'front'] as const;
export type ServerProcesses = Record<(typeof PARTS)[number], number>;

/** Resident memory, MiB. */
export type Memory = Record<(typeof PARTS)[number], number>;

/** Who is who among the children of a start. Throws when one is missing: the server is not whole. */
export function processesOf(node: number): ServerProcesses {
  const workerds = childrenOf(node).filter(({ args }) => args.includes('workerd'));
  const front = workerds.find(({ args }) => args.includes('front.capnp'))?.pid;
  const app = workerds.find(({ args }) => args.includes('--experimental'))?.pid;
  if (front === undefined || app === undefined)
    throw new Error(`Start ${node} has not both of its workerds.`);
  return { node, app, front };
}

/** Null when one of them is gone. */
export async function memoryOf(processes: ServerProcesses): Promise<Memory | null> {
  const [node, app, front] = await Promise.all(PARTS.map((part) => residentMib(processes[part])));
  return node && app && front ? { node, app, front } : null;
}

async function residentMib(pid: number): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return kib === undefined ? null : Number(kib) / 1024;
}
