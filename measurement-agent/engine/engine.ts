import { goodput } from '../metrics/goodput.ts';
import { ascending, quantile } from '../metrics/quantile.ts';
import type { Session } from '../protocol/api.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import type { LoadPlan, Plan } from '../protocol/plan.ts';
import type { Declared, Submission } from '../protocol/result.ts';
import { SESSION_BYTE_BUDGET } from '../protocol/spec.ts';
import type { Direction, Phase, Summary } from '../protocol/summary.ts';
import { ByteAllowance } from './byte-allowance.ts';
import type { Clock, Random } from './clock.ts';
import type { Datagrams } from './datagrams.ts';
import type { EngineEvent, EngineFailure, Stage } from './events.ts';
import { LossStages } from './loss-stages.ts';
import { measureIdleLatency } from './phases/idle-latency.ts';
import { CONNECT_LIMIT_MS } from './phases/load.ts';
import { type DirectionLoad, type LoadedRecord, loadAllAndProbe } from './phases/loaded-latency.ts';
import { Prober } from './prober.ts';
import { report } from './report.ts';
import type { WatchSurroundings } from './surroundings.ts';
import type { ConnectFailure, Connection, Transport } from './transport.ts';
import { within } from './wait.ts';

export interface MeasureOptions {
  transport: Transport;
  clock: Clock;
  random: Random;
  /** Ends the run within a second; what was measured until then is given back and says that it is unfinished. */
  signal: AbortSignal;
  agent: Submission['agent'];
  declared: Declared;
  /** The session this run belongs to, when IPv4 and IPv6 are measured apart. */
  groupId?: string | null;
  /** Made by a test or a simulation: stored, never counted. */
  synthetic?: boolean;
  /** The way of datagrams; loss is not measured without one. */
  datagrams?: Datagrams;
  /** Watches the machine meanwhile; nothing is known of it without. */
  surroundings?: WatchSurroundings;
  /** Instead of the plan that the server suggests. */
  plan?: Plan;
  /** Application bytes that the whole run may move, both directions together, as `bytes` of the result counts them. */
  maxBytes?: number;
  /** Loads both directions at once as well, after each alone. */
  bidirectional?: boolean;
  onEvent?: (event: EngineEvent) => void;
}

export interface Measured {
  submission: Submission;
  session: Session;
}

/** The worker answers a closing phase at once; the wait is for the path. */
const SUMMARY_LIMIT_MS = 5_000;
/** The path is taken for this slow when the idle round trip is unknown. */
const ASSUMED_RTT_MS = 100;
/** The worker counts what it sent, the agent what arrived: of the session's budget this much is left between them. */
const SESSION_SHARE = 0.98;
/** Of the bytes that are left a download takes this share at most, and so does an upload that is not the last. */
const DOWNLOAD_SHARE = 0.6;

/**
 * Measures one line: idle round trips, then download, then upload, each with round trips under load; both at once where asked for. A dying connection
 * costs the figures that depended on it and is named; an error is only what leaves nothing to report.
 */
