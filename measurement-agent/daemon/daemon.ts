/** The agent that stays: five loops that share what the server last told, and the spool. */
import type { Clock, Random } from '../engine/clock.ts';
import { wait } from '../engine/wait.ts';
import { type Heartbeat, heartbeatSchema } from '../protocol/agents.ts';
import { type Cadence, DEFAULT_SCHEDULE, type Schedule, scheduleSchema } from '../protocol/schedule.ts';
import { PROTOCOL_VERSION } from '../protocol/spec.ts';
import { backOffMs } from './back-off.ts';
import type { Config } from './config/config.ts';
import { type ReadCounters, waitForIdleLine } from './cross-traffic.ts';
import { deliver } from './deliver.ts';
import type { LightProbes } from './light-probes.ts';
import { costOf, LIGHT_PROBES_BYTES, loadAllowance, monthOf, SESSION_BYTES } from './schedule/byte-budget.ts';
import { campaignShiftMs } from './schedule/campaign-shift.ts';
import { horizonMs, isQuiet, nextSlot, type Slot, slotsMissed } from './schedule/next-slot.ts';
import { type EdgeProbe, isSuspicious } from './schedule/suspicion.ts';
import { failureText, type SignedClient } from './signed-client.ts';
import type { SlotOrder, SlotReport } from './slot-run.ts';
import type { SlotOutcome, Spool } from './spool.ts';
import { type Path, TRACEROUTE_BYTES } from './traceroute.ts';

/** Lines of the log: what happened, and its facts. */
export interface Log {
  debug(facts: object, text: string): void;
  info(facts: object, text: string): void;
  warn(facts: object, text: string): void;
}

/** Everything of the outside that a daemon works with. */
export interface DaemonParts {
  config: Config & { server: string; state_dir: string };
  agentVersion: string;
  spool: Spool;
  client: SignedClient;
  clock: Clock;
  random: Random;
  /** IANA; null for what this machine's clock shows. */
  deviceZone: string | null;
  /** Gives the machine's clock the zone that the schedule names, or its own again for null: another zone is dearer to ask. */
  adoptZone?: (timeZone: string | null) => void;
  log: Log;
  readCounters: ReadCounters;
  probe: () => Promise<LightProbes>;
  /** The way to the edge over these IP versions; absent where nobody wants to know it. */
  trace?: (ipVersions: readonly (4 | 6)[]) => Promise<Path[]>;
  /** Runs a test in a process of its own; resolves with what it told, whatever became of it. */
  measure: (order: SlotOrder, signal: AbortSignal) => Promise<SlotReport>;
  signal: AbortSignal;
  /** Only a simulator has another than that of a device (below): whoever wakes ten thousand agents every few seconds does nothing else. */
  pace?: Pace;
  /** After everything that observers show has changed. */
  onChange?: () => void;
}

/** What is known of the server and of the daemon itself, for who observes it. */
export interface DaemonStatus {
  schedule: Schedule;
  suppression: Heartbeat['suppression'];
  next: Slot | null;
  testing: boolean;
  clockOffsetMs: number | null;
  heardAtMs: number | null;
  /** Why nothing is delivered, in words; null while all is well. */
  trouble: string | null;
  tooOld: boolean;
  newestAgent: string | null;
  lastProbes: LightProbes | null;
}

/** How often a daemon looks at what nothing tells it of. */
export interface Pace {
  /** No sleep is longer, so that a clock that was set, or a device that slept, is noticed. */
  longestSleepMs: number;
  /** With nothing to send the spool is looked at again so soon: a test that outlived its daemon may end at any time. */
  emptyPauseMs: number;
}

const DEVICE_PACE: Pace = { longestSleepMs: 30_000, emptyPauseMs: 5_000 };
const FIRST_HEARTBEAT_MS = 60_000;
/** Whoever knows its schedule already asks within so long after a start: a region whose power comes back would all ask at once. */
const REJOIN_WITHIN_MS = 300_000;
const MOST_BUSY_RETRIES = 4;
const PAUSE_WITHOUT_SLOT_MS = 600_000;
const DAY_MS = 86_400_000;
/** Ways change rarely, and each probe of a way costs some router a reply. */
const TRACE_EVERY_MS = 3_600_000;

