/** One agent: the daemon itself, with its spool and its key, in a device whose clock, line and power are simulated. */
import { generateKeyPairSync } from 'node:crypto';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { resolveConfig } from '../../measurement-agent/daemon/config/config.ts';
import { Daemon, type Log, type Pace } from '../../measurement-agent/daemon/daemon.ts';
import type { DeviceKey } from '../../measurement-agent/daemon/device-key.ts';
import { monthOf } from '../../measurement-agent/daemon/schedule/byte-budget.ts';
import { type SignedClient, signedClient } from '../../measurement-agent/daemon/signed-client.ts';
import {
  keepMeasured,
  type SlotOrder,
  type SlotReport,
  settleFailed,
} from '../../measurement-agent/daemon/slot-run.ts';
import { Spool } from '../../measurement-agent/daemon/spool.ts';
import type { Random } from '../../measurement-agent/engine/clock.ts';
import { apiClient } from '../../measurement-agent/engine/transports/api-client.ts';
import { wait } from '../../measurement-agent/engine/wait.ts';
import { signSummary } from '../../measurement-agent/protocol/receipts.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import type { Schedule } from '../../measurement-agent/protocol/schedule.ts';
import type { SigningKey } from '../../measurement-agent/protocol/signed.ts';
import { drawRun } from './pool.ts';
import type { FleetTraffic, Loss } from './traffic.ts';
import type { Troubles } from './troubles.ts';
import { DeviceClock, type World } from './world.ts';

/** What all agents of a fleet share. */
export interface Surroundings {
  world: World;
  traffic: FleetTraffic;
  origin: string;
  pool: readonly Submission[];
  /** Of the worker: it signs what it saw of a test. */
  workersKey: SigningKey;
}

/** Each agent's own record of what it did, kept apart from the spool. */
export interface Diary {
  /** Ids of results that it spooled. */
  measured: string[];
  tests: { atMs: number; bytes: number }[];
  reboots: number;
}

const SILENT: Log = { debug() {}, info() {}, warn() {} };
/** An hour: what the daemon looks at by itself it hears of here as it happens. */
const PACE: Pace = { longestSleepMs: 3_600_000, emptyPauseMs: 3_600_000 };
const SPOOL_BYTES = 64 * 1024 * 1024;
/** A test is lost on the way now and then, a process crashes, an answer is not heard. */
const FAILED_TESTS = 0.02;
const LOST_ANSWERS = 0.005;
const ENROLMENT_ATTEMPTS = 5;

export class VirtualAgent {
  readonly diary: Diary = { measured: [], tests: [], reboots: 0 };
  readonly spool: Spool;
  readonly key: DeviceKey;
  readonly #around: Surroundings;
  readonly #address: string;
  readonly #random: Random;
  readonly #troubles: Troubles;
  #clock: DeviceClock | null = null;
  #daemon: Daemon | null = null;
  /** Once true nothing goes wrong any more. */
  #calm = false;

  private constructor(
    around: Surroundings,
    key: DeviceKey,
    spool: Spool,
    { address, random, troubles }: { address: string; random: Random; troubles: Troubles },
  ) {
    this.#around = around;
    this.key = key;
    this.spool = spool;
    this.#address = address;
    this.#random = random;
    this.#troubles = troubles;
  }

  static async make(
    around: Surroundings,
    own: { address: string; random: Random; troubles: Troubles },
  ): Promise<VirtualAgent> {
    const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
    if (x === undefined || d === undefined) throw new TypeError('no key');
    const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
    const privateKey = await importJWK({ ...jwk, d }, 'Ed25519');
    if (privateKey instanceof Uint8Array) throw new TypeError('no key');
    const key = { id: await calculateJwkThumbprint(jwk), publicKey: x, privateKey };
    // In memory: ten thousand files synced at every commit would be what is measured.
    const spool = Spool.open(':memory:', SPOOL_BYTES, () => {});
    if (!spool.ok) throw new Error(spool.error.sentence);
    return new VirtualAgent(around, key, spool.value, own);
  }

  /** As whoever sets a device up: again, where no answer was heard. */
  async enrol(token: string): Promise<void> {
    const client = this.#client(() => this.#around.world.nowMs, new AbortController().signal);
    for (let attempt = 1; ; attempt += 1) {
      const answer = await client.enroll(token, '0.0.0');
      if (answer.ok) return;
      if (answer.error.reason !== 'unreachable' || attempt === ENROLMENT_ATTEMPTS)
        throw new Error(JSON.stringify(answer.error));
    }
  }

