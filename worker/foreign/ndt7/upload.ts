import { type ConnectionInfo, measurement } from './measurement.ts';
import { CLOSE_AFTER_MS, CUT_AFTER_MS, LARGEST_RECEIVED_BYTES, MEASUREMENT_INTERVAL_MS } from './numbers.ts';

/** Counts what arrives and tells it four times a second. `cut` drops the connection. */
export function serveUpload(socket: WebSocket, connection: ConnectionInfo, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    const beganAtMs = Date.now();
    let receivedBytes = 0;
    let closed = false;

    const tell = () => socket.send(measurement('upload', Date.now() - beganAtMs, receivedBytes));
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
      if (closed || typeof data === 'string') return;
      if (data instanceof ArrayBuffer && data.byteLength <= LARGEST_RECEIVED_BYTES)
        receivedBytes += data.byteLength;
      else cut();
    });
    const closing = setTimeout(() => {
      tell();
      closed = true;
      clearInterval(telling);
      socket.close(1000, 'thirteen seconds are over');
    }, CLOSE_AFTER_MS);
    const cutting = setTimeout(cut, CUT_AFTER_MS);
    socket.send(measurement('upload', 0, 0, connection));
    const telling = setInterval(tell, MEASUREMENT_INTERVAL_MS);
  });
}
