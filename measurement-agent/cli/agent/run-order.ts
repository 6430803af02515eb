import { takeLock } from '../../daemon/lock.ts';
import { runSlot, type SlotOrder, type SlotReport } from '../../daemon/slot-run.ts';
import { Spool } from '../../daemon/spool.ts';
import { stateDirAt } from '../../daemon/state-dir.ts';
import { nodeSurroundings } from '../../engine/surroundings/node.ts';
import { systemClock } from '../../engine/system-clock.ts';
import { nodeDatagrams } from '../../engine/transports/data-channel-node.ts';
import { nodeTransport } from '../../engine/transports/node.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { NOTHING_DECLARED } from '../../protocol/result.ts';
import { pathMtuMeter } from '../path-mtu-meter.ts';
import { readSockets } from '../ss.ts';

/** A test takes a fifth of it. */
const LIMIT_MS = 120_000;

/** The hidden command of a slot: one test, spooled; its report is the only line on stdout. */
export async function runOrder(text: string): Promise<void> {
  const report = await measureOrder(JSON.parse(text) as SlotOrder);
  process.stdout.write(`${JSON.stringify(report)}\n`);
  // A native library may hold the process; everything is on disk.
  process.exit(0);
}

async function measureOrder(order: SlotOrder): Promise<SlotReport> {
  const state = stateDirAt(order.stateDir);
  const lock = takeLock(state.testLock);
  if (!lock.ok) return { outcome: 'locked' };
  const spool = Spool.open(state.spool, order.spoolBytes, () => {});
  if (!spool.ok) return { outcome: 'failed', reason: spool.error.sentence };
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stop.abort());
  const pathMtu = pathMtuMeter(readSockets);
  const { watch, onLocalAddress } = nodeSurroundings();
  const transport = nodeTransport({
    origin: order.origin,
    ipVersion: order.ipVersion,
    onOpened(channel, { localAddress, localPort }) {
      pathMtu.opened(channel, localPort);
      onLocalAddress(localAddress);
    },
  });
  try {
    return await runSlot(
      order,
      spool.value,
      {
        transport,
        datagrams: nodeDatagrams,
        surroundings: watch,
        clock: systemClock,
        random: Math.random,
        signal: AbortSignal.any([stop.signal, AbortSignal.timeout(LIMIT_MS)]),
        agent: { name: 'jissoku', version: packageJson.version, kind: 'node' },
        // The site that it is enrolled for is the server's to say.
        declared: NOTHING_DECLARED,
        groupId: order.groupId,
        bidirectional: false,
        onEvent: (event) => pathMtu.onEvent(event),
      },
      async ({ submission }) => ({ ...submission, pathMtuBytes: await pathMtu.result() }),
    );
  } finally {
    lock.value.release();
    spool.value.close();
  }
}
