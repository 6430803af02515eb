/** Small round trips between tests: whether the line is there, and where it is slow. No address is kept, only what it was to us. */
import { getServers, Resolver } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { performance } from 'node:perf_hooks';
import { gateway } from './route.ts';
import type { Path } from './traceroute.ts';

/** One round. A round trip is null where nothing answered within 3 s; a part is absent where it could not be tried. */
export interface LightProbes {
  /** TCP handshake with the edge, over each IP version that its name has. Beyond 1 s a SYN was lost and sent again (RFC 6298). */
  edge: { ipVersion: 4 | 6; rttMs: number | null; synLost: boolean }[];
  /** TCP handshake with the first hop, or its refusal, which takes as long. */
  firstHopMs?: number | null;
  /** A question to each resolver of the system, in their order; an answer from its cache is as good. */
  resolversMs: (number | null)[];
  /** The way to the edge over each IP version, once an hour where `traceroute` is on. */
  paths?: Path[];
}

const LIMIT_MS = 3000;
const SYN_AGAIN_MS = 1000;
/** Any port does: a refusal comes as fast. Web interfaces of home gateways listen here. */
const GATEWAY_PORT = 80;

export async function probeLightly(origin: string): Promise<LightProbes> {
  const url = new URL(origin);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80));
  const first = gateway();
  const [addresses, firstHopMs, resolversMs] = await Promise.all([
    addressesOf(host),
    first === null ? undefined : handshakeMs(first, GATEWAY_PORT, true),
    Promise.all(
      getServers()
        .slice(0, 3)
        .map((server) => answerMs(server, host)),
    ),
  ]);
  const edge = await Promise.all(
    addresses.map(async ({ address, ipVersion }) => {
      const rttMs = await handshakeMs(address, port, false);
      return { ipVersion, rttMs, synLost: rttMs === null || rttMs >= SYN_AGAIN_MS };
    }),
  );
  return { edge, ...(firstHopMs === undefined ? {} : { firstHopMs }), resolversMs };
}

/** One address of each IP version. */
async function addressesOf(host: string): Promise<{ address: string; ipVersion: 4 | 6 }[]> {
  const literal = isIP(host);
  if (literal === 4 || literal === 6) return [{ address: host, ipVersion: literal }];
  const versions = await Promise.all(
    ([4, 6] as const).map(async (ipVersion) => {
      try {
        return [{ address: (await lookup(host, { family: ipVersion })).address, ipVersion }];
      } catch {
        return [];
      }
    }),
  );
  return versions.flat();
}

function handshakeMs(address: string, port: number, refusalCounts: boolean): Promise<number | null> {
  return new Promise((resolve) => {
    const beganAtMs = performance.now();
    const socket = connect({ host: address, port });
    const end = (rttMs: number | null) => {
      socket.destroy();
      resolve(rttMs);
    };
    socket.setTimeout(LIMIT_MS, () => end(null));
    socket.once('connect', () => end(rounded(performance.now() - beganAtMs)));
    socket.once('error', (error: NodeJS.ErrnoException) =>
      end(refusalCounts && error.code === 'ECONNREFUSED' ? rounded(performance.now() - beganAtMs) : null),
    );
  });
}

function answerMs(server: string, host: string): Promise<number | null> {
  return new Promise((resolve) => {
    const resolver = new Resolver({ timeout: LIMIT_MS, tries: 1 });
    resolver.setServers([server]);
    const beganAtMs = performance.now();
    // A server without a name is not asked for; any question is answered.
    resolver.resolve4(isIP(host) === 0 ? host : 'localhost', (error) => {
      // That there is no such name is an answer.
      const answered =
        error === null || !['ETIMEOUT', 'ECONNREFUSED', 'ESERVFAIL', 'EREFUSED'].includes(error.code ?? '');
      resolve(answered ? rounded(performance.now() - beganAtMs) : null);
    });
  });
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
