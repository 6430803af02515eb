import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { SegmentSizes } from '../metrics/path-mtu.ts';
import { parseSocketStatistics } from './socket-statistics.ts';

/** It answers in milliseconds; a machine where it does not is better left alone. */
const LIMIT_MS = 1_000;

/**
 * What the kernel knows of TCP connections from these local ports; none where there is no `ss` (iproute2, Linux), as Node
 * itself cannot read TCP_MAXSEG or TCP_INFO.
 */
export async function readSockets(localPorts: readonly number[]): Promise<SegmentSizes[]> {
  const filter = localPorts.map((port) => `sport = :${port}`).join(' or ');
  try {
    const { stdout } = await promisify(execFile)('ss', ['-tinoH', filter], { timeout: LIMIT_MS });
    return parseSocketStatistics(stdout);
  } catch {
    return [];
  }
}
