import type { IspNetwork } from '../../../web/pages/isp.tsx';
import type { NamedIsp } from '../../../web/pages/names.ts';
import type { IspKind } from '../../../web/pages/operators.ts';
import { type Directory, slugsOf, unnamed } from '../../domain/directory.ts';
import { type IspKey, ispKeyText, parseIspKey } from '../../domain/isp-key.ts';

/** An ISP page before its figures. */
export interface IspProfile {
  isp: NamedIsp & { kind: IspKind };
  networks: IspNetwork[];
  members: NamedIsp[];
  sharedGroups: (NamedIsp & { members: NamedIsp[] })[];
}

/** Kinds of which nobody says "my provider is …" about the line at home or in the pocket. */
const UNSEEN_KINDS: ReadonlySet<IspKind> = new Set(['vne', 'cloud', 'education']);

/** Whether a kind of brand belongs in the question for one's provider. */
export function isHouseholdKind(kind: IspKind): boolean {
  return !UNSEEN_KINDS.has(kind);
}

/** What stands under a key; null where the directory knows nothing of it, which an AS with results may still be. */
export function ispProfile(keyText: string, directory: Directory): IspProfile | null {
  const key = parseIspKey(keyText);
  // A key that is not written as we write it would be a second address of the same page.
  if (key === null || ispKeyText(key) !== keyText) return null;
  if (key.kind === 'brand') return brandProfile(key.slug, directory);
  return key.kind === 'shared' ? sharedProfile(key, directory) : asProfile(key.asn, directory);
}

/** A name and a link for any key that a result may carry. */
export function namedIsp(keyText: string, directory: Directory): NamedIsp {
  const profile = ispProfile(keyText, directory);
  if (profile === null) return { slug: keyText, names: unnamed(keyText) };
  const { isp, members } = profile;
  return members.length > 0
    ? { slug: isp.slug, names: isp.names, members }
    : { slug: isp.slug, names: isp.names };
}

/** The kind a list files a key under. */
export function kindOf(keyText: string, directory: Directory): IspKind {
  return ispProfile(keyText, directory)?.isp.kind ?? 'other';
}

function brandProfile(slug: string, directory: Directory): IspProfile | null {
  const brand = directory.brands.get(slug);
  if (brand === undefined) return null;
  const uses = directory.asUses.filter((use) => use.slug === slug);
  const shared = new Map(
    uses
      .map(({ asn }) => slugsOf(asn, directory))
      .filter((slugs) => slugs.length > 1)
      .map((slugs) => [ispKeyText({ kind: 'shared', slugs }), slugs]),
  );
  return {
    isp: brand,
    networks: uses.map(({ asn, role }) => ({ asn, asName: directory.asNames.get(asn) ?? null, role })),
    members: [],
    sharedGroups: [...shared].map(([key, slugs]) => ({
      slug: key,
      names: unnamed(key),
      members: brandsOf(slugs, directory),
    })),
  };
}

function sharedProfile(key: IspKey & { kind: 'shared' }, directory: Directory): IspProfile | null {
  const keyText = ispKeyText(key);
  const asns = new Set(directory.asUses.map(({ asn }) => asn));
  const shared = [...asns].filter(
    (asn) => ispKeyText({ kind: 'shared', slugs: slugsOf(asn, directory) }) === keyText,
  );
  if (shared.length === 0) return null;
  return {
    isp: { slug: keyText, names: unnamed(keyText), kind: 'shared' },
    networks: shared.map((asn) => ({ asn, asName: directory.asNames.get(asn) ?? null, role: null })),
    members: brandsOf(key.slugs, directory),
    sharedGroups: [],
  };
}

/** An AS that a brand claims has no page of its own: its results are on the brand's. */
function asProfile(asn: number, directory: Directory): IspProfile | null {
  if (slugsOf(asn, directory).length > 0) return null;
  const asName = directory.asNames.get(asn) ?? null;
  return {
    isp: { slug: ispKeyText({ kind: 'as', asn }), names: unnamed(asName ?? `AS${asn}`), kind: 'network' },
    networks: [{ asn, asName, role: null }],
    members: [],
    sharedGroups: [],
  };
}

function brandsOf(slugs: readonly string[], directory: Directory): NamedIsp[] {
  return slugs.flatMap((slug) => directory.brands.get(slug) ?? []);
}
