import { type Directory, slugsOf } from './directory.ts';
import { ispKeyText } from './isp-key.ts';

export type IspSource = 'declared' | 'network' | 'shared' | 'as';

/**
 * The ISP a result is counted under: the declared brand if it uses the AS, else the AS's only brand, else the group of
 * brands that share it, else the AS itself. Null when the AS is not known: a declaration alone proves nothing.
 */
export function ispOf(
  declaredSlug: string | null,
  asn: number | null,
  directory: Directory,
): { key: string; source: IspSource } | null {
  if (asn === null) return null;
  const slugs = slugsOf(asn, directory);
  if (declaredSlug !== null && slugs.includes(declaredSlug)) return { key: declaredSlug, source: 'declared' };
  const [only, second] = slugs;
  if (only === undefined) return { key: ispKeyText({ kind: 'as', asn }), source: 'as' };
  if (second === undefined) return { key: only, source: 'network' };
  return { key: ispKeyText({ kind: 'shared', slugs }), source: 'shared' };
}
