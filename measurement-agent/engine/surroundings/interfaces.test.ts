import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  interfaceBytes,
  interfaceIsVpn,
  interfaceLinkBps,
  interfaceMedium,
  retransmittedSegments,
} from './linux-interface.ts';
import { type Interfaces, interfaceOf } from './local-interface.ts';

/** What the kernel shows of interfaces of each kind. */
const TREE: Record<string, Record<string, string>> = {
  eth0: {
    type: '1\n',
    uevent: 'INTERFACE=eth0\nIFINDEX=2\n',
    'device/modalias': 'pci:v00008086d000015F3\n',
    'statistics/rx_bytes': '18446744073709\n',
    'statistics/tx_bytes': '42\n',
    speed: '1000\n',
  },
  eth1: { type: '1\n', uevent: 'INTERFACE=eth1\n', 'device/modalias': 'pci:v8086\n', speed: '-1\n' },
  ens3: { type: '1\n', uevent: 'INTERFACE=ens3\n', 'device/modalias': 'virtio:d00000001v00001AF4\n' },
  wlan0: {
    type: '1\n',
    uevent: 'DEVTYPE=wlan\nINTERFACE=wlan0\n',
    'device/modalias': 'pci:v8086\n',
    'wireless/x': '',
  },
  wwan0: { type: '65534\n', uevent: 'DEVTYPE=wwan\nINTERFACE=wwan0\n', 'device/modalias': 'usb:v1199\n' },
  wg0: { type: '65534\n', uevent: 'DEVTYPE=wireguard\nINTERFACE=wg0\n' },
  tun0: { type: '65534\n', uevent: 'INTERFACE=tun0\n', tun_flags: '0x1001\n' },
  br0: { type: '1\n', uevent: 'DEVTYPE=bridge\nINTERFACE=br0\n' },
};

let root: string;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'jissoku-net-'));
  for (const [name, files] of Object.entries(TREE)) {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(path.dirname(path.join(root, name, file)), { recursive: true });
      writeFileSync(path.join(root, name, file), text);
    }
  }
});
afterAll(() => rmSync(root, { recursive: true }));

describe('an interface of Linux', () => {
  test.each([
    ['eth0', 'wired', false],
    ['ens3', null, false],
    ['wlan0', 'wifi', false],
    ['wwan0', 'cellular', false],
    ['wg0', null, true],
    ['tun0', null, null],
    ['br0', null, false],
    ['gone0', null, null],
  ])('%s: medium %s, VPN %s', (name, medium, vpn) => {
    expect(interfaceMedium(name, root)).toBe(medium);
    expect(interfaceIsVpn(name, root)).toBe(vpn);
  });

  test.each([
    ['eth0', 1e9],
    ['eth1', null],
    ['ens3', null],
    ['wlan0', null],
    ['gone0', null],
  ])('%s: a link of %s bit/s', (name, linkBps) => {
    expect(interfaceLinkBps(name, root)).toBe(linkBps);
  });

  test('counts bytes, or says that it does not', () => {
    expect(interfaceBytes('eth0', root)).toEqual({ receivedBytes: 18_446_744_073_709, sentBytes: 42 });
    expect(interfaceBytes('wg0', root)).toBeNull();
    expect(interfaceBytes('gone0', root)).toBeNull();
  });

  test('TCP tells what it sent again by name, wherever the column stands', () => {
    const file = path.join(root, 'snmp');
    writeFileSync(file, 'Ip: A B\nIp: 1 2\nTcp: RtoMin InSegs RetransSegs OutRsts\nTcp: 200 9 15275 0\n');
    expect(retransmittedSegments(file)).toBe(15_275);
    writeFileSync(file, 'Ip: A B\nIp: 1 2\n');
    expect(retransmittedSegments(file)).toBeNull();
    expect(retransmittedSegments(path.join(root, 'none'))).toBeNull();
  });
});

describe('interfaceOf()', () => {
  const info = (address: string, internal = false) =>
    ({ address, internal }) as NonNullable<Interfaces[string]>[number];
  const interfaces: Interfaces = {
    lo: [info('127.0.0.1', true), info('::1', true)],
    eth0: [info('192.0.2.7'), info('2001:db8::7'), info('fe80::7')],
  };
  test.each([
    ['192.0.2.7', { name: 'eth0', loopback: false }],
    ['::ffff:192.0.2.7', { name: 'eth0', loopback: false }],
    ['2001:db8::7', { name: 'eth0', loopback: false }],
    ['fe80::7%eth0', { name: 'eth0', loopback: false }],
    ['::1', { name: 'lo', loopback: true }],
    ['127.0.0.53', { name: 'lo', loopback: true }],
    ['192.0.2.8', null],
  ])('%s', (address, found) => {
    expect(interfaceOf(address, interfaces)).toEqual(found);
  });
});
