/** HTTP of a fleet: real requests over few connections, each from an address of its own device, at the time of the fleet's clock. */
import { Agent, request } from 'node:http';
import type { HttpSend } from '../../measurement-agent/engine/transports/api-client.ts';
import type { Heartbeat } from '../../measurement-agent/protocol/agents.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { World } from './world.ts';

const MOST_CONNECTIONS = 64;
const MINUTE_MS = 60_000;

/** What of an answer does not reach the device. */
export type Loss = 'nothing' | 'request' | 'answer';

/** Requests a minute. */
export interface Minutes {
  mean: number;
  most: number;
}

export class FleetTraffic {
  readonly #world: World;
  readonly #origin: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: MOST_CONNECTIONS });
  /** Of the fleet's clock, since the epoch. */
  readonly byMinute = new Map<number, number>();
  readonly byPath = new Map<string, number>();
  readonly byStatus = new Map<number, number>();
  bytesUp = 0;
  bytesDown = 0;
  unanswered = 0;
  /** Heartbeats that the server did not see. */
  spared = 0;
  /** Of a device's heartbeats one in so many reaches the server; the others hear once more what it said last. */
  readonly #heartbeatsPerSent: number;

  constructor(world: World, origin: string, heartbeatsPerSent: number) {
    this.#world = world;
    this.#origin = new URL(origin);
    this.#heartbeatsPerSent = heartbeatsPerSent;
  }

  get requests(): number {
    return [...this.byMinute.values()].reduce((sum, count) => sum + count, 0);
  }

  /** Of a device at this address; `lossOf` says for each request what becomes of it. */
  from(address: string, lossOf: () => Loss): HttpSend {
    let heartbeats = 0;
    let lastHeard: string | null = null;
    return async ({ method, path, token, body, headers }, signal) => {
      const loss = lossOf();
      if (loss === 'request') throw new Error('the line is down');
      const text = body === undefined ? '' : JSON.stringify(body);
      const sentAtMs = this.#world.nowMs;
      const minute = Math.floor(sentAtMs / MINUTE_MS);
      this.byMinute.set(minute, (this.byMinute.get(minute) ?? 0) + 1);
      this.byPath.set(path, (this.byPath.get(path) ?? 0) + 1);
      this.bytesUp += Buffer.byteLength(text);
      const isHeartbeat = path === API_PATHS.heartbeat;
      if (isHeartbeat && lastHeard !== null && heartbeats++ % this.#heartbeatsPerSent !== 0) {
        this.spared += 1;
        const heard = JSON.parse(lastHeard) as Heartbeat;
        const again = JSON.stringify({ ...heard, serverTime: new Date(sentAtMs).toISOString() });
        this.bytesDown += Buffer.byteLength(again);
        if (loss === 'answer') throw new Error('the line went down before the answer');
        return { status: 200, retryAfter: null, text: again, dateMs: sentAtMs };
      }
      const answer = await this.#exchange({
        method,
        path,
        signal,
        text,
        headers: {
          accept: 'application/json',
          ...headers,
          ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
          ...(text === '' ? {} : { 'content-type': 'application/json' }),
          'x-forwarded-for': address,
          'jissoku-clock': String(sentAtMs),
        },
      });
      if (isHeartbeat && answer.status === 200) lastHeard = answer.text;
      this.byStatus.set(answer.status, (this.byStatus.get(answer.status) ?? 0) + 1);
      this.bytesDown += Buffer.byteLength(answer.text);
      if (loss === 'answer') throw new Error('the line went down before the answer');
      // The Date header is the runtime's and knows nothing of the fleet's clock.
      return { ...answer, dateMs: sentAtMs };
    };
  }

  /** Forgets what was counted. */
  reset(): void {
    this.byMinute.clear();
    this.byPath.clear();
    this.byStatus.clear();
    this.bytesUp = 0;
    this.bytesDown = 0;
    this.spared = 0;
  }

  /** Requests of the minutes between two moments. */
  minutes(fromMs: number, toMs: number): Minutes {
    const [first, last] = [Math.floor(fromMs / MINUTE_MS), Math.floor(toMs / MINUTE_MS)];
    const counts = Array.from({ length: last - first }, (_, index) => this.byMinute.get(first + index) ?? 0);
    return {
      mean: counts.reduce((sum, count) => sum + count, 0) / counts.length,
      most: counts.reduce((most, count) => Math.max(most, count), 0),
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  #exchange({
    method,
    path,
    headers,
    text,
    signal,
  }: {
    method: string;
    path: string;
    headers: Record<string, string>;
    text: string;
    signal: AbortSignal;
  }): Promise<{ status: number; retryAfter: string | null; text: string }> {
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => {
        this.unanswered += 1;
        reject(error);
      };
      const outgoing = request(
        {
          agent: this.#agent,
          host: this.#origin.hostname,
          port: this.#origin.port,
          method,
          path,
          signal,
          headers: { ...headers, 'content-length': Buffer.byteLength(text) },
        },
        (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.once('error', fail);
          incoming.once('end', () =>
            resolve({
              status: incoming.statusCode ?? 0,
              retryAfter: incoming.headers['retry-after'] ?? null,
              text: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      outgoing.once('error', fail);
      outgoing.end(text);
    });
  }
}
