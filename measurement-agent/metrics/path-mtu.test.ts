import { describe, expect, test } from 'vitest';
import { pathMtuBytes, type SegmentSizes } from './path-mtu.ts';

const connection = (
  ipVersion: 4 | 6,
  sentBytes: number,
  receivedBytes: number | null,
  timestamps = true,
): SegmentSizes => ({ ipVersion, sentBytes, receivedBytes, timestamps });

describe('pathMtuBytes()', () => {
  test.each<[string, SegmentSizes[], number | null]>([
    ['Ethernet, IPv4', [connection(4, 1448, 1448)], 1500],
    ['Ethernet, IPv6', [connection(6, 1428, 1428)], 1500],
    ['without timestamps', [connection(4, 1414, 1414, false)], 1454],
    ['both directions limited', [connection(4, 1402, 1402)], 1454],
    ['only what is sent', [connection(4, 1402, 1448)], 1454],
    ['only what is received', [connection(4, 1448, 1402)], 1454],
    ['IPv4 in IPv6', [connection(4, 1408, 1408)], 1460],
    ['RFC 2516', [connection(4, 1440, 1440)], 1492],
    ['nothing received yet', [connection(4, 1402, null)], 1454],
    [
      'one connection has not had a full segment',
      [connection(4, 1448, 900), connection(4, 1448, 1448)],
      1500,
    ],
    ['one connection has heard of the limit', [connection(4, 1448, null), connection(4, 1402, null)], 1454],
    ['a path for each IP version', [connection(4, 1408, 1408), connection(6, 1428, 1428)], 1460],
    ['loopback', [connection(4, 32_768, 65_483)], null],
    ['less than any host takes', [connection(4, 500, null)], null],
    ['no connection', [], null],
  ])('%s', (_name, connections, expected) => {
    expect(pathMtuBytes(connections)).toBe(expected);
  });
});