export class Daemon {
  readonly #parts: DaemonParts;
  readonly status: DaemonStatus;
  #edge: EdgeProbe[] = [];
  /** A schedule that leaves no slot is not drawn from at every wake-up: to find none takes longest. */
  #noneFoundAtMs: number | null = null;
  /** How far this clock is ahead of the server's, as the last heartbeat told, also one before a restart; 0 until one did. */
  #aheadMs: number;
  /** What the last heartbeat told of the server's time, and when that was by the monotonic clock; null until this process heard one. */
  #told: { serverMs: number; at: number } | null = null;
  /** By how much a campaign is moved, so that it is at the server's time on this clock; the planned slot is by it, also over a restart. */
  #shiftMs: number;
  /** Ends the pause of who has nothing to send. */
  #wakeSender = () => {};

  constructor(parts: DaemonParts) {
    this.#parts = parts;
    const { spool } = parts;
    const kept = scheduleSchema.safeParse(spool.state('schedule'));
    const suppression = heartbeatSchema.shape.suppression.safeParse(spool.state('suppression'));
    this.status = {
      schedule: kept.success ? kept.data : DEFAULT_SCHEDULE,
      suppression: suppression.success ? suppression.data : null,
      next: null,
      testing: false,
      clockOffsetMs: null,
      heardAtMs: null,
      trouble: null,
      tooOld: false,
      newestAgent: null,
      lastProbes: null,
    };
    this.#aheadMs = finite(spool.state('clockOffsetMs')) ?? 0;
    this.#shiftMs = finite(spool.state('campaignShiftMs')) ?? campaignShiftMs(0, this.#aheadMs);
    parts.adoptZone?.(this.status.schedule.timeZone);
  }

  /** Runs until the signal; never rejects for what the outside does. */
  async run(): Promise<void> {
    this.#settleInterrupted();
    await Promise.all([this.#beat(), this.#send(), this.#probe(), this.#test()]);
  }

  #now(): number {
    return Date.parse(this.#parts.clock.utc());
  }

  /**
   * What the server's clock shows, as far as is known: its moments are held against it. Slots are moments of this clock.
   *
   * It goes on by the monotonic clock, so that a wall clock that is set meanwhile changes nothing. That one may stand still while a device
   * sleeps: until the next heartbeat the server's time is then too early, which makes a pause longer and never shorter.
   */
  #serverNow(): number {
    if (this.#told === null) return this.#now() - this.#aheadMs;
    return this.#told.serverMs + (this.#parts.clock.now() - this.#told.at);
  }

  /** The schedule as it holds here: the device's own quiet hours and budget narrow the server's. */
  get schedule(): Schedule {
    const { quiet_hours: own, monthly_bytes: ownBytes } = this.#parts.config;
    const quietHours = (own ?? []).map((hours) => {
      const [from = '', to = ''] = hours.split('-');
      return { from, to };
    });
    const { schedule } = this.status;
    const budgets = [schedule.monthlyBytes, ownBytes].filter((bytes) => bytes !== null);
    return {
      ...schedule,
      cadence: this.#cadenceHere(schedule.cadence),
      quietHours: [...schedule.quietHours, ...quietHours],
      monthlyBytes: budgets.length === 0 ? null : Math.min(...budgets),
    };
  }

  /** A campaign is between moments of the server's. */
  #cadenceHere(cadence: Cadence): Cadence {
    if (cadence.kind !== 'campaign') return cadence;
    const here = (moment: string) => new Date(Date.parse(moment) + this.#shiftMs).toISOString();
    return { ...cadence, startsAt: here(cadence.startsAt), endsAt: here(cadence.endsAt) };
  }

  /** A test that the last process began and nobody ended. */
  #settleInterrupted(): void {
    const { spool } = this.#parts;
    spool.settleAbandoned();
    const running = slotOf(spool.state('running'));
    if (running === null) return;
    this.#record(running, 'failed', 'interrupted');
    spool.setState({ running: null });
  }

  get #pace(): Pace {
    return this.#parts.pace ?? DEVICE_PACE;
  }

