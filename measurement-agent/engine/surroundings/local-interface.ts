import type { NetworkInterfaceInfo } from 'node:os';

/** As `os.networkInterfaces()` answers. */
export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** The interface that has a local address, as a socket tells it; null when none has (any more). */
export function interfaceOf(
  address: string,
  interfaces: Interfaces,
): { name: string; loopback: boolean } | null {
  const wanted = plain(address);
  for (const [name, infos] of Object.entries(interfaces)) {
    const info = infos?.find((each) => plain(each.address) === wanted);
    if (info !== undefined) return { name, loopback: info.internal };
  }
  // The whole of 127.0.0.0/8 is this host (RFC 1122 section 3.2.1.3), not only the address on the interface.
  return wanted.startsWith('127.') ? { name: 'lo', loopback: true } : null;
}

/** Without the zone of a link-local address and without the prefix of an IPv4 address on an IPv6 socket. */
function plain(address: string): string {
  return address.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/, '');
}
