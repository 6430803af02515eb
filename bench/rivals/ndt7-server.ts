import type { Server } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { moved, payload } from './traffic.ts';

/** ndt7 specification v0.11: subprotocol, first and largest message, share of what was sent that doubles it, duration. */
const SUBPROTOCOL = 'net.measurementlab.ndt.v7';
const FIRST_MESSAGE_BYTES = 1 << 13;
/** What M-Lab's own server caps at. */
const LARGEST_MESSAGE_BYTES = 1 << 20;
const SCALING_SHARE = 16;
const DURATION_MS = 10_000;
const MEASUREMENT_INTERVAL_MS = 250;
const LARGEST_UPLOAD_MESSAGE_BYTES = 1 << 24;

/** Serves /ndt/v7/download and /ndt/v7/upload. */
export function attachNdt7(server: Server): void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: LARGEST_UPLOAD_MESSAGE_BYTES,
    handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
  });
  server.on('upgrade', (request, socket, head) => {
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (request.url?.startsWith('/ndt/v7/download')) download(webSocket);
      else upload(webSocket);
    });
  });
}

function download(socket: WebSocket): void {
  const beganAtMs = performance.now();
  let size = FIRST_MESSAGE_BYTES;
  let sent = 0;
  let told = beganAtMs;
  const push = () => {
    if (socket.readyState !== socket.OPEN) return;
    const nowMs = performance.now();
    if (nowMs - beganAtMs >= DURATION_MS) {
      socket.close();
      return;
    }
    if (nowMs - told >= MEASUREMENT_INTERVAL_MS) {
      told = nowMs;
      tell(socket, nowMs - beganAtMs, sent);
    }
    if (size < LARGEST_MESSAGE_BYTES && size <= sent / SCALING_SHARE) size *= 2;
    sent += size;
    moved.download += size;
    // The next message when this one has left for the kernel: a blocking write, as in a server of its own threads.
    socket.send(payload(size), push);
  };
  push();
}

function upload(socket: WebSocket): void {
  const beganAtMs = performance.now();
  let received = 0;
  const elapsedMs = () => performance.now() - beganAtMs;
  const timer = setInterval(() => tell(socket, elapsedMs(), received), MEASUREMENT_INTERVAL_MS);
  const end = setTimeout(() => socket.close(), DURATION_MS);
  socket.on('message', (data: Buffer) => {
    received += data.byteLength;
    moved.upload += data.byteLength;
  });
  socket.once('close', () => {
    clearInterval(timer);
    clearTimeout(end);
  });
}

function tell(socket: WebSocket, elapsedMs: number, bytes: number): void {
  const ElapsedTime = Math.round(elapsedMs * 1000);
  socket.send(JSON.stringify({ AppInfo: { ElapsedTime, NumBytes: bytes } }));
}
