import { payload } from '../../measure/payload.ts';
import { type ConnectionInfo, measurement } from './measurement.ts';
import {
  CLOSE_AFTER_MS,
  DOWNLOAD_BYTES,
  FIRST_MESSAGE_BYTES,
  LARGEST_SENT_BYTES,
  MEASUREMENT_INTERVAL_MS,
  OFFER,
  SCALING_SHARE,
} from './numbers.ts';

/** Bytes that may have been sent when a download is so old. */
export function offeredBytes(elapsedMs: number): number {
  return Math.min(DOWNLOAD_BYTES, OFFER.firstBytes * 2 ** (elapsedMs / OFFER.doublesInMs));
}

/** Size of the next binary message after `sentBytes` in messages of up to `size`. */
export function nextSize(size: number, sentBytes: number): number {
  return size < LARGEST_SENT_BYTES && size <= sentBytes / SCALING_SHARE ? size * 2 : size;
}

/**
 * Sends random messages until DOWNLOAD_BYTES are sent, and closes behind them. The protocol has no acknowledgement and Workers'
 * WebSockets tell no bufferedAmount, so the time alone says how much may be sent. `cut` drops the connection and what waits for it.
 */
export function serveDownload(socket: WebSocket, connection: ConnectionInfo, cut: () => void): Promise<void> {
  return new Promise((resolve) => {
    const beganAtMs = Date.now();
    let sentBytes = 0;
    let size = FIRST_MESSAGE_BYTES;
    let toldAtMs = beganAtMs;

    const offer = () => {
      const nowMs = Date.now();
      const elapsedMs = nowMs - beganAtMs;
      if (nowMs - toldAtMs >= MEASUREMENT_INTERVAL_MS) {
        toldAtMs = nowMs;
        socket.send(measurement('download', elapsedMs, sentBytes));
      }
      for (const mayBytes = offeredBytes(elapsedMs); sentBytes + size <= mayBytes; ) {
        socket.send(payload(size));
        sentBytes += size;
        size = nextSize(size, sentBytes);
      }
      if (sentBytes + size <= DOWNLOAD_BYTES) return;
      clearInterval(offering);
      socket.send(measurement('download', elapsedMs, sentBytes));
      socket.close(1000, 'all is sent');
    };
    const end = () => {
      clearInterval(offering);
      clearTimeout(late);
      resolve();
    };

    socket.binaryType = 'arraybuffer';
    socket.accept();
    socket.addEventListener('close', end);
    socket.addEventListener('error', end);
    socket.addEventListener('message', ({ data }) => {
      // Text may be ignored; load towards the sender of load is a fault.
      if (typeof data !== 'string') cut();
    });
    const late = setTimeout(cut, CLOSE_AFTER_MS);
    socket.send(measurement('download', 0, 0, connection));
    const offering = setInterval(offer, OFFER.lookMs);
    offer();
  });
}
