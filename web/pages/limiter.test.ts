import { expect, it } from 'vitest';
import { limiterOf } from './limiter.ts';

it.each([
  [[], 'line'],
  [['unstable', 'far'], 'line'],
  [['wireless'], 'wifi'],
  [['wireless', 'cpu-bound'], 'device'],
  [['edge-limited', 'wireless'], 'edge'],
  [['cpu-bound', 'cross-traffic'], 'rival'],
  [['vpn', 'wireless'], 'detour'],
  [['tab-hidden', 'stopped'], 'run'],
] as const)('what %j leave to blame is %s', (codes, limiter) => expect(limiterOf(codes)).toBe(limiter));
