/**
 * A fleet for some days: virtual agents, whose daemon, spool, key and delivery are the agent's own code, against a real server on an
 * accelerated clock, with failures, power cuts, lines that are down and clocks that are off. docs/fleet-simulator.md says what is real.
 * Exits with 1 when a result is missing or doubled, a minute is too busy, or a budget does not hold.
 *
 *   npm run bench:fleet -- [--agents 100] [--days 2] [--seed 1] [--server-kills 1] [--data-in /dev/shm] [--heartbeats-per-sent 1]
 */
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { seededRandom } from '../measurement-agent/engine/transports/simulated/seeded-random.ts';
import { NOTHING_DECLARED } from '../measurement-agent/protocol/result.ts';
import { DEFAULT_SCHEDULE, type Schedule } from '../measurement-agent/protocol/schedule.ts';
import { cutPower } from '../test/processes.ts';
import { freePort, removeData, type Server, startServer } from '../test/server.ts';
import { databaseOf } from '../test/server-database.ts';
import { hashEnrolmentToken, newEnrolmentToken } from '../worker/domain/enrolment-token.ts';
import { signingKeyOf } from '../worker/domain/signing-key.ts';
import { changeAgent } from '../worker/fleet/agents.ts';
import { insertEnrolmentToken } from '../worker/storage/agents.ts';
import { judge } from './fleet/judge.ts';
import { poolOfRuns } from './fleet/pool.ts';
import { FleetTraffic } from './fleet/traffic.ts';
import { troublesOf } from './fleet/troubles.ts';
import { type Surroundings, VirtualAgent } from './fleet/virtual-agent.ts';
import { World } from './fleet/world.ts';
import { asD1 } from './stats/sqlite-d1.ts';

const { values } = parseArgs({
  options: {
    agents: { type: 'string', default: '100' },
    days: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    'server-kills': { type: 'string', default: '1' },
    'data-in': { type: 'string', default: tmpdir() },
    'heartbeats-per-sent': { type: 'string', default: '1' },
  },
});
const [count, days, seed, serverKills, heartbeatsPerSent] = [
  Number(values.agents),
  Number(values.days),
  Number(values.seed),
  Number(values['server-kills']),
  Number(values['heartbeats-per-sent']),
];
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const HEARTBEAT_MS = 900_000;
/** The first day of a month: budgets become free day by day. */
const START_MS = Date.parse('2026-12-01T00:00:00Z');
const END_MS = START_MS + days * DAY_MS;
const AT_ONCE = 32;
/** Delivery of the last results may wait for the longest back-off. */
const DRAIN_STEP_MS = HOUR_MS;
const MOST_DRAIN_STEPS = 48;

// Hours of the schedules are this process's own: another zone is dearer to ask.
process.env.TZ = 'Asia/Tokyo';
if (!(Number.isInteger(heartbeatsPerSent) && heartbeatsPerSent >= 1))
  throw new RangeError('--heartbeats-per-sent is a whole number from 1');
const random = seededRandom(seed);
const signingKey = randomBytes(32).toString('base64url');
const env = {
  SIGNING_KEY: signingKey,
  CLOCK: 'request',
  TRUST_PROXY: '1',
  NETWORK_OVERRIDE: '{"asn":4713,"countryCode":"JP","subdivisionCode":"JP-13"}',
};

const say = (line: string) => console.error(line);
const pool = await poolOfRuns(say);
const port = String(await freePort());
const dataDir = await mkdtemp(path.join(values['data-in'], 'jissoku-fleet-'));
let server: Server = await startServer({ ...env, PORT: port, DATA_DIR: dataDir });
const { origin } = server;
const world = new World(START_MS);
const traffic = new FleetTraffic(world, origin, heartbeatsPerSent);
const around: Surroundings = { world, traffic, origin, pool, workersKey: await signingKeyOf(signingKey) };

const beganAtMs = performance.now();
const agents = await enrolledFleet();
say(`${count} agents enrolled after ${seconds()} s`);
const enrolment = { requests: traffic.requests };
traffic.reset();
for (const agent of agents) world.at(START_MS + random() * HEARTBEAT_MS, () => agent.start());
for (let kill = 1; kill <= serverKills; kill += 1)
  world.at(START_MS + ((END_MS - START_MS) * kill) / (serverKills + 1), () => void world.held(killServer));
