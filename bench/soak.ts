/**
 * A server under honest and hostile clients at once, each from an address of its own in 127.0.0.0/8 (Linux): is every honest
 * result kept, does it stay alive, does its memory stay where it was? One paragraph a minute, then a verdict; 1 when an honest
 * result is missing or a process died.
 *
 *   npm run bench:soak -- [--minutes 10] [--clients 200] [--seed 1]
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { seededRandom } from '../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { API_PATHS } from '../measurement-agent/protocol/spec.ts';
import { removeData, startServer } from '../test/server.ts';
import { isOnce, type StoredResults, storedResults, unreadable } from './data-dir.ts';
import { crowdAddress, ownAddress } from './soak/addresses.ts';
import { ATTACKS, type Attack } from './soak/attacks.ts';
import { beHonest, HonestBook } from './soak/honest.ts';
import { processesOf } from './soak/processes.ts';
import { Tally } from './soak/tally.ts';
import { Traffic } from './soak/traffic.ts';
import { quantilesText, soakVerdict } from './soak/verdict.ts';
import { Watch } from './soak/watch.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
  },
});
const durationMs = Number(values.minutes) * 60_000;
const clients = Number(values.clients);
const hostileClients = Math.floor(clients / 3);

const MINUTE_MS = 60_000;
/** Honest clients behind the same /24 as the flood: they are told to wait, which is what a cap costs neighbours. */
const NEIGHBOURS = 2;
const MOST_PAUSE_MS = 2_000;
const CHECKS_AT_ONCE = 20;

const server = await startServer();
const processes = processesOf(server.process.pid ?? 0);
const traffic = new Traffic(server.origin);
const watch = new Watch();
const honest = new HonestBook();
const neighbours = new HonestBook();
const hostileStored = new Map<string, string>();
const attacks = new Tally();
const random = seededRandom(Number(values.seed));
const loopDelay = monitorEventLoopDelay();
loopDelay.enable();

let ending = false;
let endedEarly = false;
const over = new AbortController();
server.process.once('exit', (code, signal) => {
  if (ending) return;
  endedEarly = true;
  console.log(
    `The server ended by itself after ${(watch.elapsedMs / 1000).toFixed(0)} s: ${code ?? signal}.`,
  );
  over.abort();
});
const timer = setTimeout(() => over.abort(), durationMs);
console.log(`${clients} clients, ${hostileClients} of them hostile, for ${values.minutes} min.`);

const tasks = [
  watch.watchHealth(traffic, ownAddress(clients), over.signal),
  watch.watchMemory(processes, over.signal),
  tellMinutes(),
  ...Array.from({ length: clients }, (_, client) => {
    const own = seededRandom(Math.floor(random() * 2 ** 31));
    if (client < hostileClients) return beHostile(client, own);
    const isNeighbour = client >= clients - NEIGHBOURS;
    const [address, book] = isNeighbour ? [crowdAddress(client), neighbours] : [ownAddress(client), honest];
    return beHonest(traffic, address, own, book, over.signal);
  }),
];
await Promise.all(tasks);
clearTimeout(timer);

const everything = new Map([...honest.stored, ...neighbours.stored, ...hostileStored]);
const served = await servedAgain(everything);
ending = true;
const exitCode = endedEarly ? null : await server.end('SIGTERM');
const kept = storedResults(server.dataDir);
const { table, failed } = soakVerdict({
  honest: found([...honest.stored.keys(), ...neighbours.stored.keys()], served, kept),
  hostile: found([...hostileStored.keys()], served, kept),
  honestWithout: honest.failures.text(),
  died: endedEarly || watch.died || exitCode !== 0,
  capped: traffic.refusals.of('too-many-requests'),
  memory: watch.memory,
  healthMs: watch.health.map(({ ms }) => ms),
  unhealthy: watch.unhealthy,
  durationMs,
});
console.log(`\nattacks and what became of them: ${attacks.text()}`);
console.log(
  `neighbours of the flood: ${neighbours.stored.size} stored; without a result: ${neighbours.failures.text()}`,
);
console.log(`documents that cannot be read: ${unreadable(kept).length}`);
console.log(`\n${table}`);
console.log(
  `\nClients and server shared one machine; the clients' own event loop was late by ${(loopDelay.percentile(99) / 1e6).toFixed(0)} ms (p99), which is part of the times of health.`,
);
if (failed) console.log(`\nThe server said:\n${server.output().slice(-4_000)}`);
await removeData(server);
process.exitCode = failed ? 1 : 0;

async function beHostile(client: number, own: () => number): Promise<void> {
  const names = Object.keys(ATTACKS) as (keyof typeof ATTACKS)[];
  const name = names[client % names.length] ?? 'flood';
  const attack: Attack = ATTACKS[name];
  const attacker = {
    traffic,
    port: server.port,
    localAddress: name === 'flood' ? crowdAddress(client) : ownAddress(client),
    random: own,
    stored: hostileStored,
  };
  while (!over.signal.aborted) {
    attacks.count(`${name}: ${await attack(attacker)}`);
    await pause(own() * MOST_PAUSE_MS);
  }
}

async function tellMinutes(): Promise<void> {
  for (let minute = 1; minute * MINUTE_MS <= durationMs; minute += 1) {
    await pause(minute * MINUTE_MS - watch.elapsedMs, undefined, { signal: over.signal }).catch(() => {});
    if (endedEarly) return;
    const { node = 0, app = 0, front = 0 } = watch.memory.at(-1) ?? {};
    const health = watch.health.filter(({ atMs }) => atMs >= (minute - 1) * MINUTE_MS);
    const stored = honest.stored.size + neighbours.stored.size + hostileStored.size;
    console.log(
      `minute ${minute}: node ${node.toFixed(0)}, app ${app.toFixed(0)}, front ${front.toFixed(0)} MiB; ${traffic.requests} requests; ${stored} results stored; health p50, p99 ${quantilesText(health.map(({ ms }) => ms))}; refused: ${traffic.refusals.text()}`,
    );
  }
}

/** Asks the server for each of these results, as whoever submitted it would; those that it gives. */
async function servedAgain(results: ReadonlyMap<string, string>): Promise<ReadonlySet<string>> {
  const whole = new Set<string>();
  const left = [...results];
  await Promise.all(
    Array.from({ length: CHECKS_AT_ONCE }, async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const [id, localAddress] = next;
        const answer = await traffic.ask(`${API_PATHS.results}/${id}`, { localAddress });
        const document =
          answer?.status === 200 ? (JSON.parse(answer.text) as { measurementId?: string }) : null;
        if (document?.measurementId === id) whole.add(id);
      }
    }),
  );
  return whole;
}

/** Served by the API, and on the disk exactly once as a row and once as a document. */
function found(ids: readonly string[], given: ReadonlySet<string>, stored: StoredResults) {
  const whole = ids.filter((id) => given.has(id) && isOnce(stored, id));
  return { answered: ids.length, found: whole.length };
}
