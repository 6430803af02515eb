/** The worker's half of a measurement on a simulated line: what it must do for the engine, and nothing that it checks. */
import { encodeMessage, parseAgentMessage } from '../../../protocol/messages.ts';
import {
  COUNTER_INTERVAL_BYTES,
  COUNTER_INTERVAL_MS,
  MARK_INTERVAL_BYTES,
  MARK_INTERVAL_MS,
} from '../../../protocol/spec.ts';
import type { Direction, Phase, Summary } from '../../../protocol/summary.ts';
import type { Channel } from '../../transport.ts';
import type { SimulatedMessage } from './message-stream.ts';
import type { SimulatedTime } from './simulated-time.ts';

/** As the real worker: messages that arrive within this time belong to one report. */
const BURST_MS = 5;

/** What the worker has seen of one direction, over all connections. */
interface Seen {
  bytes: number;
  connections: number;
  firstMs: number | null;
  lastMs: number;
}

export class SimulatedWorker {
  readonly #time: SimulatedTime;
  readonly #sessionId: string;
  /** What the worker's own clock says at a time of the simulation, ms. */
  readonly #clock: (atMs: number) => number;
  readonly #seen: Record<Phase, Seen> = {
    download: { bytes: 0, connections: 0, firstMs: null, lastMs: 0 },
    upload: { bytes: 0, connections: 0, firstMs: null, lastMs: 0 },
    bidirectional: { bytes: 0, connections: 0, firstMs: null, lastMs: 0 },
  };
  readonly #closed = new Set<Phase>();

  constructor(time: SimulatedTime, sessionId: string, clock: (atMs: number) => number) {
    this.#time = time;
    this.#sessionId = sessionId;
    this.#clock = clock;
  }

  /** Serves one connection: answers what to do with a message. `close` ends it behind all that was sent. */
  serve(
    channel: Channel,
    send: (message: SimulatedMessage) => void,
    close: () => void,
  ): (message: SimulatedMessage) => void {
    switch (channel) {
      case 'echo':
        return (message) => this.#echo(message, send);
      case 'download':
        return this.#download(send, close);
      case 'upload':
        return this.#upload(send, close);
    }
  }

  /** Once both directions are closed, load is of the phase that has both at once. */
  #phaseOf(direction: Direction): Phase {
    return this.#closed.has('download') && this.#closed.has('upload') ? 'bidirectional' : direction;
  }

  #note(direction: Direction, bytes: number): void {
    const seen = this.#seen[this.#phaseOf(direction)];
    seen.firstMs ??= this.#time.now();
    seen.lastMs = this.#time.now();
    seen.bytes += bytes;
  }

  #echo(message: SimulatedMessage, send: (message: SimulatedMessage) => void): void {
    if (!('text' in message)) return;
    const parsed = parseAgentMessage(message.text);
    if (!parsed.ok) return;
    if (parsed.value.type === 'probe') send(message);
    if (parsed.value.type === 'close-phase') {
      const { direction, bytes } = parsed.value;
      this.#closed.add(direction);
      send({ text: encodeMessage({ type: 'summary', summary: this.#summary(direction, bytes) }) });
    }
  }

  #summary(direction: Phase, agentBytes: number): Summary {
    const { bytes, connections, firstMs, lastMs } = this.#seen[direction];
    return {
      sessionId: this.#sessionId,
      direction,
      bytes,
      agentBytes,
      durationMs: firstMs === null ? 0 : lastMs - firstMs,
      connections,
      edge: 'SIM',
      prefixChanged: false,
      closedAt: this.#time.utc(),
    };
  }

  #download(send: (message: SimulatedMessage) => void, close: () => void) {
    this.#seen[this.#phaseOf('download')].connections += 1;
    let sent = 0;
    let marked = 0;
    let markedAtMs = Number.NEGATIVE_INFINITY;
    return (message: SimulatedMessage) => {
      const parsed = 'text' in message ? parseAgentMessage(message.text) : null;
      if (!parsed?.ok) return;
      if (parsed.value.type === 'probe') send(message);
      else if (parsed.value.type === 'finish') {
        send({ text: encodeMessage({ type: 'finished', bytes: sent }) });
        close();
      } else if (parsed.value.type === 'credit') {
        while (sent < parsed.value.limitBytes) {
          const byteLength = Math.min(parsed.value.messageBytes, parsed.value.limitBytes - sent);
          send({ byteLength });
          sent += byteLength;
          this.#note('download', byteLength);
          const isDue = sent === parsed.value.limitBytes && this.#time.now() - markedAtMs >= MARK_INTERVAL_MS;
          if (sent - marked < MARK_INTERVAL_BYTES && !isDue) continue;
          marked = sent;
          markedAtMs = this.#time.now();
          send({ text: encodeMessage({ type: 'mark', nonce: String(marked).padStart(12, '0') }) });
        }
      }
    };
  }

  #upload(send: (message: SimulatedMessage) => void, close: () => void) {
    this.#seen[this.#phaseOf('upload')].connections += 1;
    let received = 0;
    let firstMs = 0;
    let lastMs = 0;
    let reported = 0;
    let reportedAtMs = Number.NEGATIVE_INFINITY;
    let waiting = false;
    const tell = () => {
      reported = received;
      reportedAtMs = this.#time.now();
      // A worker's clock gives whole milliseconds.
      const elapsedMs = Math.max(0, Math.floor(lastMs) - Math.floor(firstMs));
      send({ text: encodeMessage({ type: 'counter', receivedBytes: received, elapsedMs }) });
    };
    const report = () => {
      waiting = false;
      if (received > reported) tell();
    };
    return (message: SimulatedMessage) => {
      if ('text' in message) {
        const parsed = parseAgentMessage(message.text);
        if (parsed.ok && parsed.value.type === 'probe') send(message);
        report();
        if (!parsed.ok || parsed.value.type !== 'finish') return;
        send({ text: encodeMessage({ type: 'finished', bytes: received }) });
        close();
        return;
      }
      lastMs = this.#clock(this.#time.now());
      if (received === 0) firstMs = lastMs;
      received += message.byteLength;
      this.#note('upload', message.byteLength);
      if (received - reported >= COUNTER_INTERVAL_BYTES) tell();
      if (waiting) return;
      waiting = true;
      this.#time.at(Math.max(this.#time.now() + BURST_MS, reportedAtMs + COUNTER_INTERVAL_MS), report);
    };
  }
}
