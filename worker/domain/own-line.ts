import type { Directory } from './directory.ts';
import { parseIspKey } from './isp-key.ts';
import { ispOf } from './isp-of.ts';

/**
 * Whether a line is known to be another ISP's than one of `isps`: what an ISP measures on a competitor's line is nothing to
 * count, neither as the competitor's own nor as independent. Of an AS that several brands share it is enough that one is its own;
 * false where nobody knows whose line it is.
 *
 * @param isps slugs of the brands that the agent's owner runs.
 */
export function isOthersLine(
  isps: readonly string[],
  line: { declaredIsp: string | null; asn: number | null },
  directory: Directory,
): boolean {
  const isp = ispOf(line.declaredIsp, line.asn, directory);
  const key = isp === null ? null : parseIspKey(isp.key);
  if (key === null || key.kind === 'as') return false;
  const slugs = key.kind === 'brand' ? [key.slug] : key.slugs;
  return !slugs.some((slug) => isps.includes(slug));
}
