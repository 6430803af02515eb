import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { DEFAULT_PERIOD } from '../../../measurement-agent/protocol/quality.ts';
import {
  type Edition,
  LIVE,
  REPORT_METRICS,
  REPORT_REGION,
  type ReportQuery,
} from '../../../measurement-agent/protocol/reports.ts';
import { API_PATHS } from '../../../measurement-agent/protocol/spec.ts';
import type { ReportChoice, ReportContent, ReportNotKept } from '../../../web/pages/report/content.ts';
import type { ReportAsked } from '../../domain/page-source.ts';
import { assumedOf } from '../../domain/profiles/method-profile.ts';
import { PROFILES } from '../../domain/profiles/profiles.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { monthNumberOf, monthPeriod, rollingPeriod } from '../../domain/statistics/cell-key.ts';
import { groupingSetNamed } from '../../domain/statistics/grouping-sets.ts';
import type { Env } from '../../env.ts';
import { cellReader } from '../../storage/cell-reader.ts';
import { editions as allEditions } from '../../storage/reports.ts';
import type { Basis } from '../quality/asked.ts';
import { reportAnswer } from '../reports/edition.ts';
import { countsBy } from './cell-content.ts';
import { namedIsp } from './isp-profile.ts';
import { childrenOf, JAPAN, namedRegion, parentsOf, regionUnder } from './region-tree.ts';

const DAY_MS = 86_400_000;

/** The report that a page is asked for: an edition by its name, else the last one of the period, else what is told today. */
export async function reportContent(
  stores: Pick<Env, 'DB' | 'DOCUMENTS'>,
  basis: Basis,
  {
    edition,
    period: askedPeriod,
    region = REPORT_REGION,
    profile = 'default',
    metrics: asked = [],
  }: ReportAsked,
): Promise<Fallible<ReportContent | ReportNotKept, Refusal['reason']>> {
  const { directory, shown } = basis;
  const metrics = asked.length === 0 ? [...REPORT_METRICS] : asked;
  const found = regionUnder(region, directory);
  if (found === null) return err('not-found');
  const editions = await allEditions(stores.DB, shown.synthetic);
  const isDefault = profile === 'default';
  // Editions are by the default rules; by others only months that have ended are computed.
  const name = edition ?? (isDefault ? nameOf(editions, askedPeriod) : LIVE);
  const otherwise = isDefault ? DEFAULT_PERIOD : monthPeriod(monthNumberOf(shown.asOf * DAY_MS) - 1);
  const period = askedPeriod ?? (name === LIVE ? otherwise : undefined);
  const query: ReportQuery = {
    region,
    ...(period !== undefined && { period }),
    ...(!isDefault && { profile }),
    metrics,
  };
  const [answer, choice] = await Promise.all([
    reportAnswer(stores, basis, name, query),
    choiceOf(stores.DB, basis, editions),
  ]);
  if (!answer.ok) {
    const { reason } = answer.error;
    if (reason !== 'not-kept' && reason !== 'too-broad') return err(reason);
    return ok({
      report: null,
      reason,
      asked: { region, period: period ?? DEFAULT_PERIOD, profile },
      metrics,
      region: namedRegion(region, directory),
      editions,
      choice,
    });
  }
  const report = answer.value;
  const isps = [...report.isps.map(({ place }) => place['isp']), ...report.changes.map(({ isp }) => isp)];
  const parts = report.parts.map(({ place }) => place['area'] ?? place['subdivision'] ?? '');
  return ok({
    report,
    href: addressOf(name, query),
    metrics,
    region: namedRegion(region, directory),
    parents: parentsOf(found, directory),
    ispNames: new Map(
      isps.flatMap((key) => (typeof key === 'string' ? [[key, namedIsp(key, directory)] as const] : [])),
    ),
    regionNames: new Map(
      [...parts, ...(report.edition?.changedRegions ?? [])].map((code) => [
        code,
        namedRegion(code, directory),
      ]),
    ),
    editions,
    choice,
  });
}

/** The last edition of a month, or of all; live where there is none. */
function nameOf(editions: readonly Edition[], period: string | undefined): string {
  const [newest] = editions.filter(({ month }) => period === undefined || month === period);
  return newest?.name ?? LIVE;
}

function addressOf(name: string, query: ReportQuery): string {
  const search = new URLSearchParams(
    Object.entries(query).map(([key, value]): [string, string] => [key, String(value)]),
  );
  return `${API_PATHS.reports}/${name}?${search.toString().replaceAll('%2C', ',')}`;
}

async function choiceOf(
  database: D1Database,
  basis: Basis,
  editions: readonly Edition[],
): Promise<ReportChoice> {
  const { directory, shown } = basis;
  const countries = await countsBy(cellReader(database, basis), basis, 'country', 365);
  const frozen = new Set(editions.map(({ month }) => month));
  const thisMonth = monthNumberOf(shown.asOf * DAY_MS);
  return {
    regions: [
      { region: namedRegion(JAPAN, directory), inside: [] },
      ...childrenOf(JAPAN, directory).map((area) => ({
        region: namedRegion(area.code, directory),
        inside: childrenOf(area.code, directory),
      })),
      ...[...countries.keys()]
        .filter((code) => code !== JAPAN)
        .map((code) => ({ region: namedRegion(code, directory), inside: [] })),
    ],
    rolling: groupingSetNamed('country').rolling.map(rollingPeriod),
    running: [monthPeriod(thisMonth), monthPeriod(thisMonth - 1)].filter((month) => !frozen.has(month)),
    profiles: PROFILES.map((profile) => ({
      name: profile.name,
      provisional: assumedOf(profile).length > 0,
    })),
  };
}
