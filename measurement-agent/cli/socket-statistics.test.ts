import { describe, expect, test } from 'vitest';
import { pathMtuBytes } from '../metrics/path-mtu.ts';
import { parseSocketStatistics } from './socket-statistics.ts';

/**
 * Printed by `ss -tinoH` of iproute2 6.1.0 on Linux 6.18, 500 ms into a transfer between two hosts (network namespaces) with
 * two routers between them. Fields that are not read are left out at the end; the link between the routers had the MTU that is named.
 */
const PRINTED = {
  'download, 1500': `ESTAB 149520 0      10.91.1.1:60682 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.115/0.064 ato:40 mss:1448 pmtu:1500 rcvmss:1448 advmss:1448 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:617957392 segs_out:7150 rcv_space:5047024
`,
  'download, 1454, the first connection: this host has sent nothing large': `ESTAB 597580 0      10.91.1.1:50706 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.096/0.053 ato:40 mss:1448 pmtu:1500 rcvmss:1402 advmss:1448 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:552737336 segs_out:6354 rcv_space:1333688
`,
  'upload, 1454, the first connection: a router has answered': `ESTAB 0      0      10.91.1.1:60272 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.143/0.04 mss:1402 pmtu:1454 rcvmss:536 advmss:1448 cwnd:478 ssthresh:164 bytes_sent:455342731 bytes_retrans:16776 bytes_acked:455325956 segs_out:325359 rcv_space:14480
`,
  'download, 1454, IPv6': `ESTAB 1763332 0      [fd91:1::1]:58340 [fd91:3::2]:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.049/0.025 ato:40 mss:1382 pmtu:1454 rcvmss:1382 advmss:1382 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:471225242 segs_out:4806 rcv_space:254556
`,
  'download, 1454, without timestamps': `ESTAB 3797824 0      10.91.1.1:54560 10.91.3.2:9000
	 sack bbr wscale:10,10 rto:204 rtt:0.046/0.023 ato:40 mss:1414 pmtu:1454 rcvmss:1414 advmss:1414 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:419090066 segs_out:4252 rcv_space:341264
`,
  'download, 1500, the MSS of the SYN-ACK lowered to 1414': `ESTAB 631616 0      10.91.1.1:54588 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.048/0.022 ato:40 mss:1402 pmtu:1500 rcvmss:1448 advmss:1448 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:567149184 segs_out:5885 rcv_space:206408
`,
  'download, 1460': `ESTAB 417536 0      10.91.1.1:50522 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.082/0.044 ato:40 mss:1448 pmtu:1500 rcvmss:1408 advmss:1448 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:538401792 segs_out:6371 rcv_space:1180416
`,
  'download, 1492': `ESTAB 3417216 0      10.91.1.1:55792 10.91.3.2:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.136/0.075 ato:40 mss:1448 pmtu:1500 rcvmss:1440 advmss:1448 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:371272640 segs_out:3560 rcv_space:313600
`,
  loopback: `ESTAB 825119 0      127.0.0.1:44212 127.0.0.1:9000
	 ts sack bbr wscale:10,10 rto:204 rtt:0.029/0.015 ato:40 mss:32768 pmtu:65535 rcvmss:65483 advmss:65483 cwnd:11 bytes_sent:1 bytes_acked:2 bytes_received:782919478 segs_out:7604 rcv_space:191202
`,
};

const V4 = { ipVersion: 4, timestamps: true } as const;

describe('parseSocketStatistics()', () => {
  test.each([
    ['download, 1500', { ...V4, sentBytes: 1448, receivedBytes: 1448 }, 1500],
    [
      'download, 1454, the first connection: this host has sent nothing large',
      { ...V4, sentBytes: 1448, receivedBytes: 1402 },
      1454,
    ],
    [
      'upload, 1454, the first connection: a router has answered',
      { ...V4, sentBytes: 1402, receivedBytes: null },
      1454,
    ],
    ['download, 1454, IPv6', { ...V4, ipVersion: 6, sentBytes: 1382, receivedBytes: 1382 }, 1454],
    [
      'download, 1454, without timestamps',
      { ...V4, timestamps: false, sentBytes: 1414, receivedBytes: 1414 },
      1454,
    ],
    [
      'download, 1500, the MSS of the SYN-ACK lowered to 1414',
      { ...V4, sentBytes: 1402, receivedBytes: 1448 },
      1454,
    ],
    ['download, 1460', { ...V4, sentBytes: 1448, receivedBytes: 1408 }, 1460],
    ['download, 1492', { ...V4, sentBytes: 1448, receivedBytes: 1440 }, 1492],
    ['loopback', { ...V4, sentBytes: 32_768, receivedBytes: 65_483 }, null],
  ] as const)('%s', (name, expected, mtu) => {
    const parsed = parseSocketStatistics(PRINTED[name]);
    expect(parsed).toEqual([expected]);
    expect(pathMtuBytes(parsed)).toBe(mtu);
  });

  test('every connection of several', () => {
    expect(parseSocketStatistics(Object.values(PRINTED).join(''))).toHaveLength(Object.keys(PRINTED).length);
  });

  test('an estimate of few segments is none', () => {
    const early = PRINTED['download, 1460'].replace('bytes_received:538401792', 'bytes_received:12000');
    expect(parseSocketStatistics(early)[0]?.receivedBytes).toBeNull();
  });

  test.each([
    '',
    '\n',
    'ss: no such option',
    'ESTAB 0 0 10.0.0.1:1 10.0.0.2:2\n\t cubic rto:204\n',
    `ESTAB 0 0 10.0.0.1:1 10.0.0.2:2\n\t ts mss:${'9'.repeat(30)}\n`,
  ])('nothing in %j', (text) => expect(parseSocketStatistics(text)).toEqual([]));

  test('an IPv4 address of an IPv6 socket is IPv4', () => {
    const mapped = PRINTED['download, 1500'].replace('10.91.1.1', '[::ffff:10.91.1.1]');
    expect(parseSocketStatistics(mapped)[0]?.ipVersion).toBe(4);
  });
});
