import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { lineKeys } from '../line-truth.ts';
import type { Host, Link } from './link.ts';
import { shapeCommands, unknownKeys } from './netem-commands.ts';

const run = promisify(execFile);

const NAMESPACES: Record<Host, string> = { client: 'jissoku-client', server: 'jissoku-server' };
const ADDRESSES: Record<Host, string> = { client: '10.77.0.1', server: '10.77.0.2' };
const DEVICE = 'link0';

/** A line of the kernel's own: two namespaces, a veth between them, tbf and netem at either end. Needs root. */
export function netemLink(): Link {
  return {
    serverAddress: ADDRESSES.server,
    async up(text) {
      const keys = lineKeys(text);
      const unknown = unknownKeys(keys);
      if (unknown.length > 0) throw new Error(`tc netem cannot emulate ${unknown.join(', ')}: use LINK_CMD.`);
      await removeNamespaces();
      await ip('netns', 'add', NAMESPACES.client);
      await ip('netns', 'add', NAMESPACES.server);
      const peer = ['peer', 'name', DEVICE, 'netns', NAMESPACES.server];
      await ip('-n', NAMESPACES.client, 'link', 'add', DEVICE, 'type', 'veth', ...peer);
      await raise('client', shapeCommands(DEVICE, 'up', keys));
      await raise('server', shapeCommands(DEVICE, 'down', keys));
    },
    async down() {
      await removeNamespaces();
      // netem tells drops of chance and of a full queue in one sum.
      return null;
    },
    on: (host) => ['ip', 'netns', 'exec', NAMESPACES[host]],
  };
}

/** Whether this kernel has netem and lets us use it: the only sure way to know is to try. */
export async function hasNetem(): Promise<boolean> {
  const name = 'jissoku-probe';
  try {
    await ip('netns', 'add', name);
    await run('tc', ['-n', name, 'qdisc', 'add', 'dev', 'lo', 'root', 'netem', 'delay', '1ms']);
    return true;
  } catch {
    return false;
  } finally {
    await ip('netns', 'del', name).catch(() => {});
  }
}

async function raise(host: Host, shape: readonly string[][]): Promise<void> {
  const namespace = NAMESPACES[host];
  await ip('-n', namespace, 'link', 'set', 'lo', 'up');
  await ip('-n', namespace, 'addr', 'add', `${ADDRESSES[host]}/24`, 'dev', DEVICE);
  // Packets as they are on a line, not joined to large ones that are dropped as one.
  await ip('-n', namespace, 'link', 'set', DEVICE, 'gso_max_segs', '1', 'up');
  for (const command of shape) await run('tc', ['-n', namespace, ...command]);
}

async function removeNamespaces(): Promise<void> {
  for (const name of Object.values(NAMESPACES)) await ip('netns', 'del', name).catch(() => {});
}

async function ip(...args: string[]): Promise<void> {
  await run('ip', args);
}
