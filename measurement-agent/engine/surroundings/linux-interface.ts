import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Medium } from '../../protocol/vocabulary.ts';

/** Where Linux tells of its network interfaces (Documentation/ABI/testing/sysfs-class-net). */
const SYS_CLASS_NET = '/sys/class/net';
/** Counters of the host's TCP (RFC 4022). */
const SNMP = '/proc/net/snmp';

/** Bytes that crossed an interface so far; null where the system does not tell them. */
export function interfaceBytes(
  name: string,
  root = SYS_CLASS_NET,
): { receivedBytes: number; sentBytes: number } | null {
  const count = (counter: string) => Number(read(path.join(root, name, 'statistics', counter)) ?? Number.NaN);
  const receivedBytes = count('rx_bytes');
  const sentBytes = count('tx_bytes');
  return Number.isNaN(receivedBytes) || Number.isNaN(sentBytes) ? null : { receivedBytes, sentBytes };
}

/**
 * What an interface is made of. Wired is only what has a device behind it and is Ethernet: a bridge or a virtual pair says
 * nothing of what lies behind.
 */
export function interfaceMedium(name: string, root = SYS_CLASS_NET): Medium | null {
  const has = (entry: string) => existsSync(path.join(root, name, entry));
  const type = deviceType(name, root);
  if (has('wireless') || has('phy80211') || type === 'wlan') return 'wifi';
  if (type === 'wwan') return 'cellular';
  // 1 is ARPHRD_ETHER; a virtual machine's card is Ethernet as well, whatever its host is connected by.
  const ethernet = read(path.join(root, name, 'type'))?.trim() === '1';
  const driver = read(path.join(root, name, 'device', 'modalias')) ?? '';
  return ethernet && has('device') && !driver.startsWith('virtio') ? 'wired' : null;
}

/** Rate of an Ethernet link, bit/s; null for any other, and where it is down or not told. Wi-Fi's changes from frame to frame. */
export function interfaceLinkBps(name: string, root = SYS_CLASS_NET): number | null {
  if (interfaceMedium(name, root) !== 'wired') return null;
  // -1 where the driver does not know it.
  const megabits = Number(read(path.join(root, name, 'speed')) ?? Number.NaN);
  return megabits > 0 ? megabits * 1e6 : null;
}

/**
 * Whether an interface is a VPN's; null when that is unknown. Only WireGuard names itself. A TUN device may be one, but
 * also an emulated link or an IPv4 translator.
 */
export function interfaceIsVpn(name: string, root = SYS_CLASS_NET): boolean | null {
  if (!existsSync(path.join(root, name))) return null;
  if (deviceType(name, root) === 'wireguard') return true;
  return existsSync(path.join(root, name, 'tun_flags')) ? null : false;
}

/** TCP segments that this host sent again so far; null where the system does not tell it. */
export function retransmittedSegments(file = SNMP): number | null {
  const [names, values] = (read(file) ?? '').split('\n').filter((line) => line.startsWith('Tcp:'));
  const at = names?.split(' ').indexOf('RetransSegs') ?? -1;
  const value = at < 0 ? undefined : values?.split(' ')[at];
  return value === undefined ? null : Number(value);
}

function deviceType(name: string, root: string): string | null {
  return /^DEVTYPE=(.*)$/m.exec(read(path.join(root, name, 'uevent')) ?? '')?.[1] ?? null;
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
