import { once } from 'node:events';
import net, { type AddressInfo, type Socket } from 'node:net';

/** Rates in bit/s of bytes, both ways apart; `rttMs` is added to every round trip. */
export interface LineOptions {
  downBps: number;
  upBps: number;
  rttMs: number;
}

/** A line between a browser and the product, for browsers alone: it carries connections, not packets. */
export interface Line {
  origin: string;
  /** Takes every connection down, and lets none in until it is mended. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

export const FAST: LineOptions = { downBps: 1e10, upBps: 1e10, rttMs: 0 };

/** Pieces of this size take turns, as packets do. */
const PIECE_BYTES = 1_460;
/** A sender waits while so much of what it sent is under way, as at the queue of a modem. */
const QUEUE_MS = 200;
const LEAST_QUEUE_BYTES = 16_000;

/**
 * Starts a line to a port of this machine. `refusesUpgrades` answers every WebSocket as a proxy does that knows none. What a
 * browser has sent and the line not taken yet lies in the system's buffers, so uploads meet a longer queue than on a real line.
 */
export async function startLine(
  port: number,
  { downBps, upBps, rttMs }: LineOptions,
  { refusesUpgrades = false } = {},
): Promise<Line> {
  const down = direction(downBps, rttMs / 2);
  const up = direction(upBps, rttMs / 2);
  const open = new Set<Socket>();
  let whole = true;

  const server = net.createServer((near) => {
    if (!whole) return void near.destroy();
    const far = net.connect(port, '127.0.0.1');
    for (const socket of [near, far]) {
      open.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        open.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    if (refusesUpgrades) near.once('data', (head) => refuseUpgrade(near, head));
    up.carry(near, far);
    down.carry(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const cut = () => {
    whole = false;
    for (const socket of open) socket.destroy();
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut,
    mend: () => {
      whole = true;
    },
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}

function refuseUpgrade(near: Socket, head: Buffer): void {
  if (!/^upgrade: websocket/im.test(head.toString('latin1'))) return;
  near.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
}

/** One direction, which all connections share. */
function direction(bps: number, delayMs: number) {
  let freeAtMs = 0;
  const queueMs = Math.max(QUEUE_MS, (LEAST_QUEUE_BYTES * 8000) / bps);
  return {
    carry(from: Socket, to: Socket): void {
      /** In order: timers of different lengths need not be. Null is the end. */
      const underWay: { arrivesAtMs: number; piece: Buffer | null }[] = [];
      let timer: ReturnType<typeof setTimeout> | null = null;
      const deliver = () => {
        timer = null;
        for (let next = underWay[0]; next !== undefined; next = underWay[0]) {
          const waitMs = next.arrivesAtMs - performance.now();
          if (waitMs > 0) {
            timer = setTimeout(deliver, Math.ceil(waitMs));
            return;
          }
          underWay.shift();
          if (next.piece === null) to.end();
          else if (to.writable) to.write(next.piece);
        }
      };
      const send = (piece: Buffer | null) => {
        freeAtMs = Math.max(performance.now(), freeAtMs) + ((piece?.length ?? 0) * 8000) / bps;
        underWay.push({ arrivesAtMs: freeAtMs + delayMs, piece });
        timer ??= setTimeout(deliver, delayMs);
      };
      from.on('data', (chunk: Buffer) => {
        for (let at = 0; at < chunk.length; at += PIECE_BYTES) send(chunk.subarray(at, at + PIECE_BYTES));
        const waitMs = freeAtMs - performance.now() - queueMs;
        if (waitMs <= 0) return;
        from.pause();
        setTimeout(() => from.resume(), waitMs);
      });
      from.on('end', () => send(null));
    },
  };
}
