import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { submissionOf } from '../../test/fixtures/submission.ts';
import type { RequestFailure } from '../engine/transport.ts';
import { seededRandom } from '../engine/transports/simulated/seeded-random.ts';
import { SimulatedTime } from '../engine/transports/simulated/simulated-time.ts';
import { wait } from '../engine/wait.ts';
import type { Batch, Heartbeat } from '../protocol/agents.ts';
import { err, ok } from '../protocol/fallible.ts';
import { PROBLEMS, type ProblemReason } from '../protocol/problems.ts';
import { DEFAULT_SCHEDULE, type Schedule } from '../protocol/schedule.ts';
import { type Config, resolveConfig } from './config/config.ts';
import { Daemon, type DaemonParts } from './daemon.ts';
import type { LightProbes } from './light-probes.ts';
import { costOf } from './schedule/byte-budget.ts';
import type { SignedClient } from './signed-client.ts';
import type { SlotOrder, SlotReport } from './slot-run.ts';
import { type Queued, Spool } from './spool.ts';

const EPOCH_MS = Date.parse('2026-11-10T00:00:00Z');
const HOUR_MS = 3_600_000;
const HOURLY: Schedule = {
  ...DEFAULT_SCHEDULE,
  cadence: { kind: 'stratified', hours: Array.from({ length: 24 }, (_, hour) => hour) },
  timeZone: 'UTC',
  lightProbesEveryS: null,
};
const TEST_MS = 20_000;

function refusal(reason: ProblemReason, retryAfterMs: number | null = null): RequestFailure {
  const { status, title } = PROBLEMS[reason];
  return {
    reason: 'problem',
    problem: { type: `/problems/${reason}`, status, title, detail: '' },
    retryAfterMs,
  };
}

/** Time whose wall clock may be set; the monotonic clock, and what waits, go on as before. */
class SettableTime extends SimulatedTime {
  #setByMs = 0;

  override utc(): string {
    return new Date(Date.parse(super.utc()) + this.#setByMs).toISOString();
  }

  set(byMs: number): void {
    this.#setByMs += byMs;
  }
}

/** A server, a line and a machine that do what a test says. */
class World {
  readonly time = new SettableTime(EPOCH_MS);
  /** Also when by the monotonic clock, which nobody sets. */
  readonly tests: { atMs: number; ranMs: number; order: SlotOrder }[] = [];
  readonly delivered: string[] = [];
  heartbeat: Partial<Heartbeat> = {};
  /** How far the device's clock, in which all moments of a test are, is ahead of the server's. */
  aheadMs = 0;
  readonly heartbeatsAtMs: number[] = [];
  serverIs: RequestFailure | null = null;
  refuses: ReadonlySet<string> = new Set();
  report: (order: SlotOrder) => SlotReport | null = () => null;
  /** Traffic of somebody else now, bit/s. */
  otherBps: (atMs: number) => number = () => 0;
  edge: (atMs: number) => LightProbes['edge'] = () => [{ ipVersion: 4, rttMs: 10, synLost: false }];
  readonly #spool: Spool;

  constructor(spool: Spool) {
    this.#spool = spool;
  }

  nowMs(): number {
    return Date.parse(this.time.utc());
  }

  /** Sets the device's clock; the server's goes on. */
  setClock(byMs: number): void {
    this.time.set(byMs);
    this.aheadMs += byMs;
  }

  readonly #client: SignedClient = {
    enroll: async () => err({ reason: 'unreachable', detail: '' }),
    heartbeat: async () => {
      this.heartbeatsAtMs.push(this.nowMs());
      return this.serverIs === null
        ? ok({
            serverTime: new Date(this.nowMs() - this.aheadMs).toISOString(),
            schedule: HOURLY,
            suppression: null,
            heartbeatEveryS: 900,
            oldestProtocol: 1,
            newestAgent: '0.1.0',
            ...this.heartbeat,
          })
        : err(this.serverIs);
    },
    batch: async (results: readonly Queued[]) => {
      if (this.serverIs !== null) return err(this.serverIs);
      const items = results.map(({ measurementId: id }): Batch['items'][number] => {
        const failure = refusal('bad-request');
        if (this.refuses.has(id) && failure.reason === 'problem')
          return { outcome: 'refused', measurementId: id, problem: failure.problem };
        this.delivered.push(id);
        return { outcome: 'stored', status: 201, submitted: { id, url: '', deleteToken: '' } };
      });
      return ok({ items });
    },
  };

