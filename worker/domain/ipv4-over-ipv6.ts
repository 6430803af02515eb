import type { ConnectionMethod } from '../../measurement-agent/protocol/vocabulary.ts';

/** Ways to carry IPv4 over a line that is IPv6 only: MAP-E (RFC 7597) and DS-Lite (RFC 6333). */
export type Ipv4OverIpv6 = Extract<ConnectionMethod, 'ipoe-mape' | 'ipoe-dslite'>;

/**
 * Operators of the directory that carry their customers' IPv4 over IPv6 in a known way and from an AS of their own, by
 * slug. Only what a source says; an operator with two ways, or one that is neither of these, is left out.
 */
export const IPV4_OVER_IPV6: ReadonlyMap<string, Ipv4OverIpv6> = new Map([
  // v6プラス. https://memo.furyutei.com/entry/20161008/1475860031 (IPv4 addresses are JPNE's, shared, by MAP-E)
  ['jpne', 'ipoe-mape'],
  // transix IPv4接続. https://www.seil.jp/saw-mpc/doc/ug/internet/ipoe_transix-dslite.html (tunnel MTU 1460)
  ['transix', 'ipoe-dslite'],
  // OCNバーチャルコネクト. https://github.com/marcelocf/linux-map-e-ocn
  ['ocn', 'ipoe-mape'],
  // IPv6オプション. https://github.com/TakumiOkayasu/limen/blob/main/docs/reference.md (IPv4 address is BIGLOBE's, by MAP-E)
  ['biglobe', 'ipoe-mape'],
]);
