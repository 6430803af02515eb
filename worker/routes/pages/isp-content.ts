import type { Directory } from '../../domain/directory.ts';
import type { PageSource } from '../../domain/page-source.ts';
import type { Shown } from '../../domain/statistics/question.ts';
import { cellContent, countsBy } from './cell-content.ts';
import { ispProfile, kindOf, namedIsp } from './isp-profile.ts';

/** Length of the period that lists count over. */
export const LIST_DAYS = 90;

const NOTHING = { results: null, lines: null };

/** Every brand, and whatever else was measured. */
export async function ispListContent(
  database: D1Database,
  directory: Directory,
  shown: Pick<Shown, 'synthetic'>,
): ReturnType<PageSource['isps']> {
  const counts = await countsBy(database, 'isp', LIST_DAYS, shown);
  const keys = new Set([...directory.brands.keys(), ...counts.keys()]);
  return {
    isps: [...keys].map((key) => ({
      ...namedIsp(key, directory),
      kind: kindOf(key, directory),
      ...(counts.get(key) ?? NOTHING),
    })),
    days: LIST_DAYS,
  };
}

/** One brand, shared network or unclaimed AS. An AS that neither has a name nor was ever measured has no page. */
export async function ispContent(
  database: D1Database,
  directory: Directory,
  key: string,
  shown: Pick<Shown, 'synthetic'>,
): ReturnType<PageSource['isp']> {
  const profile = ispProfile(key, directory);
  if (profile === null) return null;
  const nameless = profile.isp.kind === 'network' && profile.networks.every(({ asName }) => asName === null);
  if (nameless && !(await countsBy(database, 'isp', 365, shown)).has(key)) return null;
  return { ...profile, cell: await cellContent(database, directory, 'isp', key, shown) };
}
