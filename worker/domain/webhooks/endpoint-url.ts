import ipaddr from 'ipaddr.js';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import type { Variables } from '../../variables.ts';

/** Names that are never those of a public host (RFC 6761, RFC 6762, RFC 7686, RFC 8375, and what routers and clouds use inside). */
const INNER_NAMES = [
  'localhost',
  'local',
  'internal',
  'intranet',
  'private',
  'corp',
  'home',
  'lan',
  'home.arpa',
  'in-addr.arpa',
  'ip6.arpa',
  'onion',
  'test',
  'invalid',
] as const;

/**
 * Whether owners are who started the server: by hand, for this machine alone, and neither under a published address nor behind a proxy.
 * What else listens on that machine is theirs, too.
 */
export function isOwnServer({
  LOCAL,
  PUBLIC_URL,
  TRUST_PROXY,
  HOST,
}: Pick<Variables, 'LOCAL' | 'PUBLIC_URL' | 'TRUST_PROXY' | 'HOST'>): boolean {
  return LOCAL === '1' && !PUBLIC_URL && !TRUST_PROXY && isLoopback(HOST || 'localhost');
}

/**
 * Whether messages may be sent to an address: https and a public host. With `loopback` also http and https to this very
 * machine. An address in a name's DNS is not looked at: in production the edge fetches from outside of every private network, and
 * redirects are not followed.
 *
 * @returns The address as it is kept; a sentence where it is none to send to.
 */
export function webhookUrl(
  text: string,
  { loopback }: { loopback: boolean },
): Fallible<string, { rule: string }> {
  if (!URL.canParse(text)) return err({ rule: 'must be an address such as https://ops.example/jissoku' });
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return err({ rule: 'must carry no name and no password' });
  url.hash = '';
  const host = url.hostname.replace(/\.$/, '');
  if (loopback && isLoopback(host) && /^https?:$/.test(url.protocol)) return ok(url.href);
  if (url.protocol !== 'https:') return err({ rule: 'must be https' });
  if (!isPublic(host)) return err({ rule: 'must be of a public host' });
  return ok(url.href);
}

/** The parser has written every spelling of an IPv4 address as four numbers. */
function addressOf(host: string): ipaddr.IPv4 | ipaddr.IPv6 | null {
  const literal = host.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(literal) ? ipaddr.process(literal) : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || addressOf(host)?.range() === 'loopback';
}

function isPublic(host: string): boolean {
  const address = addressOf(host);
  // Ranges that carry an IPv4 address inside (NAT64, 6to4, Teredo) have names of their own and are none of `unicast`.
  if (address !== null) return address.range() === 'unicast';
  return host.includes('.') && !INNER_NAMES.some((name) => host === name || host.endsWith(`.${name}`));
}
