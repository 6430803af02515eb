/**
 * Plain HTTP in workerd, in the pieces and out of the random bytes that the product's own load is made of: what curl, and a
 * module that loads by requests, can get of the server that our engine loads by WebSocket.
 */
import { MAX_MESSAGE_BYTES } from '../../measurement-agent/protocol/spec.ts';
import { payload } from '../../worker/measure/payload.ts';

const moved = { download: 0, upload: 0 };

/** Of workerd: a read that waits until there is so much. */
interface AtLeastReader extends ReadableStreamBYOBReader {
  readAtLeast(
    minBytes: number,
    view: Uint8Array<ArrayBuffer>,
  ): Promise<{ done: boolean; value?: Uint8Array<ArrayBuffer> }>;
}

const HEADERS = {
  'access-control-allow-origin': '*',
  'timing-allow-origin': '*',
  'cache-control': 'no-store',
  'content-type': 'application/octet-stream',
};

function download(bytes: number): Response {
  let left = bytes;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = payload(Math.min(left, MAX_MESSAGE_BYTES));
      left -= piece.byteLength;
      moved.download += piece.byteLength;
      controller.enqueue(piece);
      if (left === 0) controller.close();
    },
  });
  return new Response(body, { headers: HEADERS });
}

/** A reader of its own buffer: the default one hands out 4 KiB at a time. */
async function upload(body: ReadableStream<Uint8Array>): Promise<Response> {
  const reader = body.getReader({ mode: 'byob' }) as AtLeastReader;
  let buffer = new ArrayBuffer(MAX_MESSAGE_BYTES);
  for (;;) {
    const { done, value } = await reader.readAtLeast(MAX_MESSAGE_BYTES / 2, new Uint8Array(buffer));
    moved.upload += value?.byteLength ?? 0;
    if (done) return new Response('ok', { headers: HEADERS });
    if (value !== undefined) buffer = value.buffer;
  }
}

export default {
  fetch(request: Request): Response | Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname === '/__down') return download(Number(url.searchParams.get('bytes')));
    if (url.pathname === '/__up' && request.body !== null) return upload(request.body);
    if (url.pathname === '/__moved') return Response.json(moved, { headers: HEADERS });
    return new Response(null, { status: 404, headers: HEADERS });
  },
};
