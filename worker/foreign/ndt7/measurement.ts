import type { Direction } from '../../../measurement-agent/protocol/summary.ts';

/** Who is connected to whom, as `address:port`. */
export interface ConnectionInfo {
  Client: string;
  Server: string;
  StartTime: string;
}

/**
 * A measurement message: application bytes and microseconds since the test began. The kernel's TCPInfo is optional, and a worker
 * cannot see it.
 */
export function measurement(
  test: Direction,
  elapsedMs: number,
  bytes: number,
  connection?: ConnectionInfo,
): string {
  return JSON.stringify({
    AppInfo: { ElapsedTime: Math.max(0, Math.round(elapsedMs * 1000)), NumBytes: bytes },
    ...(connection && { ConnectionInfo: connection }),
    Origin: 'server',
    Test: test,
  });
}
