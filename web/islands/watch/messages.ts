import type { WatchSample } from '../../../measurement-agent/metrics/stability.ts';
import type { DatagramAnswer, DatagramRequest } from '../datagram-messages.ts';

/** Page → watching thread. */
export type WatchCommand =
  | { type: 'watch'; durationMs: number }
  | { type: 'datagrams'; answer: DatagramAnswer };

/** Watching thread → page. */
export type WatchReport =
  | { type: 'sample'; sample: WatchSample }
  | { type: 'ended'; ok: boolean }
  | { type: 'datagrams'; request: DatagramRequest };
