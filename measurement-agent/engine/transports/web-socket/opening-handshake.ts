/** The opening handshake of RFC 6455 section 4.1, a client's half, as text. */
import { createHash } from 'node:crypto';
import { err, type Fallible, ok } from '../../../protocol/fallible.ts';

const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const END_OF_HEAD = '\r\n\r\n';
/** A longer answer is none of a WebSocket server. */
const MAX_HEAD_BYTES = 16 * 1024;

/** `key` is the base64 of 16 random bytes. */
export function openingRequest(url: URL, subprotocols: readonly string[], key: string): string {
  return [
    `GET ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${url.host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${key}`,
    `Sec-WebSocket-Protocol: ${subprotocols.join(', ')}`,
    END_OF_HEAD,
  ]
    .join('\r\n')
    .replace(`\r\n${END_OF_HEAD}`, END_OF_HEAD);
}

/** What came so far: an answer with what followed it, or null while its head is incomplete. */
export function openingAnswer(
  bytes: Buffer,
  offered: readonly string[],
  key: string,
): Fallible<{ rest: Buffer } | null, string> {
  const end = bytes.indexOf(END_OF_HEAD);
  if (end < 0)
    return bytes.byteLength > MAX_HEAD_BYTES ? err('The server did not answer in HTTP.') : ok(null);
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n');
  const status = /^HTTP\/1\.1 (\d{3})/.exec(statusLine)?.[1];
  if (status === undefined) return err('The server did not answer in HTTP.');
  if (status !== '101') return err(`The server answered ${status} instead of a WebSocket.`);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  const accept = createHash('sha1')
    .update(key + GUID)
    .digest('base64');
  const agreed =
    headers.get('upgrade')?.toLowerCase() === 'websocket' &&
    headers.get('sec-websocket-accept') === accept &&
    offered.includes(headers.get('sec-websocket-protocol') ?? '') &&
    !headers.has('sec-websocket-extensions');
  if (!agreed) return err('The server did not agree on the WebSocket that was asked for.');
  return ok({ rest: bytes.subarray(end + END_OF_HEAD.length) });
}
