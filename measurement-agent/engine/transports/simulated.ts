/**
 * A line with known truth: one shared drop-tail queue each way, TCP connections with slow start, CUBIC and ack clocking,
 * in simulated time, decided by a seed. bench/simulated-bias.ts says how far its figures are from emulated lines.
 */

import { err, ok } from '../../protocol/fallible.ts';
import { UNKNOWN_NETWORK } from '../../protocol/network.ts';
import { DEFAULT_PLAN } from '../../protocol/plan.ts';
import { SESSION_LOAD_MS, SUBMIT_WITHIN_MS } from '../../protocol/spec.ts';
import type { Direction } from '../../protocol/summary.ts';
import type { Random } from '../clock.ts';
import type { Datagrams } from '../datagrams.ts';
import type { Channel, Connection, ConnectionEvents, Transport } from '../transport.ts';
import { Bottleneck } from './simulated/bottleneck.ts';
import type { Carried } from './simulated/carried.ts';
import { MessageStream, type SimulatedMessage } from './simulated/message-stream.ts';
import { seededRandom } from './simulated/seeded-random.ts';
import { simulatedDatagrams } from './simulated/simulated-datagrams.ts';
import { SimulatedTime } from './simulated/simulated-time.ts';
import { SimulatedWorker } from './simulated/simulated-worker.ts';
import { TcpFlow } from './simulated/tcp-flow.ts';

export interface SimulatedDirection {
  /** IP bits a second. */
  rateBps: number;
  /** Bytes; a line of 100 ms when left out. */
  queueBytes?: number;
  lossRatio?: number;
  /** Rates that hold from a time on: [ms since the start of the simulation, bit/s]. */
  rateSteps?: readonly (readonly [number, number])[];
  /** Times in which nothing gets through: [ms, ms]. A line that dies has one without an end. */
  outages?: readonly (readonly [number, number])[];
}

export interface SimulatedLine {
  download: SimulatedDirection;
  upload: SimulatedDirection;
  /** Round trip of the idle line, ms. */
  rttMs: number;
  seed: number;
  /** Whether the session names a TURN server; true when left out. */
  turn?: boolean;
  /** What the worker's clock says at a time of the simulation, ms; that time when left out. */
  workerClock?: (atMs: number) => number;
  /**
   * A connection that dies: its channel, its number from 0, and when, ms since it was opened. A silent death closes
   * nothing: nothing arrives any more.
   */
  death?: { channel: Channel; index: number; afterMs: number; silent?: boolean };
}

export interface Simulation {
  time: SimulatedTime;
  random: Random;
  transport: Transport;
  datagrams: Datagrams;
  /** What each direction of the line has carried: the truth. */
  carried: Record<Direction, Carried>;
}

/** Every simulation begins then. */
const EPOCH_MS = Date.UTC(2026, 0, 1);
/** A queue of this long, when none is given. */
const DEFAULT_QUEUE_MS = 100;
/** Packets a segment stands for: one up to this rate, more above. */
const SINGLE_PACKET_BPS = 100e6;
/** A packet of TCP's handshake, or of the upgrade, about. */
const HANDSHAKE_BYTES = 500;
/** RFC 6298 section 2.1. */
const SYN_TIMEOUT_MS = 1_000;
const TURN = { urls: ['turn:simulated'], username: 'u', credential: 'c', expiresAt: '2026-01-01T00:05:00Z' };
const SESSION_ID = 'simulated_simulated_00';

