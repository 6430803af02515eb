import { type ConnectionInfo, measurement } from './measurement.ts';
import { CLOSE_AFTER_MS, CUT_AFTER_MS, LARGEST_RECEIVED_BYTES, MEASUREMENT_INTERVAL_MS } from './numbers.ts';

/** Counts what arrives and tells it four times a second. `cut` drops the connection. */
export function serveUpload(socket: WebSocket, connection: ConnectionInfo, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    const beganAtMs = Date.now();
    let receivedBytes = 0;
    let closed = false;

    let toldAtMs = beganAtMs;

    const tell = () => {
      toldAtMs = Date.now();
      socket.send(measurement('upload', toldAtMs - beganAtMs, receivedBytes));
    };
    const close = () => {
      tell();
      closed = true;
      clearInterval(telling);
      socket.close(1000, 'thirteen seconds are over');
    };
    /** Timers wait while messages come without a pause, so each of these looks at the time, too. */
    const keepTime = () => {
      const nowMs = Date.now();
      if (nowMs - beganAtMs >= CUT_AFTER_MS) cut();
      else if (closed) return;
      else if (nowMs - beganAtMs >= CLOSE_AFTER_MS) close();
      else if (nowMs - toldAtMs >= MEASUREMENT_INTERVAL_MS) tell();
    };
    const end = () => {
      closed = true;
      clearInterval(telling);
      clearTimeout(closing);
      clearTimeout(cutting);
      resolve();
    };

    socket.binaryType = 'arraybuffer';
    socket.accept();
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') return;
      if (data instanceof ArrayBuffer && data.byteLength <= LARGEST_RECEIVED_BYTES) {
        if (!closed) receivedBytes += data.byteLength;
        keepTime();
      } else cut();
    });
    const closing = setTimeout(keepTime, CLOSE_AFTER_MS);
    const cutting = setTimeout(cut, CUT_AFTER_MS);
    socket.send(measurement('upload', 0, 0, connection));
    const telling = setInterval(keepTime, MEASUREMENT_INTERVAL_MS);
  });
}
