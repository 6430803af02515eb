import { expect, test } from 'vitest';
import { shapeCommands, unknownKeys } from './netem-commands.ts';

const words = (direction: 'down' | 'up', keys: Record<string, number>) =>
  shapeCommands('link0', direction, keys).map((command) => command.join(' '));

test('shapeCommands() shapes one direction: rate with Ethernet, half the round trip, queue and path in packets', () => {
  const keys = { down: 12e6, up: 1.2e6, rtt: 40, loss_down: 0.003, queue_down: 150_000 };
  expect(words('down', keys)).toEqual([
    'qdisc add dev link0 root handle 1: tbf rate 12112000bit burst 6056 latency 1s',
    'qdisc add dev link0 parent 1:1 handle 10: netem delay 20ms loss 0.3% limit 120',
  ]);
  // 64 KiB of queue and 3 kB under way.
  expect(words('up', keys)[1]).toContain('netem delay 20ms loss 0% limit 46');
});

test('shapeCommands() has no tbf without a rate', () => {
  expect(words('down', { rtt: 10 })).toEqual([
    'qdisc add dev link0 root netem delay 5ms loss 0% limit 100000',
  ]);
});

test('unknownKeys() names what netem cannot do', () => {
  expect(unknownKeys({ down: 1e6, jitter: 3, steps_down: Number.NaN })).toEqual(['jitter', 'steps_down']);
});
