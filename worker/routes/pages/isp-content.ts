import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import { cellFigures, periodStartMs } from '../../domain/cell-figures.ts';
import { countCells } from '../../domain/counts.ts';
import type { Directory } from '../../domain/directory.ts';
import type { PageSource } from '../../domain/page-source.ts';
import { countsByIsp, figureRowsOfIsp } from '../../storage/results.ts';
import { ispProfile, kindOf, namedIsp } from './isp-profile.ts';

/** Length of the period that lists count over. */
export const LIST_DAYS = 90;

const NOTHING = { results: 0, lines: 0 };

/** Every brand, and whatever else was measured. */
export async function ispListContent(
  database: D1Database,
  directory: Directory,
  nowMs: number,
): ReturnType<PageSource['isps']> {
  const sinceMs = periodStartMs(LIST_DAYS, nowMs);
  const counts = countCells(await countsByIsp(database, sinceMs, METHOD_VERSION));
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
  nowMs: number,
): ReturnType<PageSource['isp']> {
  const profile = ispProfile(key, directory);
  if (profile === null) return null;
  const rows = await figureRowsOfIsp(database, key, periodStartMs(365, nowMs));
  const nameless = profile.isp.kind === 'network' && profile.networks.every(({ asName }) => asName === null);
  if (nameless && rows.length === 0) return null;
  return {
    ...profile,
    cell: {
      periods: cellFigures(rows, nowMs),
      methodVersion: METHOD_VERSION,
      updatedAt: rows.length === 0 ? null : new Date(nowMs).toISOString(),
    },
  };
}