  async #measure(order: SlotOrder): Promise<SlotReport> {
    this.tests.push({ atMs: this.nowMs(), ranMs: this.time.now(), order });
    const report = this.report(order);
    if (report !== null) return report;
    await wait(this.time, TEST_MS, new AbortController().signal);
    const measurementId = `A${String(this.tests.length).padStart(20, '0')}A`;
    this.#spool.addResult(
      { submission: submissionOf(measurementId), token: 't', submitByMs: this.nowMs() },
      { plannedAtMs: order.plannedAtMs, kind: order.kind, outcome: 'measured', reason: null },
      order.reservation,
      costOf(order.maxBytes ?? 500e6),
    );
    return { outcome: 'measured', measurementId, downloadBps: 1e8 };
  }

  trace: DaemonParts['trace'];

  /** Runs a daemon for so long; several after one another share the spool. */
  async live(hours: number, own: Partial<Config> = {}): Promise<Daemon> {
    const stop = new AbortController();
    const resolved = resolveConfig({}, {}, new Map());
    if (!resolved.ok) throw new Error('no defaults');
    let movedBits = 0;
    let countedAtMs = this.nowMs();
    const parts: DaemonParts = {
      config: { ...resolved.value.config, ...own, server: 'https://edge.example', state_dir: '/nowhere' },
      agentVersion: '0.1.0',
      spool: this.#spool,
      client: this.#client,
      clock: this.time,
      random: seededRandom(5),
      deviceZone: 'UTC',
      log: { debug: () => {}, info: () => {}, warn: () => {} },
      readCounters: () => {
        movedBits += (this.otherBps(this.nowMs()) * (this.nowMs() - countedAtMs)) / 1000;
        countedAtMs = this.nowMs();
        return { receivedBytes: Math.floor(movedBits / 8), sentBytes: 0 };
      },
      probe: async () => ({ edge: this.edge(this.nowMs()), resolversMs: [] }),
      ...(this.trace === undefined ? {} : { trace: this.trace }),
      measure: (order) => this.#measure(order),
      signal: stop.signal,
    };
    const daemon = new Daemon(parts);
    this.time.after(hours * HOUR_MS, () => stop.abort());
    await this.time.run(daemon.run());
    return daemon;
  }
}

let spool: Spool;
let world: World;
beforeEach(() => {
  const opened = Spool.open(':memory:', 256e6, () => {});
  if (!opened.ok) throw new Error(opened.error.sentence);
  spool = opened.value;
  world = new World(spool);
});
afterEach(() => spool.close());

const outcomes = () => spool.counts().slots;
const reasons = () => new Set(spool.slots(1000).map(({ outcome, reason }) => `${outcome}: ${reason}`));

test('who is new asks at once, who comes back at some moment of five minutes', async () => {
  await world.live(1);
  expect(world.heartbeatsAtMs[0]).toBe(EPOCH_MS);
  const backAtMs = world.nowMs();
  const before = world.heartbeatsAtMs.length;
  await world.live(1);
  const waitedMs = (world.heartbeatsAtMs[before] ?? 0) - backAtMs;
  expect(waitedMs).toBeGreaterThan(1000);
  expect(waitedMs).toBeLessThanOrEqual(300_000);
});

