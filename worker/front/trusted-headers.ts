/** Headers by which an edge or a development server speaks to a worker. A client that sends them lies. */
const EDGE_HEADERS = /^(cf-|mf-|x-forwarded-|x-real-ip$|true-client-ip$|forwarded$)/i;

/**
 * The request's headers as the worker may believe them: what a client pretends about its address is dropped, and
 * `cf-connecting-ip` is the socket's address, or with `trustProxy` the one that the nearest proxy appended last.
 */
export function trustedHeaders(
  received: Headers,
  socketAddress: string | null,
  trustProxy: boolean,
): Headers {
  const headers = new Headers();
  for (const [name, value] of received) {
    if (!EDGE_HEADERS.test(name)) headers.append(name, value);
  }
  const forwarded = trustProxy ? received.get('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const address = forwarded || withoutPort(socketAddress);
  if (address !== null) headers.set('cf-connecting-ip', address);
  const protocol = trustProxy ? received.get('x-forwarded-proto') : null;
  if (protocol !== null) headers.set('x-forwarded-proto', protocol);
  return headers;
}

/** workerd gives `192.0.2.1:50000` or `[2001:db8::1]:50000`, and without a port elsewhere. */
function withoutPort(address: string | null): string | null {
  if (address === null) return null;
  const bracketed = /^\[(.+)\](:\d+)?$/.exec(address);
  if (bracketed) return bracketed[1] ?? null;
  return /^[^:]+:\d+$/.test(address) ? (address.split(':')[0] ?? null) : address;
}
