/** What results are counted under on ISP pages, and the last part of such a page's address. */
export type IspKey =
  | { kind: 'brand'; slug: string }
  /** An AS that several brands use, told apart by nothing. */
  | { kind: 'shared'; slugs: readonly string[] }
  /** An AS that no brand claims. */
  | { kind: 'as'; asn: number };

/** `ocn`, `shared:hi-ho~iij`, `as-64500`. */
export function ispKeyText(key: IspKey): string {
  if (key.kind === 'brand') return key.slug;
  return key.kind === 'as' ? `as-${key.asn}` : `shared:${key.slugs.toSorted().join('~')}`;
}

/** RFC 6793. */
const MAX_ASN = 2 ** 32 - 1;

/** Null when the text is no key. That something exists under a key is for others to say. */
export function parseIspKey(text: string): IspKey | null {
  const asn = /^as-([1-9]\d{0,9})$/.exec(text)?.[1];
  if (asn !== undefined) return Number(asn) <= MAX_ASN ? { kind: 'as', asn: Number(asn) } : null;
  const shared = /^shared:([a-z0-9-]{1,64}(?:~[a-z0-9-]{1,64})+)$/.exec(text)?.[1]?.split('~');
  if (shared !== undefined) return { kind: 'shared', slugs: shared };
  return /^[a-z0-9-]{1,64}$/.test(text) ? { kind: 'brand', slug: text } : null;
}