for (let atMs = START_MS; atMs < END_MS; ) {
  atMs = Math.min(END_MS, atMs + 6 * HOUR_MS);
  await world.runUntil(atMs);
  const rssMb = Math.round(process.memoryUsage.rss() / 1e6);
  say(
    `${((atMs - START_MS) / DAY_MS).toFixed(2)} days after ${seconds()} s: ${traffic.requests} requests, ${measured()} results, ${rssMb} MB`,
  );
}
const busy = traffic.minutes(START_MS, END_MS);
const spent = {
  requests: traffic.requests,
  spared: traffic.spared,
  bytesUp: traffic.bytesUp,
  bytesDown: traffic.bytesDown,
};
const ranFor = Number(seconds());
for (const agent of agents) agent.calm();
for (let step = 0; step < MOST_DRAIN_STEPS && waiting() > 0; step += 1)
  await world.runUntil(world.nowMs + DRAIN_STEP_MS);
say(`drained after ${seconds()} s: ${waiting()} results wait`);

const faults = await judge({
  agents,
  traffic,
  origin,
  endServer: () => server.end('SIGTERM'),
  dataDir,
  days,
  busy,
  spent,
  enrolment,
  endMs: world.nowMs,
  ranFor,
  serverKills,
});
traffic.close();
await removeData(server);
for (const fault of faults) console.error(`Not as it should be: ${fault}.`);
process.exit(faults.length === 0 ? 0 : 1);

function seconds(): string {
  return ((performance.now() - beganAtMs) / 1000).toFixed(0);
}

function measured(): number {
  return agents.reduce((sum, { diary }) => sum + diary.measured.length, 0);
}

function waiting(): number {
  return agents.reduce((sum, { spool }) => sum + spool.counts().queued, 0);
}

async function killServer(): Promise<void> {
  await cutPower(server.process.pid ?? 0);
  server = await startServer({ ...env, PORT: port, DATA_DIR: dataDir });
}

/** In turns: of two processes that write to one database at once, one may be told that it is busy. */
async function enrolledFleet(): Promise<VirtualAgent[]> {
  const tokens = Array.from({ length: count }, newEnrolmentToken);
  await onDatabase((database) =>
    atOnce(count, async (index) => {
      const token = {
        tokenHash: await hashEnrolmentToken(tokens[index] ?? ''),
        owner: `Owner ${index % 7}`,
        ownerId: null,
        siteId: null,
        cohort: 'independent-agent' as const,
        site: { name: `Site ${index}`, declared: NOTHING_DECLARED },
        expiresAtMs: START_MS + DAY_MS,
      };
      await insertEnrolmentToken(database, token, START_MS);
    }),
  );
  const made: VirtualAgent[] = [];
  await atOnce(count, async (index) => {
    const own = seededRandom(seed * 1_000_003 + index);
    const agent = await VirtualAgent.make(around, {
      // A /24 of its own, as caps count by it.
      address: `10.${Math.floor(index / 256)}.${index % 256}.1`,
      random: own,
      troubles: troublesOf(own, START_MS, END_MS, START_MS + (END_MS - START_MS) * 0.37),
    });
    await agent.enrol(tokens[index] ?? '');
    made[index] = agent;
  });
  await onDatabase((database) =>
    atOnce(count, async (index) => {
      const caller = { role: 'admin', ownerId: null, actor: 'command', keysEndByMs: null } as const;
      const change = { database, caller, scope: 'everyone', nowMs: START_MS } as const;
      const changed = await changeAgent(change, made[index]?.key.id ?? '', { schedule: scheduleOf(index) });
      if (!changed.ok) throw new Error(changed.error.detail);
    }),
  );
  return made;
}

async function onDatabase(work: (database: D1Database) => Promise<void>): Promise<void> {
  using sqlite = await databaseOf({ dataDir });
  await work(asD1(sqlite));
}

function scheduleOf(index: number): Schedule {
  const common = { ...DEFAULT_SCHEDULE, timeZone: 'Asia/Tokyo', lightProbesEveryS: 3600 };
  switch (index % 10) {
    case 0:
      return {
        ...common,
        cadence: {
          kind: 'campaign',
          startsAt: new Date(START_MS).toISOString(),
          endsAt: new Date(END_MS).toISOString(),
          everyS: 14_400,
          spreadS: 14_400,
        },
        monthlyBytes: 200e6,
      };
    case 1:
    case 2:
    case 3:
      return {
        ...common,
        cadence: { kind: 'stratified', hours: [1, 7, 10, 13, 16, 19, 20, 22] },
        quietHours: [{ from: '12:30', to: '13:10' }],
        monthlyBytes: 1e9,
      };
    default:
      return { ...common, monthlyBytes: 5e9 };
  }
}

async function atOnce(times: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (next < times) await work(next++);
    }),
  );
}
