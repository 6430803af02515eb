import type { VerdictReason } from '../../measurement-agent/protocol/vocabulary.ts';
import { type Directory, slugsOf } from './directory.ts';

/** Why an AS is no access line; null when it may be one. A brand of kind `cloud` sells servers. */
export function notAccessReason(asn: number | null, directory: Directory): VerdictReason | null {
  if (asn === null) return null;
  const listed = directory.notAccess.get(asn);
  if (listed !== undefined) return listed === 'vpn' ? 'vpn' : 'hosting-network';
  const kinds = slugsOf(asn, directory).map((slug) => directory.brands.get(slug)?.kind);
  return kinds.length > 0 && kinds.every((kind) => kind === 'cloud') ? 'hosting-network' : null;
}
