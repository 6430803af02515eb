/** ndt7 (specification v0.11), and where to find it in the way of M-Lab's Locate v2. */
import { clientAddress } from '../../domain/address.ts';
import { publicOrigin } from '../../domain/public-origin.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { refuse } from '../refuse.ts';
import { ANY_ORIGIN, type Asked, type ForeignRoutes, LOAD, PROBE } from '../route.ts';
import { serveDownload } from './download.ts';
import { hold } from './held.ts';
import type { ConnectionInfo } from './measurement.ts';
import { DOWNLOAD_BYTES, EARLY_EXIT_MB, MAX_QUERY_BYTES, SUBPROTOCOL } from './numbers.ts';
import { serveUpload } from './upload.ts';

const PATHS = { download: '/ndt/v7/download', upload: '/ndt/v7/upload' } as const;

const headers = () => ANY_ORIGIN;

export const NDT7: ForeignRoutes = {
  [PATHS.download]: { methods: ['GET'], headers, cap: LOAD, answer: download },
  [PATHS.upload]: { methods: ['GET'], headers, cap: LOAD, answer: upload },
  '/v2/nearest/ndt/ndt7': { methods: ['GET'], headers, cap: PROBE, answer: nearest },
};

function download(asked: Asked): Response {
  const refusal = faultOf(asked);
  if (refusal !== null) return refuse(refusal);
  const earlyExit = asked.url.searchParams.get('early_exit');
  if (earlyExit !== null && earlyExit !== EARLY_EXIT_MB)
    return refuse({ reason: 'bad-request', detail: `early_exit must be ${EARLY_EXIT_MB}.` });
  const release = hold(DOWNLOAD_BYTES, asked.config.local ? 'local' : 'edge');
  if (release === null) {
    const detail = 'As many downloads run here as its memory allows. Try again in some seconds.';
    return refuse({ reason: 'too-many-requests', detail }, { 'retry-after': '15' });
  }
  return upgrade(asked, async (socket, cut) => {
    try {
      await serveDownload(socket, connectionOf(asked), () => {
        // Nothing of this request runs after the cut.
        release();
        cut();
      });
    } finally {
      release();
    }
  });
}

function upload(asked: Asked): Response {
  const refusal = faultOf(asked);
  if (refusal !== null) return refuse(refusal);
  return upgrade(asked, (socket, cut) => serveUpload(socket, connectionOf(asked), cut));
}

/** What keeps a request from being a handshake (The WebSocket handshake); null for nothing. */
function faultOf({ request, url }: Asked): Refusal | null {
  if (request.headers.get('upgrade')?.toLowerCase() !== 'websocket')
    return { reason: 'upgrade-required', detail: 'ndt7 speaks WebSocket (RFC 6455) only.' };
  const offered = (request.headers.get('sec-websocket-protocol') ?? '').split(',').map((name) => name.trim());
  if (!offered.includes(SUBPROTOCOL))
    return { reason: 'bad-request', detail: `Offer the subprotocol ${SUBPROTOCOL}.` };
  if (url.search.length > MAX_QUERY_BYTES + 1)
    return { reason: 'bad-request', detail: `The query is longer than ${MAX_QUERY_BYTES} bytes.` };
  try {
    decodeURIComponent(url.search);
  } catch {
    return { reason: 'bad-request', detail: 'The query is not URL-encoded UTF-8.' };
  }
  return null;
}

function upgrade({ ctx }: Asked, serve: (socket: WebSocket, cut: () => void) => Promise<void>): Response {
  const { 0: client, 1: server } = new WebSocketPair();
  ctx.waitUntil(serve(server, () => ctx.abort(new Error('an ndt7 connection was cut'))));
  return new Response(null, {
    status: 101,
    webSocket: client,
    headers: { 'sec-websocket-protocol': SUBPROTOCOL },
  });
}

/** Told to the client alone. The worker does not see the client's port. */
function connectionOf({ request, url }: Asked): ConnectionInfo {
  const address = clientAddress(request.headers);
  const text = address === null ? '' : (request.headers.get('cf-connecting-ip') ?? '');
  return {
    Client: text.includes(':') ? `[${text}]:0` : `${text}:0`,
    Server: url.port === '' ? `${url.hostname}:${url.protocol === 'https:' ? 443 : 80}` : url.host,
    StartTime: new Date().toISOString(),
  };
}

/** There is one server: the edge that is nearest anyway. Needs no token, and gives none. */
function nearest({ request, config }: Asked): Response {
  const origin = publicOrigin(request, config);
  const { host, protocol } = new URL(origin);
  const scheme = protocol === 'https:' ? 'wss' : 'ws';
  const urls = Object.values(PATHS).map((path) => [`${scheme}://${path}`, `${scheme}://${host}${path}`]);
  return Response.json({ results: [{ machine: host, urls: Object.fromEntries(urls) }] });
}
