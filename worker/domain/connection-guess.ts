import type { ConnectionGuess } from '../../measurement-agent/protocol/result.ts';
import type { AccessTechnology, GuessReason } from '../../measurement-agent/protocol/vocabulary.ts';
import type { NetworkRole } from '../../web/pages/operators.ts';
import type { Ipv4OverIpv6 } from './ipv4-over-ipv6.ts';

/** What is known of one way from the line to the server. */
export interface LinePath {
  ipVersion: 4 | 6 | null;
  /** Null where the agent could not know it. */
  pathMtuBytes: number | null;
  /** How the brands of the AS use it; none when the directory has no brand for it. */
  roles: readonly NetworkRole[];
  /** Every brand of the AS is a cable operator. */
  cable: boolean;
  /** How the AS's brands carry IPv4 over IPv6; null when that is not known, or not the same for all. */
  ipv4OverIpv6: Ipv4OverIpv6 | null;
}

/** What a guess is made of. */
export interface LineFacts {
  /** ISO 3166-1, as the edge saw it; null when unknown. */
  countryCode: string | null;
  accessTechnology: AccessTechnology | null;
  /** The run's own path, and that of the other IP version if the group has one. */
  paths: readonly LinePath[];
}

/** PPPoE has 8 bytes of headers in an Ethernet frame (RFC 2516 section 7), anywhere. */
const PPPOE_MTU = 1492;
/** NTT's FLET'S carries PPPoE through L2TP and prescribes this (https://infraexpert.com/info/6adsl.htm). */
const FLETS_PPPOE_MTU = 1454;
/** An IPv6 header of 40 bytes around IPv4 (RFC 2473) leaves this of Ethernet's 1500. */
const IPV4_IN_IPV6_MTU = 1460;
const ETHERNET_MTU = 1500;
/** The MTUs above 1280 that tell how a line is connected. Any other may be the server's, or a VPN's. */
const ENCAPSULATED: readonly (number | null)[] = [PPPOE_MTU, FLETS_PPPOE_MTU, IPV4_IN_IPV6_MTU];

/** No line of these is connected by PPPoE or IPoE in the sense asked about. */
const OTHER_ACCESS: readonly (AccessTechnology | null)[] = ['mobile', 'fwa', 'satellite', 'other'];

/**
 * How IPv4 probably crosses the access line, as that is what providers' offers differ in; docs/metrics.md has the rules and
 * their limits. Null where nothing speaks for one method, or two things contradict each other: a wrong guess costs more
 * than none.
 */
export function guessConnection({ countryCode, accessTechnology, paths }: LineFacts): ConnectionGuess | null {
  const roles = paths.flatMap((path) => path.roles);
  if (OTHER_ACCESS.includes(accessTechnology)) return null;
  if (roles.length > 0 && roles.every((role) => role === 'mno-host')) return null;
  if (accessTechnology === 'catv' || (accessTechnology === null && paths.some(({ cable }) => cable)))
    return cableGuess(accessTechnology, paths);
  const ipv4 = paths.find(({ ipVersion }) => ipVersion === 4);
  const ipv6 = paths.find(({ ipVersion }) => ipVersion === 6);
  const inJapan = countryCode === 'JP';
  if (ipv4 !== undefined)
    return pppoeGuess(ipv4, inJapan) ?? (inJapan ? tunnelGuess(ipv4, ipv6 !== undefined) : null);
  if (ipv6 !== undefined) return pppoeGuess(ipv6, inJapan) ?? (inJapan ? ipv6Guess(ipv6) : null);
  return null;
}

/** Cable modems take their address by DHCP (CableLabs, DOCSIS 3.1 MULPI), and so does what is behind them. */
function cableGuess(
  accessTechnology: AccessTechnology | null,
  paths: readonly LinePath[],
): ConnectionGuess | null {
  if (paths.some(({ pathMtuBytes }) => ENCAPSULATED.includes(pathMtuBytes))) return null;
  const network = paths.some(({ cable }) => cable);
  const declared = accessTechnology === 'catv';
  return {
    connectionMethod: 'dhcp',
    confidence: declared && network ? 'high' : declared ? 'medium' : 'low',
    reasons: [...only(declared, 'cable-declared'), ...only(network, 'cable-network')],
  };
}

/** PPPoE by its MTU, unless the AS cannot be reached by PPPoE. */
function pppoeGuess({ pathMtuBytes, roles }: LinePath, inJapan: boolean): ConnectionGuess | null {
  if (roles.includes('vne')) return null;
  if (pathMtuBytes === FLETS_PPPOE_MTU && inJapan)
    return { connectionMethod: 'pppoe', confidence: 'medium', reasons: ['mtu-1454'] };
  if (pathMtuBytes === PPPOE_MTU)
    return { connectionMethod: 'pppoe', confidence: 'medium', reasons: ['mtu-1492'] };
  return null;
}

/** IPv4 in IPv6 by the MTU, by an AS that has no other way, or by an operator that has one and IPv6 on the line. */
function tunnelGuess(path: LinePath, ipv6Seen: boolean): ConnectionGuess | null {
  const { ipv4OverIpv6, pathMtuBytes, roles } = path;
  if (ipv4OverIpv6 === null || pathMtuBytes === FLETS_PPPOE_MTU || pathMtuBytes === PPPOE_MTU) return null;
  const vne = roles.includes('vne');
  const tunnel = pathMtuBytes === IPV4_IN_IPV6_MTU;
  // A tunnel may fragment and show 1500 all the same, but then the MTU speaks against it.
  const bare = pathMtuBytes === ETHERNET_MTU;
  const reasons = [...only(tunnel, 'mtu-1460'), ...networkReasons(path), ...only(ipv6Seen, 'ipv6-seen')];
  const guess = { connectionMethod: ipv4OverIpv6, reasons };
  if (tunnel) return { ...guess, confidence: vne ? 'high' : 'medium' };
  if (vne) return { ...guess, confidence: bare ? 'low' : 'medium' };
  return ipv6Seen && !bare ? { ...guess, confidence: 'low' } : null;
}

/** IPv6 alone says nothing certain of IPv4, which may still go by PPPoE beside it. */
function ipv6Guess(path: LinePath): ConnectionGuess | null {
  const { ipv4OverIpv6, roles } = path;
  if (ipv4OverIpv6 === null && !roles.includes('vne')) return null;
  return {
    connectionMethod: ipv4OverIpv6 ?? 'ipoe-native',
    confidence: 'low',
    reasons: [...networkReasons(path), 'ipv6-seen'],
  };
}

function networkReasons({ roles, ipv4OverIpv6 }: LinePath): GuessReason[] {
  return [
    ...only(roles.includes('vne'), 'vne-network'),
    ...only(ipv4OverIpv6 === 'ipoe-mape', 'network-uses-mape'),
    ...only(ipv4OverIpv6 === 'ipoe-dslite', 'network-uses-dslite'),
  ];
}

function only(holds: boolean, reason: GuessReason): GuessReason[] {
  return holds ? [reason] : [];
}
