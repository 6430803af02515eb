import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { WebhookMessage } from '../measurement-agent/protocol/alarms.ts';

/** A request that came, whatever became of it. */
export interface Arrival {
  id: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/**
 * An endpoint as an owner would run it (docs/alarms.md): refuses what is not signed with its secret just now, acts once on each id, and
 * fails as often as it is told to.
 */
export class WebhookReceiver {
  readonly arrivals: Arrival[] = [];
  /** What was acted on, in order. */
  readonly taken: WebhookMessage[] = [];
  secret = '';
  failuresLeft = 0;
  readonly #seen = new Set<string>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      void receiver.#receive(request).then((status) => response.writeHead(status).end());
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #receive(request: IncomingMessage): Promise<number> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    const id = headers['webhook-id'] ?? '';
    const status = this.#answer(id, headers, body);
    this.arrivals.push({ id, status, headers, body });
    return status;
  }

  #answer(id: string, headers: Record<string, string>, body: string): number {
    let message: WebhookMessage;
    try {
      message = new Webhook(this.secret).verify(body, headers) as WebhookMessage;
    } catch {
      return 401;
    }
    if (this.failuresLeft > 0) {
      this.failuresLeft -= 1;
      return 503;
    }
    if (!this.#seen.has(id)) {
      this.#seen.add(id);
      this.taken.push(message);
    }
    return 204;
  }
}