export function simulate(line: SimulatedLine): Simulation {
  const time = new SimulatedTime(EPOCH_MS);
  const random = seededRandom(line.seed);
  const worker = new SimulatedWorker(time, SESSION_ID, line.workerClock ?? ((atMs) => atMs));
  const bottleneck = (direction: SimulatedDirection) =>
    new Bottleneck(
      {
        lossRatio: 0,
        queueBytes: Math.max(30_000, (direction.rateBps * DEFAULT_QUEUE_MS) / 8000),
        ...direction,
        delayMs: line.rttMs / 2,
      },
      random,
    );
  const down = bottleneck(line.download);
  const up = bottleneck(line.upload);
  const opened: Record<Channel, number> = { download: 0, upload: 0, echo: 0 };

  function connection(channel: Channel, events: ConnectionEvents): Connection {
    let closed = false;
    const flow = (
      forward: Bottleneck,
      backward: Bottleneck,
      rateBps: number,
      onMessage: (m: SimulatedMessage) => void,
    ) => {
      const packetsPerSegment = Math.max(1, Math.round(rateBps / SINGLE_PACKET_BPS));
      const tcp = new TcpFlow(
        time,
        { forward, backward, baseRttMs: line.rttMs, packetsPerSegment },
        (bytes) => messages.delivered(bytes),
        () => messages.payloadShare,
      );
      const messages = new MessageStream((bytes) => tcp.write(bytes), onMessage);
      return { tcp, messages };
    };
    const toAgent = flow(down, up, line.download.rateBps, (message) => {
      if (closed) return;
      time.touch();
      if ('byteLength' in message) events.onPayload(message.byteLength, time.now());
      else if (message.text === CLOSED) end(1000);
      else events.onText(message.text, time.now());
    });
    const toWorker = flow(up, down, line.upload.rateBps, (message) => serve(message));
    const serve = worker.serve(
      channel,
      (message) => toAgent.messages.send(message),
      () => toAgent.messages.send({ text: CLOSED }),
    );
    const kill = () => {
      toAgent.tcp.kill();
      toWorker.tcp.kill();
    };
    const end = (code: number) => {
      if (closed) return;
      closed = true;
      kill();
      time.touch();
      events.onClose(code, '');
    };
    const index = opened[channel];
    opened[channel] += 1;
    const { death } = line;
    if (death?.channel === channel && death.index === index)
      time.at(time.now() + death.afterMs, () => (death.silent ? kill() : end(1006)));
    return {
      sendText: (text) => closed || toWorker.messages.send({ text }),
      sendPayload: (byteLength) => closed || toWorker.messages.send({ byteLength }),
      close: () => end(1005),
    };
  }

  const sleep = (ms: number) => new Promise<void>((resolve) => time.after(ms, resolve));

  /** One packet there and one back through whatever stands in the queues; a lost one is sent again after a second. */
  async function exchange(): Promise<void> {
    while (!((await cross(up)) && (await cross(down)))) await sleep(SYN_TIMEOUT_MS);
  }

  async function cross(bottleneck: Bottleneck): Promise<boolean> {
    const arrivesAtMs = bottleneck.pass(time.now(), HANDSHAKE_BYTES);
    if (arrivesAtMs !== null) await sleep(arrivesAtMs - time.now());
    return arrivesAtMs !== null;
  }

  const transport: Transport = {
    name: 'simulated',
    opening: { roundTrips: 2, bytes: 2_000 },
    async connect(channel, _token, events, signal) {
      // TCP and the WebSocket upgrade.
      await exchange();
      await exchange();
      if (signal.aborted) return err({ reason: 'aborted', detail: 'stopped', closeCode: null });
      return ok(connection(channel, events));
    },
    async openSession() {
      await sleep(2 * line.rttMs);
      const nowMs = Date.parse(time.utc());
      return ok({
        sessionId: SESSION_ID,
        token: 'simulated',
        expiresAt: new Date(nowMs + SESSION_LOAD_MS).toISOString(),
        submitBy: new Date(nowMs + SUBMIT_WITHIN_MS).toISOString(),
        network: UNKNOWN_NETWORK,
        plan: DEFAULT_PLAN,
        turn: line.turn === false ? null : TURN,
      });
    },
    submit: () => Promise.resolve(err({ reason: 'unreachable', detail: 'a simulation stores nothing' })),
    fetchResult: () => Promise.resolve(err({ reason: 'unreachable', detail: 'a simulation stores nothing' })),
  };
  const datagrams = simulatedDatagrams({ time, random, up, down, rttMs: line.rttMs });
  const carried = { download: down.carried, upload: up.carried };
  return { time, random, transport, datagrams, carried };
}

/** Stands for the closing handshake: it arrives behind everything that was sent. */
const CLOSED = '\u0000closed';