  /** From now on the daemon runs, and what is to befall the device befalls it. */
  start(): void {
    const { world } = this.#around;
    for (const [fromMs, toMs] of this.#troubles.powerCuts) {
      world.at(fromMs, () => this.#cutPower());
      world.at(toMs, () => this.#powerOn());
    }
    this.#powerOn();
  }

  /** The line is up and stays up, and power too. */
  calm(): void {
    this.#calm = true;
    this.#powerOn();
  }

  /** Whether its clock was ever off. */
  get isClockOff(): boolean {
    return this.#troubles.clockOffMs !== 0;
  }

  get schedule(): Schedule | null {
    return this.#daemon?.schedule ?? null;
  }

  monthBytes(atMs: number): number {
    return this.spool.monthBytes(monthOf(atMs));
  }

  #offMs(): number {
    const { clockOffMs, clockSetAtMs } = this.#troubles;
    return this.#around.world.nowMs < clockSetAtMs ? clockOffMs : 0;
  }

  #isOffline(): boolean {
    const { nowMs } = this.#around.world;
    return !this.#calm && this.#troubles.offline.some(([fromMs, toMs]) => nowMs >= fromMs && nowMs < toMs);
  }

  #loss(): Loss {
    if (this.#isOffline()) return 'request';
    return !this.#calm && this.#random() < LOST_ANSWERS ? 'answer' : 'nothing';
  }

  #client(nowMs: () => number, signal: AbortSignal): SignedClient {
    const { traffic, origin } = this.#around;
    const send = traffic.from(this.#address, () => this.#loss());
    return signedClient({ origin, send, signal }, this.key, nowMs);
  }

  #cutPower(): void {
    if (this.#calm || this.#daemon === null) return;
    this.#clock?.kill();
    this.#clock = null;
    this.#daemon = null;
    this.diary.reboots += 1;
  }

  #powerOn(): void {
    if (this.#daemon !== null) return;
    const { world, origin } = this.#around;
    const clock = new DeviceClock(world, () => this.#offMs());
    const alive = () => this.#clock === clock;
    // Never aborted: who loses power ends nothing. One a life, as what listens to it is listed there.
    const { signal } = new AbortController();
    const client = this.#client(() => Date.parse(clock.utc()), signal);
    /** Nobody is there any more to hear an answer that comes after the power went. */
    const whileAlive = async <Value>(work: () => Promise<Value>): Promise<Value> => {
      const value = await world.held(work);
      return alive() ? value : new Promise<Value>(() => {});
    };
    const config = resolveConfig({ server: origin, state_dir: '/nowhere' }, {}, new Map());
    if (!config.ok) throw new Error('the configuration is not one');
    this.#clock = clock;
    this.#daemon = new Daemon({
      config: { ...config.value.config, server: origin, state_dir: '/nowhere' },
      agentVersion: '0.0.0',
      spool: this.spool,
      client: {
        enroll: (...told) => whileAlive(() => client.enroll(...told)),
        heartbeat: (request) => whileAlive(() => client.heartbeat(request)),
        batch: (results) => whileAlive(() => client.batch(results)),
      },
      clock,
      random: this.#random,
      deviceZone: null,
      log: SILENT,
      readCounters: () => null,
      probe: async () => ({
        edge: [{ ipVersion: 4, rttMs: this.#isOffline() ? null : 10, synLost: this.#isOffline() }],
        resolversMs: [],
      }),
      measure: (order) => this.#measure(order, clock, signal, whileAlive),
      signal,
      pace: PACE,
    });
    void this.#daemon.run();
  }

  /** In the place of the test's own process: the session is real, what was measured is drawn, the rest is that process's own code. */
  async #measure(
    order: SlotOrder,
    clock: DeviceClock,
    signal: AbortSignal,
    whileAlive: <Value>(work: () => Promise<Value>) => Promise<Value>,
  ): Promise<SlotReport> {
    const { traffic, pool, workersKey, world } = this.#around;
    const client = apiClient(traffic.from(this.#address, () => this.#loss()));
    const session = await whileAlive(() => client.openSession({}, signal));
    if (!session.ok) return settleFailed(order, this.spool, { reason: 'session', failure: session.error });
    const run = drawRun(pool, order.maxBytes, this.#random);
    const startedAt = clock.utc();
    await wait(clock, run?.durationMs ?? 0, signal);
    if (run === null || (!this.#calm && this.#random() < FAILED_TESTS) || this.#isOffline())
      return settleFailed(order, this.spool, { reason: 'lost', detail: 'simulated' });
    const { sessionId } = session.value;
    const submission = await whileAlive(async () => ({
      ...run,
      measurementId: sessionId,
      startedAt,
      summaries: await Promise.all(
        run.summaries.map(async ({ receipt: _receipt, ...summary }) => {
          const own = { ...summary, sessionId };
          return { ...own, receipt: await signSummary(own, workersKey) };
        }),
      ),
    }));
    this.diary.measured.push(sessionId);
    this.diary.tests.push({ atMs: world.nowMs, bytes: run.bytes.download + run.bytes.upload });
    return keepMeasured(order, this.spool, session.value, submission);
  }
}