export async function measure(options: MeasureOptions): Promise<Fallible<Measured, EngineFailure>> {
  const { transport, clock, random, signal } = options;
  const startedAt = clock.utc();
  const startedAtMs = clock.now();
  const stagesBeganAtMs: Partial<Record<Stage, number>> = {};
  const onEvent = (event: EngineEvent) => {
    if (event.type === 'stage-started') stagesBeganAtMs[event.stage] = clock.now();
    options.onEvent?.(event);
  };

  const opened = await transport.openSession({ groupId: options.groupId ?? null }, signal);
  if (!opened.ok) {
    return signal.aborted ? err({ reason: 'aborted' }) : err({ reason: 'session', failure: opened.error });
  }
  const session = opened.value;
  const plan = options.plan ?? session.plan;
  const datagrams = options.datagrams ?? null;
  const withLoss: Stage[] = datagrams !== null && session.turn !== null ? ['loss'] : [];
  const both: Stage[] = options.bidirectional ? ['bidirectional'] : [];
  const stages: Stage[] = ['idle', ...withLoss, 'download', 'upload', ...both];
  onEvent({ type: 'session', sessionId: session.sessionId, plan, stages });

  const prober = new Prober(clock, random);
  const echo = await openEcho(prober, session.token, options);
  if (!echo.ok) {
    return signal.aborted ? err({ reason: 'aborted' }) : err({ reason: 'connect', failure: echo.error });
  }
  prober.use(echo.value);
  const loss = new LossStages({ datagrams, turn: session.turn, clock, signal, onEvent });
  const watch = options.surroundings?.() ?? null;

  try {
    onEvent({ type: 'stage-started', stage: 'idle' });
    watch?.enter('idle');
    const idleRoundTrips = await measureIdleLatency(
      prober,
      plan.idle,
      (rttMs, done) => onEvent({ type: 'idle-sample', rttMs, done, of: plan.idle.probes }),
      signal,
    );
    watch?.enter(null);
    if (idleRoundTrips.length === 0) {
      if (signal.aborted) return err({ reason: 'aborted' });
      if (prober.lost) return err({ reason: 'lost', detail: closed(prober.lost) });
    }
    const rttMs = quantile(ascending(idleRoundTrips.map((each) => each.rttMs)), 0.5);
    onEvent({ type: 'stage-ended', stage: 'idle', rttMs });
    if (!signal.aborted) await loss.idle(rttMs);

    const closing: Promise<Summary | null>[] = [];
    let leftBytes = Math.min(
      options.maxBytes ?? Number.POSITIVE_INFINITY,
      SESSION_BYTE_BUDGET * SESSION_SHARE,
    );
    /** Loads the line and has the worker tell what it saw. Null when it was stopped before. */
    const runPhase = async (
      phase: Phase,
      loads: readonly DirectionLoad[],
      otherBps: number | null,
    ): Promise<LoadedRecord[] | null> => {
      if (signal.aborted) return null;
      onEvent({ type: 'stage-started', stage: phase });
      // Both directions at once are not in statistics, and their figures are judged by no one.
      watch?.enter(phase === 'bidirectional' ? null : phase);
      const shared = {
        token: session.token,
        idleRttMs: rttMs ?? ASSUMED_RTT_MS,
        otherBps,
        transport,
        clock,
        random,
        responsiveness: plan.responsiveness ?? null,
        signal,
        onRateKnown: () => onEvent({ type: 'rate-known', direction: phase }),
      };
      const records = await loadAllAndProbe(prober, plan.working, shared, loads, (workingRttMs) =>
        onEvent({ type: 'working-sample', direction: phase, rttMs: workingRttMs }),
      );
      watch?.enter(null);
      const bytes = records.reduce((sum, record) => sum + record.bytes, 0);
      leftBytes -= bytes;
      if (!signal.aborted && prober.lost === null) {
        // The worker answers while the connections of the next phase are opened.
        closing.push(within(prober.closePhase(phase, bytes), clock, SUMMARY_LIMIT_MS, signal));
      }
      return records;
    };
    const loadOf = (direction: Direction, load: LoadPlan, allowance: ByteAllowance): DirectionLoad => ({
      direction,
      plan: load,
      allowance,
      onSample: (atMs, bps) => onEvent({ type: 'load-sample', direction, atMs, bps, ofMs: load.durationMs }),
    });
    const runDirection = async (
      direction: Direction,
      otherBps: number | null,
    ): Promise<LoadedRecord | null> => {
      // What comes after a download needs its share.
      const byteLimit = leftBytes * (direction === 'download' || options.bidirectional ? DOWNLOAD_SHARE : 1);
      const load = loadOf(direction, plan[direction], new ByteAllowance(byteLimit));
      const record = (await runPhase(direction, [load], otherBps))?.[0] ?? null;
      if (record !== null) onEvent({ type: 'stage-ended', stage: direction, bps: rateOf(record) });
      return record;
    };
    /** Both ends at the same time: neither is cut short for being known well. */
    const runBoth = async (): Promise<{ download: LoadedRecord; upload: LoadedRecord } | null> => {
      const half = ({ connections, ...load }: LoadPlan): LoadPlan => ({
        ...load,
        connections: Math.ceil(connections / 2),
        halfWidthRatio: 0,
      });
      // Each takes as it is fast, so that neither is left to go on alone.
      const allowance = new ByteAllowance(leftBytes);
      const records = await runPhase(
        'bidirectional',
        [loadOf('download', half(plan.download), allowance), loadOf('upload', half(plan.upload), allowance)],
        null,
      );
      const [download, upload] = records ?? [];
      if (download === undefined || upload === undefined) return null;
      onEvent({
        type: 'stage-ended',
        stage: 'bidirectional',
        downloadBps: rateOf(download),
        uploadBps: rateOf(upload),
      });
      return { download, upload };
    };
    loss.loadBegins(plan.download);
    const download = await runDirection('download', null);
    loss.loadEnds();
    const upload = await runDirection('upload', download && rateOf(download));
    // Both at once count in each direction: the worker must have closed what each was alone.
    if (options.bidirectional) await Promise.all(closing);
    const bidirectional = options.bidirectional ? await runBoth() : null;
    const summaries = (await Promise.all(closing)).filter((summary) => summary !== null);

    const submission = report({
      sessionId: session.sessionId,
      groupId: options.groupId ?? null,
      synthetic: options.synthetic ?? false,
      maxBytes: options.maxBytes ?? null,
      agent: options.agent,
      transport: transport.name,
      declared: options.declared,
      startedAt,
      durationMs: Math.round(clock.now() - startedAtMs),
      stopped: signal.aborted,
      startedAtMs,
      stagesBeganAtMs,
      idleRoundTrips,
      download,
      upload,
      bidirectional,
      echoLost: prober.lost !== null,
      loss: await loss.end(),
      summaries,
      surroundings: watch?.end() ?? null,
    });
    return ok({ submission, session });
  } finally {
    watch?.end();
    prober.close();
    loss.close();
  }
}

function rateOf(record: LoadedRecord): number | null {
  return record.outcome === 'complete' ? (goodput(record.connections, record.untilMs)?.bps ?? null) : null;
}

async function openEcho(
  prober: Prober,
  token: string,
  { transport, clock, signal }: MeasureOptions,
): Promise<Fallible<Connection, ConnectFailure>> {
  const late = new AbortController();
  const cancel = clock.after(CONNECT_LIMIT_MS, () => late.abort());
  try {
    return await transport.connect('echo', token, prober.events, AbortSignal.any([signal, late.signal]));
  } finally {
    cancel();
  }
}

function closed({ code, reason }: { code: number; reason: string }): string {
  return reason === '' ? `closed with code ${code}` : `${reason} (${code})`;
}