  async #sleep(ms: number): Promise<void> {
    await wait(this.#parts.clock, Math.max(0, ms), this.#parts.signal);
  }

  async #beat(): Promise<void> {
    const { client, spool, signal, random, clock, log, agentVersion } = this.#parts;
    let failures = 0;
    if (spool.state('schedule') !== null) await this.#sleep(random() * REJOIN_WITHIN_MS);
    while (!signal.aborted) {
      const { queued, refused, dropped, slots } = spool.counts();
      const began = clock.now();
      const answer = await client.heartbeat({
        agentVersion,
        clockOffsetMs: this.status.clockOffsetMs,
        results: { queued, refused, dropped },
        slots: { missed: slots.missed, skipped: slots.skipped, failed: slots.failed },
        monthBytes: spool.monthBytes(monthOf(this.#now())),
      });
      if (signal.aborted) return;
      if (answer.ok) {
        failures = 0;
        // Half of the way back.
        this.#heard(answer.value, (began + clock.now()) / 2);
        // Spread, so that agents that were started together do not stay together.
        await this.#sleep(answer.value.heartbeatEveryS * 1000 * (0.9 + random() * 0.2));
      } else {
        failures += 1;
        const askedMs = answer.error.reason === 'problem' ? answer.error.retryAfterMs : null;
        log.warn({ failure: failureText(answer.error) }, 'no heartbeat');
        this.#trouble(failureText(answer.error));
        await this.#sleep(
          Math.max(FIRST_HEARTBEAT_MS * (0.5 + random()), backOffMs(failures, askedMs, random)),
        );
      }
    }
  }

  /** `at` is when the server answered, by the monotonic clock. */
  #heard(answer: Heartbeat, at: number): void {
    const { spool, log, agentVersion, adoptZone } = this.#parts;
    adoptZone?.(answer.schedule.timeZone);
    const { newestAgent } = answer;
    if (newestAgent !== agentVersion && newestAgent !== this.status.newestAgent)
      log.info({ newestAgent }, 'the server knows of another version of jissoku');
    const changed = JSON.stringify(answer.schedule) !== JSON.stringify(this.status.schedule);
    const tooOld = answer.oldestProtocol > PROTOCOL_VERSION;
    this.#told = { serverMs: Date.parse(answer.serverTime), at };
    this.#aheadMs = Math.round(this.#now() - this.#serverNow());
    const shiftMs = campaignShiftMs(this.#shiftMs, this.#aheadMs);
    const moved = answer.schedule.cadence.kind === 'campaign' && shiftMs !== this.#shiftMs;
    this.#shiftMs = shiftMs;
    Object.assign(this.status, {
      schedule: answer.schedule,
      suppression: answer.suppression,
      clockOffsetMs: this.#aheadMs,
      heardAtMs: this.#now(),
      newestAgent,
      tooOld,
      trouble: tooOld
        ? `This agent speaks protocol ${PROTOCOL_VERSION}, the server takes ${answer.oldestProtocol} and newer: results are kept until jissoku is updated.`
        : null,
    } satisfies Partial<DaemonStatus>);
    // A slot of the old schedule would be of a cadence that no longer holds, one from before the clock was set of another time.
    spool.setState({
      schedule: answer.schedule,
      suppression: answer.suppression,
      newestAgent,
      clockOffsetMs: this.#aheadMs,
      campaignShiftMs: shiftMs,
      ...(changed || moved ? { slot: null } : {}),
    });
    if (changed || moved) this.#noneFoundAtMs = null;
    if (changed) {
      log.info({ cadence: answer.schedule.cadence }, 'a new schedule');
    }
    if (tooOld) log.warn({}, this.status.trouble ?? '');
    this.#retest(answer.retest ?? null);
    this.#parts.onChange?.();
  }

