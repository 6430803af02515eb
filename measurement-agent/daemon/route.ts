import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { interfaceOf } from '../engine/surroundings/local-interface.ts';

/** The interface that packets to a server leave by; null where there is no route. Sends nothing but the name's resolution. */
export async function routeTo(origin: string): Promise<{ name: string; loopback: boolean } | null> {
  const { hostname } = new URL(origin);
  const host = hostname.replace(/^\[|\]$/g, '');
  try {
    const { address, family } = isIP(host) === 0 ? await lookup(host) : { address: host, family: isIP(host) };
    return interfaceOf(await localAddressTo(address, family === 6 ? 'udp6' : 'udp4'), networkInterfaces());
  } catch {
    return null;
  }
}

/** Connecting a UDP socket asks the routing table and sends no packet. */
function localAddressTo(address: string, type: 'udp4' | 'udp6'): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(type);
    socket.once('error', (error) => {
      socket.close();
      reject(error);
    });
    socket.connect(9, address, () => {
      const { address: local } = socket.address();
      socket.close();
      resolve(local);
    });
  });
}

/** Address of the first hop over IPv4, from a text such as /proc/net/route; null where there is none. It is used and never kept. */
export function gatewayIn(text: string): string | null {
  for (const line of text.split('\n').slice(1)) {
    const [, destination, gateway, flags] = line.split('\t');
    // 3: the route is up, and by a gateway (RTF_UP, RTF_GATEWAY).
    if (destination !== '00000000' || gateway === undefined || (Number.parseInt(flags ?? '', 16) & 3) !== 3)
      continue;
    const bytes = gateway.match(/../g);
    // In the machine's order, which is the least byte first wherever Node runs today.
    if (bytes !== null && bytes.length === 4)
      return bytes
        .toReversed()
        .map((byte) => Number.parseInt(byte, 16))
        .join('.');
  }
  return null;
}

export function gateway(): string | null {
  try {
    return gatewayIn(readFileSync('/proc/net/route', 'utf8'));
  } catch {
    return null;
  }
}