describe('a day', () => {
  test('of an hourly schedule is a test an hour, each delivered once', async () => {
    await world.live(24);
    // The first hours of the default schedule pass in a moment: the first heartbeat brings this one.
    expect(world.tests.length).toBeGreaterThanOrEqual(22);
    expect(new Set(world.tests.map(({ atMs }) => Math.floor(atMs / HOUR_MS))).size).toBe(world.tests.length);
    expect(new Set(world.delivered).size).toBe(world.delivered.length);
    expect(world.delivered.length + spool.counts().queued).toBe(world.tests.length);
  });

  test('with others on the line has no test while they are, and says which slots were given up', async () => {
    const busy = (atMs: number) => Math.floor(atMs / HOUR_MS) % 3 === 0;
    world.otherBps = (atMs) => (busy(atMs) ? 5e6 : 1000);
    await world.live(24);
    expect(world.tests.length).toBeGreaterThan(10);
    expect(world.tests.filter(({ atMs }) => busy(atMs))).toEqual([]);
    expect(reasons()).toContain('skipped: cross-traffic');
  });

  test('has none in quiet hours, the server’s or the device’s', async () => {
    world.heartbeat = { schedule: { ...HOURLY, quietHours: [{ from: '22:00', to: '02:00' }] } };
    await world.live(26, { quiet_hours: ['08:00-10:00'] });
    const hours = new Set(world.tests.map(({ atMs }) => new Date(atMs).getUTCHours()));
    for (const hour of [22, 23, 0, 1, 8, 9]) expect(hours).not.toContain(hour);
    expect(hours.size).toBe(18);
  });

  test('has none while it is suppressed, and goes on at the end', async () => {
    const until = new Date(EPOCH_MS + 10 * HOUR_MS).toISOString();
    world.heartbeat = { suppression: { until, reason: 'works' } };
    await world.live(24);
    expect(world.tests.every(({ atMs }) => atMs >= Date.parse(until))).toBe(true);
    expect(world.tests.length).toBeGreaterThanOrEqual(12);
    expect(reasons()).toContain('skipped: suppressed');
  });

  test.each([9, -9])(
    'is suppressed by the server’s time on a clock %i h ahead, also after a restart',
    async (hours) => {
      world.aheadMs = hours * HOUR_MS;
      const endsAtMs = EPOCH_MS + 10 * HOUR_MS;
      const until = new Date(endsAtMs - world.aheadMs).toISOString();
      world.heartbeat = { suppression: { until, reason: 'works' } };
      await world.live(5);
      // Nobody tells it again what time it is.
      world.serverIs = { reason: 'unreachable', detail: 'ECONNREFUSED' };
      await world.live(19);
      expect(world.tests.every(({ atMs }) => atMs >= endsAtMs)).toBe(true);
      expect(world.tests.length).toBeGreaterThanOrEqual(12);
    },
  );

  test.each([9, -9])(
    'is suppressed by the server’s time on a clock %i h ahead that is set right',
    async (hours) => {
      world.aheadMs = hours * HOUR_MS;
      // Six hours of the server's, and heartbeats so rare that none follows on the first.
      const until = new Date(EPOCH_MS - world.aheadMs + 6 * HOUR_MS).toISOString();
      world.heartbeat = { suppression: { until, reason: 'works' }, heartbeatEveryS: 86_400 };
      world.time.after(1.5 * HOUR_MS, () => world.setClock(-world.aheadMs));
      await world.live(14);
      const afterMs = world.tests.map(({ ranMs }) => ranMs);
      expect(Math.min(...afterMs)).toBeGreaterThanOrEqual(6 * HOUR_MS);
      // The slot that was drawn is a moment of the device's clock: set back, it comes nine hours later.
      expect(Math.min(...afterMs)).toBeLessThan(12 * HOUR_MS);
    },
  );

  test.each([9, -9])('has a campaign at the server’s time on a clock %i h ahead', async (hours) => {
    world.aheadMs = hours * HOUR_MS + 1234;
    const told = (ms: number) => new Date(EPOCH_MS + ms - hours * HOUR_MS).toISOString();
    const [startsAt, endsAt] = [told(HOUR_MS), told(3 * HOUR_MS)];
    const cadence = { kind: 'campaign' as const, startsAt, endsAt, everyS: 600, spreadS: 0 };
    world.heartbeat = { schedule: { ...HOURLY, cadence } };
    await world.live(5);
    expect(world.tests).toHaveLength(12);
    const moments = world.tests.map(({ atMs }) => atMs - EPOCH_MS);
    expect(Math.min(...moments)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(Math.max(...moments)).toBeLessThan(3 * HOUR_MS);
  });

  test.each([9, -9])('plans a campaign anew when a clock %i h ahead is set right', async (hours) => {
    world.aheadMs = hours * HOUR_MS;
    const told = (ms: number) => new Date(EPOCH_MS + ms - hours * HOUR_MS).toISOString();
    const [startsAt, endsAt] = [told(HOUR_MS), told(3 * HOUR_MS)];
    const cadence = { kind: 'campaign' as const, startsAt, endsAt, everyS: 600, spreadS: 0 };
    world.heartbeat = { schedule: { ...HOURLY, cadence } };
    world.time.after(HOUR_MS / 2, () => world.setClock(-world.aheadMs));
    await world.live(14);
    expect(world.tests).toHaveLength(12);
    const ranMs = world.tests.map((one) => one.ranMs);
    expect(Math.min(...ranMs)).toBeGreaterThanOrEqual(HOUR_MS);
    expect(Math.max(...ranMs)).toBeLessThan(3 * HOUR_MS);
  });

  test('keeps the rounds of a campaign on a clock that is half a minute ahead, a little more or less, also after a restart', async () => {
    const [startsAt, endsAt] = [HOUR_MS, 3 * HOUR_MS].map((ms) => new Date(EPOCH_MS + ms).toISOString());
    if (startsAt === undefined || endsAt === undefined) throw new Error('no moments');
    const cadence = { kind: 'campaign' as const, startsAt, endsAt, everyS: 600, spreadS: 0 };
    world.heartbeat = { schedule: { ...HOURLY, cadence } };
    world.aheadMs = 29_000;
    for (let minutes = 7; minutes < 240; minutes += 7)
      world.time.after(minutes * 60_000, () => {
        world.aheadMs = 60_000 - world.aheadMs;
      });
    await world.live(2);
    await world.live(2);
    const rounds = world.tests.map(({ order }) => (order.plannedAtMs - EPOCH_MS) / 600_000);
    expect(rounds).toEqual(Array.from({ length: 12 }, (_, index) => 6 + index));
  });

  test('without a server keeps the schedule, spools, and delivers all when it is back', async () => {
    await world.live(2);
    world.serverIs = { reason: 'unreachable', detail: 'ECONNREFUSED' };
    await world.live(24);
    expect(spool.counts().queued).toBeGreaterThanOrEqual(22);
    world.serverIs = null;
    await world.live(2);
    expect(spool.counts().queued).toBe(0);
    expect(new Set(world.delivered).size).toBe(world.tests.length);
  });
});

describe('bytes', () => {
  test('of a month stay within the smaller budget, and every day has its share', async () => {
    world.heartbeat = { schedule: { ...HOURLY, monthlyBytes: 9e9 } };
    await world.live(72, { monthly_bytes: 6e9 });
    const spent = spool.monthBytes('2026-11');
    // Twelve days of thirty are free by then.
    expect(spent).toBeLessThanOrEqual((6e9 * 13) / 30);
    expect(new Set(world.tests.map(({ atMs }) => Math.floor(atMs / HOUR_MS / 24))).size).toBe(3);
    expect(reasons()).toContain('skipped: monthly budget');
    for (const { order } of world.tests) expect(order.maxBytes).not.toBeNull();
  });

  test('that a test reserved are spent when it never said what became of it', async () => {
    world.report = () => ({ outcome: 'failed', reason: 'the test ended with SIGKILL' });
    await world.live(3, { test_bytes: 100e6, monthly_bytes: 100e9, light_probes: false });
    expect(world.tests.length).toBeGreaterThan(0);
    expect(spool.monthBytes('2026-11')).toBe(world.tests.length * costOf(100e6));
  });
});

describe('a server', () => {
  test('that is busy is asked again, later each time, and then the slot is skipped', async () => {
    world.report = () => ({ outcome: 'busy', askedMs: 60_000 });
    await world.live(5);
    const [first, second] = world.tests;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThanOrEqual(60_000);
    expect(reasons()).toContain('skipped: server busy');
  });

  test('that refuses one result has it set aside with the reason, and takes the others', async () => {
    world.refuses = new Set(['A00000000000000000002A']);
    await world.live(6);
    expect([...spool.list('refused')]).toMatchObject([
      { measurementId: 'A00000000000000000002A', reason: 'bad-request: ' },
    ]);
    expect(world.delivered.length).toBe(world.tests.length - 1);
  });

  test.each(['agent-revoked', 'key-stolen'] as const)(
    'that says %s is told of, and results are kept',
    async (reason) => {
      await world.live(2);
      world.serverIs = refusal(reason);
      const { status } = await world.live(10);
      expect(status.trouble).toContain(PROBLEMS[reason].title);
      expect(spool.counts().queued).toBeGreaterThan(0);
      expect(spool.counts().refused).toBe(0);
    },
  );

  test('that takes no such old agent is told of, and gets nothing', async () => {
    world.heartbeat = { oldestProtocol: 2 };
    const { status } = await world.live(10);
    expect(status).toMatchObject({
      tooOld: true,
      trouble: expect.stringContaining('until jissoku is updated'),
    });
    expect(world.delivered).toEqual([]);
    expect(spool.counts().queued).toBe(world.tests.length);
  });
});

describe('a restart', () => {
  test('draws no other slot, and records what was missed once', async () => {
    await world.live(3);
    const kept = spool.state('slot');
    await world.live(0.001);
    expect(spool.state('slot')).toEqual(kept);
    const before = world.tests.length;
    // Ten hours without power.
    await world.time.run(wait(world.time, 10 * HOUR_MS, new AbortController().signal));
    await world.live(0.01);
    expect(world.tests.length - before).toBeLessThanOrEqual(1);
    expect(outcomes().missed).toBeGreaterThanOrEqual(9);
    expect(outcomes().missed).toBeLessThanOrEqual(11);
  });

  test('after a test that was cut off calls it interrupted, and does not run it again', async () => {
    await world.live(2);
    const planned = { atMs: world.nowMs() - 1000, kind: 'stratified' };
    spool.setState({ running: planned });
    spool.reserve('2026-11', 5000);
    const spent = spool.monthBytes('2026-11');
    await world.live(0.001);
    expect(reasons()).toContain('failed: interrupted');
    expect(spool.monthBytes('2026-11')).toBe(spent);
    expect(spool.state('running')).toBeNull();
  });

  test.each(['{"atMs":"soon"}', '[]', '{"atMs":9e15,"kind":"poisson"}', '"x"'])(
    'on a slot of %s draws a new one',
    async (text) => {
      spool.setState({ slot: JSON.parse(text), burst: JSON.parse(text), schedule: JSON.parse(text) });
      await world.live(5);
      expect(world.tests.length).toBeGreaterThanOrEqual(3);
    },
  );
});

describe('both IP versions', () => {
  test('are measured one after the other in each slot, in either order, linked by the first', async () => {
    await world.live(24, { ip_version: 'both' });
    const orders = world.tests.map(({ order }) => order);
    expect(orders.length).toBeGreaterThanOrEqual(44);
    const pairs = Array.from({ length: Math.floor(orders.length / 2) }, (_, index) =>
      orders.slice(2 * index, 2 * index + 2),
    );
    for (const [first, second] of pairs) {
      expect(new Set([first?.ipVersion, second?.ipVersion])).toEqual(new Set([4, 6]));
      expect(first?.plannedAtMs).toBe(second?.plannedAtMs);
      expect(first?.groupId).toBeNull();
      expect(second?.groupId).toMatch(/^A\d{20}A$/);
    }
    expect(new Set(pairs.map(([first]) => first?.ipVersion)).size).toBe(2);
    expect(outcomes().measured).toBe(orders.length);
  });

  test('do without the one that is not there, and say so', async () => {
    world.report = ({ ipVersion }) =>
      ipVersion === 6 ? { outcome: 'failed', reason: 'connect: ENETUNREACH' } : null;
    await world.live(6, { ip_version: 'both' });
    const { measured, failed } = outcomes();
    expect(measured).toBeGreaterThanOrEqual(5);
    expect(failed).toBe(measured);
    expect(reasons()).toContain('failed: IPv6: connect: ENETUNREACH');
    const overIpv4 = world.tests.filter(({ order }) => order.ipVersion === 4);
    expect(overIpv4.map(({ order }) => order.groupId)).toEqual(overIpv4.map(() => null));
  });
});

test('the way to the edge is looked at once an hour, where somebody wants it, and is paid for', async () => {
  const asked: (readonly (4 | 6)[])[] = [];
  world.heartbeat = {
    schedule: { ...HOURLY, cadence: { kind: 'stratified', hours: [23] }, lightProbesEveryS: 60 },
  };
  await world.live(4);
  const without = spool.monthBytes('2026-11') / spool.lightProbes(0).length;
  world.trace = async (ipVersions) => {
    asked.push(ipVersions);
    return [{ ipVersion: 4, hops: [{ ttl: 1, network: 'private', rttMs: 1 }] }];
  };
  const before = { bytes: spool.monthBytes('2026-11'), rounds: spool.lightProbes(0).length };
  await world.live(5);
  expect(asked.length).toBeGreaterThanOrEqual(4);
  expect(asked.length).toBeLessThanOrEqual(5);
  expect(asked[0]).toEqual([4]);
  const rounds = spool.lightProbes(0).slice(before.rounds);
  expect(rounds.filter(({ round }) => (round as LightProbes).paths !== undefined)).toHaveLength(asked.length);
  expect(spool.monthBytes('2026-11') - before.bytes).toBe(rounds.length * without + asked.length * 10_000);
});

describe('a retest', () => {
  const asked = { askedAt: '2026-11-10T00:00:00Z', until: '2026-11-10T06:00:00Z' };
  const LATE: Schedule = { ...HOURLY, cadence: { kind: 'stratified', hours: [23] } };

  test('is made at once, and once however often it is told, also over a restart', async () => {
    world.heartbeat = { schedule: LATE, retest: asked };
    await world.live(1);
    await world.live(1);
    expect(world.tests.map(({ order }) => order.kind)).toEqual(['burst']);
    expect(world.tests[0]?.atMs).toBeLessThan(EPOCH_MS + 60_000);
    world.heartbeat.retest = { ...asked, askedAt: '2026-11-10T02:00:00Z' };
    await world.live(1);
    expect(world.tests).toHaveLength(2);
  });

  test.each([9, -9])('is waited for by the server’s time on a clock %i h ahead', async (hours) => {
    world.aheadMs = hours * HOUR_MS;
    const told = (ms: number) => new Date(EPOCH_MS + ms - world.aheadMs).toISOString();
    world.heartbeat = { schedule: LATE, retest: { askedAt: told(0), until: told(-60_000) } };
    await world.live(1);
    expect(world.tests).toEqual([]);
    world.heartbeat.retest = { askedAt: told(0), until: told(6 * HOUR_MS) };
    await world.live(1);
    expect(world.tests.map(({ order }) => order.kind)).toEqual(['burst']);
  });

  test('is not made in quiet hours, nor once nobody waits for it', async () => {
    world.heartbeat = {
      schedule: { ...LATE, quietHours: [{ from: '00:00', to: '04:00' }] },
      retest: { ...asked, until: '2026-11-10T02:00:00Z' },
    };
    await world.live(6);
    expect(world.tests).toEqual([]);
  });
});

test('a line that becomes slow is tested a few times close together, once', async () => {
  const burst = { tests: 3, intervalS: 120, restS: 86_400, rttFactor: 2, lossRatio: 0.2 };
  world.heartbeat = {
    schedule: { ...HOURLY, cadence: { kind: 'stratified', hours: [23] }, burst, lightProbesEveryS: 60 },
  };
  const slowFromMs = EPOCH_MS + 5 * HOUR_MS;
  world.edge = (atMs) => [{ ipVersion: 4, rttMs: atMs < slowFromMs ? 10 : 50, synLost: false }];
  await world.live(10);
  expect(world.tests.map(({ order }) => order.kind)).toEqual(['burst', 'burst', 'burst']);
  expect((world.tests[0]?.atMs ?? 0) - slowFromMs).toBeLessThan(20 * 60_000);
});