  /** A test out of turn, once for each time that the server asks; none in quiet hours. */
  #retest(asked: { askedAt: string; until: string } | null): void {
    const { spool, log, deviceZone } = this.#parts;
    const nowMs = this.#now();
    if (asked === null || asked.askedAt === spool.state('retestAskedAt')) return;
    if (Date.parse(asked.until) <= this.#serverNow()) return;
    const { quietHours, timeZone } = this.schedule;
    if (isQuiet(nowMs, quietHours, timeZone ?? deviceZone)) return;
    log.info({ until: asked.until }, 'the server asks for another test');
    spool.setState({ retestAskedAt: asked.askedAt, burst: [nowMs, ...burstOf(spool.state('burst'))] });
  }

  #trouble(text: string): void {
    this.status.trouble = text;
    this.#parts.onChange?.();
  }

  async #send(): Promise<void> {
    const { spool, client, signal, random, log } = this.#parts;
    let failures = 0;
    while (!signal.aborted) {
      if (this.status.tooOld) {
        await this.#sleep(this.#pace.longestSleepMs);
        continue;
      }
      const delivery = await deliver(spool, client);
      if (signal.aborted) return;
      switch (delivery.outcome) {
        case 'empty':
          failures = 0;
          await Promise.race([
            this.#sleep(this.#pace.emptyPauseMs),
            new Promise<void>((resolve) => {
              this.#wakeSender = resolve;
            }),
          ]);
          break;
        case 'sent':
          failures = 0;
          this.status.trouble = null;
          log.info({ sent: delivery.sent, refused: delivery.refused }, 'delivered');
          this.#parts.onChange?.();
          break;
        case 'barred':
        case 'later': {
          failures += 1;
          const text = failureText(delivery.failure);
          // What is barred is asked again, rarely: an operator may have taken it back.
          const pauseMs =
            delivery.outcome === 'barred'
              ? backOffMs(20, null, random)
              : backOffMs(failures, delivery.askedMs, random);
          log.warn({ failure: text, pauseMs }, 'not delivered; results are kept');
          this.#trouble(text);
          await this.#sleep(pauseMs);
        }
      }
    }
  }

  #suppressed(): boolean {
    const { suppression } = this.status;
    return suppression !== null && Date.parse(suppression.until) > this.#serverNow();
  }

  async #probe(): Promise<void> {
    const { spool, signal, random, config, probe, trace, clock } = this.#parts;
    let tracedAt = Number.NEGATIVE_INFINITY;
    for (const { atMs, round } of spool.lightProbes(this.#now() - DAY_MS))
      this.#note(atMs, round as LightProbes);
    while (!signal.aborted) {
      const everyS = config.light_probes === false ? null : this.schedule.lightProbesEveryS;
      await this.#sleep((everyS ?? 60) * 1000 * (0.8 + random() * 0.4));
      const nowMs = this.#now();
      const budget = this.schedule.monthlyBytes;
      const mostBytes = LIGHT_PROBES_BYTES + (trace === undefined ? 0 : 2 * TRACEROUTE_BYTES);
      const affordable = budget === null || spool.monthBytes(monthOf(nowMs)) + mostBytes <= budget;
      // Beside a test they would measure its load.
      if (signal.aborted || everyS === null || this.status.testing || this.#suppressed() || !affordable)
        continue;
      const round = await probe();
      if (this.status.testing) continue;
      let costBytes = LIGHT_PROBES_BYTES;
      if (trace !== undefined && clock.now() - tracedAt >= TRACE_EVERY_MS) {
        tracedAt = clock.now();
        round.paths = await trace(round.edge.map(({ ipVersion }) => ipVersion));
        costBytes += TRACEROUTE_BYTES * round.paths.length;
      }
      spool.addLightProbes(nowMs, round);
      spool.addMonthBytes(monthOf(nowMs), costBytes);
      this.status.lastProbes = round;
      this.#note(nowMs, round);
      this.#suspect(nowMs);
      this.#parts.onChange?.();
    }
  }

  #note(atMs: number, { edge }: LightProbes): void {
    for (const { rttMs, synLost } of edge) this.#edge.push({ atMs, rttMs: synLost ? null : rttMs });
    this.#edge = this.#edge.filter((one) => one.atMs > atMs - DAY_MS);
  }

  /** A few tests close together, when the line has become worse than it was. */
  #suspect(nowMs: number): void {
    const { spool, log } = this.#parts;
    const { burst } = this.status.schedule;
    if (burst === null || !isSuspicious(this.#edge, burst, nowMs)) return;
    const lastAtMs = Number(spool.state('burstAtMs') ?? 0);
    if (nowMs - lastAtMs < burst.restS * 1000) return;
    log.info({ tests: burst.tests }, 'the line has become worse: a burst of tests');
    const slots = Array.from({ length: burst.tests }, (_, index) => nowMs + index * burst.intervalS * 1000);
    spool.setState({ burstAtMs: nowMs, burst: slots });
  }

  /** The planned slot, or a new one; kept, so that a restart draws no other. */
  #planned(nowMs: number): Slot | null {
    const { spool, random, deviceZone } = this.#parts;
    const kept = slotOf(spool.state('slot'));
    const sane = kept !== null && kept.atMs - nowMs <= horizonMs(this.schedule);
    let cadence = sane ? kept : null;
    if (cadence === null && !this.#noneFoundLately(nowMs)) {
      cadence = nextSlot(this.schedule, nowMs, random, deviceZone);
      spool.setState({ slot: cadence });
      this.#noneFoundAtMs = cadence === null ? nowMs : null;
    }
    const bursts = burstOf(spool.state('burst'));
    const burst = bursts[0] === undefined ? null : { atMs: bursts[0], kind: 'burst' as const };
    const next = burst !== null && (cadence === null || burst.atMs < cadence.atMs) ? burst : cadence;
    this.status.next = next;
    return next;
  }

  #noneFoundLately(nowMs: number): boolean {
    const atMs = this.#noneFoundAtMs;
    // A clock that was set back says nothing of how long ago it was.
    return atMs !== null && nowMs >= atMs && nowMs - atMs < PAUSE_WITHOUT_SLOT_MS;
  }

  async #test(): Promise<void> {
    const { spool, signal, random, deviceZone } = this.#parts;
    while (!signal.aborted) {
      const nowMs = this.#now();
      const slot = this.#planned(nowMs);
      if (slot === null || slot.atMs > nowMs) {
        const { longestSleepMs } = this.#pace;
        await this.#sleep(slot === null ? longestSleepMs : Math.min(longestSleepMs, slot.atMs - nowMs));
        continue;
      }
      if (slot.kind === 'burst') {
        const [, ...rest] = burstOf(spool.state('burst'));
        spool.setState({ running: slot, burst: rest });
        await this.#run(slot);
        continue;
      }
      const { missed, next } = slotsMissed(this.schedule, slot, nowMs, random, deviceZone);
      for (const one of missed) this.#record(one, 'missed', 'the agent did not run');
      if (missed.length > 0) {
        spool.setState({ slot: next });
        continue;
      }
      // The next slot is planned before this one runs: whatever happens to it, it is not run again.
      spool.setState({ running: slot, slot: nextSlot(this.schedule, nowMs, random, deviceZone) });
      await this.#run(slot);
    }
  }

  /** One test, or one over each IP version in random order, linked by the first's id; each ends as a slot of its own. */
  async #run(slot: Slot): Promise<void> {
    const { spool, random, signal } = this.#parts;
    let groupId: string | null = null;
    for (const ipVersion of this.#ipVersions(random)) {
      if (signal.aborted) break;
      // Whose result is in the spool has taken it out.
      spool.setState({ running: slot });
      const ended = await this.#attempt(slot, ipVersion, groupId);
      if ('measurementId' in ended) {
        groupId ??= ended.measurementId;
        this.#wakeSender();
      } else {
        this.#record(slot, ended.outcome, ended.reason);
        spool.setState({ running: null });
      }
      this.#parts.onChange?.();
    }
  }

  #ipVersions(random: Random): readonly (4 | 6 | null)[] {
    switch (this.#parts.config.ip_version) {
      case '4':
        return [4];
      case '6':
        return [6];
      case 'both':
        // Random, so that neither is always the one that finds the line awake.
        return random() < 0.5 ? [4, 6] : [6, 4];
      case 'any':
      case null:
        return [null];
    }
  }

  /** What was measured has been recorded by the test's own process. */
  async #attempt(
    slot: Slot,
    ipVersion: 4 | 6 | null,
    groupId: string | null,
  ): Promise<{ measurementId: string } | { outcome: SlotOutcome; reason: string }> {
    const { clock, signal, random, readCounters } = this.#parts;
    if (this.#suppressed()) return { outcome: 'skipped', reason: 'suppressed' };
    for (let retries = 0; ; retries += 1) {
      const line = await waitForIdleLine(readCounters, clock, signal);
      if (line === 'busy')
        return { outcome: 'skipped', reason: signal.aborted ? 'stopped' : 'cross-traffic' };
      const report = await this.#measure(slot, ipVersion, groupId);
      if (report === null) return { outcome: 'skipped', reason: 'monthly budget' };
      switch (report.outcome) {
        case 'measured':
          return report;
        case 'failed':
          return {
            ...report,
            reason: ipVersion === null ? report.reason : `IPv${ipVersion}: ${report.reason}`,
          };
        case 'busy':
        case 'locked': {
          if (retries === MOST_BUSY_RETRIES)
            return {
              outcome: 'skipped',
              reason: report.outcome === 'busy' ? 'server busy' : 'another test runs',
            };
          const askedMs = report.outcome === 'busy' ? report.askedMs : null;
          // A minute at least: a server that says "later" means no five seconds.
          await this.#sleep(backOffMs(retries + 4, askedMs, random));
          if (signal.aborted) return { outcome: 'skipped', reason: 'stopped' };
        }
      }
    }
  }

  /** Null when the month has no bytes left for a test. */
  async #measure(slot: Slot, ipVersion: 4 | 6 | null, groupId: string | null): Promise<SlotReport | null> {
    const { spool, config, measure, signal } = this.#parts;
    const nowMs = this.#now();
    const month = monthOf(nowMs);
    const allowed = loadAllowance(this.schedule.monthlyBytes, spool.monthBytes(month), nowMs);
    const maxBytes = allowed === null ? config.test_bytes : Math.min(allowed, config.test_bytes ?? allowed);
    if (maxBytes !== null && maxBytes < LEAST_TEST_BYTES) return null;
    // Without a bound of its own a test pays when it is over.
    const reservation = spool.reserve(month, maxBytes === null ? 0 : costOf(maxBytes));
    this.status.testing = true;
    this.#parts.onChange?.();
    const report = await measure(
      {
        origin: config.server,
        stateDir: config.state_dir,
        spoolBytes: config.spool_bytes ?? 0,
        ipVersion,
        groupId,
        maxBytes,
        plannedAtMs: slot.atMs,
        kind: slot.kind,
        reservation,
      },
      signal,
    );
    this.status.testing = false;
    if (report.outcome === 'locked') spool.settle(reservation, 0);
    if (report.outcome === 'busy') spool.settle(reservation, SESSION_BYTES);
    // A process that could not say what it moved has moved all it might; one that could has settled it.
    if (report.outcome === 'failed') spool.settle(reservation, maxBytes === null ? 0 : costOf(maxBytes));
    return report;
  }

  #record(slot: Slot, outcome: SlotOutcome, reason: string): void {
    const { spool, log } = this.#parts;
    spool.addSlot({ plannedAtMs: slot.atMs, kind: slot.kind, outcome, reason });
    log.info({ plannedAt: new Date(slot.atMs).toISOString(), kind: slot.kind, outcome, reason }, 'no test');
  }
}

/** Below this a test says little; the budget waits for the next day rather than be spent on such. */
const LEAST_TEST_BYTES = 1_000_000;

/** What a spool may hold is read as anybody's: it may be of an older agent, or broken. */
function slotOf(value: unknown): Slot | null {
  const slot = value as Partial<Slot> | null;
  return typeof slot?.atMs === 'number' && Number.isFinite(slot.atMs) && typeof slot.kind === 'string'
    ? { atMs: slot.atMs, kind: slot.kind }
    : null;
}

function finite(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function burstOf(value: unknown): number[] {
  return Array.isArray(value) ? value.filter((one): one is number => Number.isFinite(one)) : [];
}
