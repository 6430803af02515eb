/** Load over HTTP: random bytes out, bytes in and away. */
import { MAX_MESSAGE_BYTES } from '../../measurement-agent/protocol/spec.ts';
import { payload } from '../measure/payload.ts';
import { LOAD_BYTES, LOAD_WITHIN_MS, PROBE_BYTES } from './limits.ts';
import { refuse } from './refuse.ts';
import { type ForeignCap, LOAD, PROBE } from './route.ts';

/** How much of a body is read at a time: workerd's own reader hands out 4 KiB, which costs eighteen times as much. */
const READ_BYTES = 256 * 1024;

/**
 * A body of `byteLength` random bytes. The stream asks for the next piece when the line has taken the last one, so that a slow
 * line holds little here; whoever takes longer than LOAD_WITHIN_MS gets no more.
 */
export function randomBody(byteLength: number): ReadableStream {
  const { readable, writable } = new FixedLengthStream(byteLength);
  void fill(writable.getWriter(), byteLength);
  return readable;
}

async function fill(writer: WritableStreamDefaultWriter<Uint8Array>, byteLength: number): Promise<void> {
  const late = setTimeout(
    () => void writer.abort(new Error('taken too slowly')).catch(() => {}),
    LOAD_WITHIN_MS,
  );
  try {
    for (let left = byteLength; left > 0; ) {
      const piece = payload(Math.min(left, MAX_MESSAGE_BYTES));
      left -= piece.byteLength;
      await writer.write(piece);
    }
    await writer.close();
  } catch {
    // Whoever has measured enough hangs up.
  } finally {
    clearTimeout(late);
  }
}

/** Reads a body to its end, keeps nothing of it, and answers with `text`. */
export async function sink({ body }: Request, text = ''): Promise<Response> {
  const ended = await discard(body);
  if (ended === 'too-large')
    return refuse({ reason: 'body-too-large', detail: 'No measurement needs as much.' });
  if (ended === 'too-slow') return refuse({ reason: 'body-too-slow', detail: 'Measure with less.' });
  return new Response(text, { headers: { 'content-type': 'text/plain' } });
}

/** How the reading of a body ended. */
type Discarded = 'all' | 'too-large' | 'too-slow' | 'broken';

async function discard(body: ReadableStream | null): Promise<Discarded> {
  if (body === null) return 'all';
  const reader = body.getReader({ mode: 'byob' });
  let slow = false;
  const late = setTimeout(() => {
    slow = true;
    void reader.cancel().catch(() => {});
  }, LOAD_WITHIN_MS);
  try {
    let room = new ArrayBuffer(READ_BYTES);
    for (let received = 0; ; ) {
      const { done, value } = await reader.read(new Uint8Array(room));
      if (slow) return 'too-slow';
      if (done) return 'all';
      received += value.byteLength;
      if (received > LOAD_BYTES) {
        void reader.cancel().catch(() => {});
        return 'too-large';
      }
      room = value.buffer;
    }
  } catch {
    return slow ? 'too-slow' : 'broken';
  } finally {
    clearTimeout(late);
  }
}

/** A body that says how small it is, and is believed: the runtime reads no more of it than it said. */
export function capOfBody(request: Request): ForeignCap {
  if (request.method === 'GET') return PROBE();
  const length = Number(request.headers.get('content-length') ?? Number.NaN);
  return length <= PROBE_BYTES ? PROBE() : LOAD();
}

export function capOfBytes(bytes: number): ForeignCap {
  return bytes <= PROBE_BYTES ? PROBE() : LOAD();
}
