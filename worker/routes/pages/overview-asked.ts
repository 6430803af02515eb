import * as z from 'zod/mini';
import {
  DEFAULT_PERIOD,
  RANKED_KINDS,
  rankQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import type { CompareAsked } from '../../../web/pages/compare.tsx';
import type { MapAsked } from '../../../web/pages/map.tsx';
import type { RankingAsked } from '../../../web/pages/ranking.tsx';
import { JAPAN } from './region-tree.ts';

/** ISPs that one page compares. */
const MOST_COMPARED = 4;

const ISP = /^[a-z0-9:~-]{1,200}$/;

/** Parameters of an address; an empty one is one that nobody chose. */
type Query = Readonly<Record<string, readonly string[]>>;

/** What a page is asked for; null where a parameter is no such thing. Parameters that nobody knows are passed over. */
export function rankingAsked(query: Query): RankingAsked | null {
  const parsed = rankQuerySchema.safeParse(chosen(query, ['region', 'metric', 'period', 'kind']));
  if (!parsed.success) return null;
  const { region = JAPAN, metric = 'downloadBps', period = DEFAULT_PERIOD } = parsed.data;
  return { region, metric, period, kind: parsed.data.kind ?? RANKED_KINDS[0] };
}

export function compareAsked(query: Query): CompareAsked | null {
  const asked = rankingAsked({ ...query, kind: [] });
  const isps = [...new Set((query['isp'] ?? []).filter((isp) => isp !== ''))];
  if (asked === null || !isps.every((isp) => ISP.test(isp))) return null;
  const { region, metric, period } = asked;
  return { isps: isps.slice(0, MOST_COMPARED), region, metric, period };
}

export function mapAsked(query: Query): MapAsked | null {
  const asked = rankingAsked({ ...query, region: [], kind: [] });
  const area = z.optional(z.enum(['japan', 'world'])).safeParse(chosen(query, ['area'])['area']);
  if (asked === null || !area.success) return null;
  return { area: area.data ?? 'japan', metric: asked.metric, period: asked.period };
}

function chosen(query: Query, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = query[name]?.[0] ?? '';
      return value === '' ? [] : [[name, value]];
    }),
  );
}
