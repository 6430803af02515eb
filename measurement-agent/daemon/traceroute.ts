/** The way to the edge by the system's own traceroute. Of a hop its network and its round trip are kept, never its address. */
import { execFile } from 'node:child_process';
import { BlockList, isIP } from 'node:net';

/** One hop. Whose it is: `private` (RFC 1918, RFC 4193, link-local), `shared` (RFC 6598), an AS, or an exchange. */
export interface Hop {
  /** Hops from here, from 1. */
  ttl: number;
  /** As `private`, `AS64500` or the name of an exchange; null where nobody answered, or nothing says whose it is. */
  network: string | null;
  /** Null where nobody answered. */
  rttMs: number | null;
}

/** The way over one IP version; `failure` where there is none to tell. */
export type Path = { ipVersion: 4 | 6; hops: Hop[] } | { ipVersion: 4 | 6; failure: 'no-tool' | 'no-route' };

/** Peering networks: their prefixes, and what each is called. */
export interface Exchange {
  list: BlockList;
  name: string;
}

/** 30 probes, their answers, and with `as` a question about each to a routing registry. */
export const TRACEROUTE_BYTES = 10_000;

const MOST_HOPS = 30;
const LIMIT_MS = 90_000;

const PRIVATE = listOf([
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]);
const SHARED = listOf(['100.64.0.0/10']);

/** Reads `203.0.113.0/24 Name of an exchange`; null for anything else. */
export function exchangeOf(text: string): Exchange | null {
  const [, prefix = '', name = ''] = /^(\S+) (\S.*)$/.exec(text) ?? [];
  const [address = '', bits = ''] = prefix.split('/');
  const family = isIP(address);
  if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return null;
  return { list: listOf([prefix]), name };
}

/**
 * Asks the system's traceroute, one probe a hop. With `withAs` it asks a routing registry whose each address is, as whois does.
 *
 * @param run Runs a program and answers what it wrote, or null where it is not installed.
 */
export async function traceTo(
  host: string,
  ipVersion: 4 | 6,
  { withAs, exchanges }: { withAs: boolean; exchanges: readonly Exchange[] },
  run: (program: string, args: readonly string[]) => Promise<string | null> = runProgram,
): Promise<Path> {
  // BSD's for IPv6 is a program of its own, and asks for AS numbers by another letter.
  const bsd = process.platform === 'darwin';
  const program = bsd && ipVersion === 6 ? 'traceroute6' : 'traceroute';
  const family = bsd ? [] : [`-${ipVersion}`];
  const common = ['-n', '-q', '1', '-w', '2', '-m', String(MOST_HOPS), host];
  // A registry that is not reached ends the tool at the first hop, and another one knows no such option.
  for (const asking of withAs ? [[bsd ? '-a' : '-A'], []] : [[]]) {
    const text = await run(program, [...family, ...asking, ...common]);
    if (text === null) return { ipVersion, failure: 'no-tool' };
    const hops = hopsIn(text, exchanges);
    if (hops.length > 0) return { ipVersion, hops };
  }
  return { ipVersion, failure: 'no-route' };
}

/** Hops of what traceroute wrote (Linux, BSD, BusyBox), without the silence behind the last that answered. */
export function hopsIn(text: string, exchanges: readonly Exchange[]): Hop[] {
  const hops: Hop[] = [];
  for (const line of text.split('\n')) {
    const [, ttl = '', rest = ''] = /^\s*(\d{1,3})\s+(.*)$/.exec(line) ?? [];
    if (ttl === '' || hops.length === MOST_HOPS) continue;
    const address = rest.split(/\s+/).find((word) => isIP(word) !== 0);
    const asn = /\[AS(\d{1,10})\b/.exec(rest)?.[1];
    const ms = Number(/(\d+(?:\.\d+)?) ms/.exec(rest)?.[1] ?? Number.NaN);
    hops.push({
      ttl: Number(ttl),
      network: address === undefined ? null : networkOf(address, asn, exchanges),
      rttMs: address === undefined || !Number.isFinite(ms) ? null : ms,
    });
  }
  return hops.slice(0, hops.findLastIndex(({ rttMs }) => rttMs !== null) + 1);
}

function networkOf(address: string, asn: string | undefined, exchanges: readonly Exchange[]): string | null {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
  if (PRIVATE.check(address, family)) return 'private';
  if (SHARED.check(address, family)) return 'shared';
  // A peering network is announced by nobody, or by a member who should not.
  const exchange = exchanges.find(({ list }) => list.check(address, family));
  if (exchange !== undefined) return exchange.name;
  return asn === undefined || Number(asn) === 0 ? null : `AS${Number(asn)}`;
}

function listOf(prefixes: readonly string[]): BlockList {
  const list = new BlockList();
  for (const prefix of prefixes) {
    const [address = '', bits = ''] = prefix.split('/');
    list.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

function runProgram(program: string, args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(
      program,
      args,
      { timeout: LIMIT_MS, env: { PATH: process.env.PATH, LC_ALL: 'C' } },
      (error, stdout) =>
        // One that found no route ends with 1, and has written what it knows.
        resolve((error as NodeJS.ErrnoException | null)?.code === 'ENOENT' ? null : stdout),
    );
  });
}
