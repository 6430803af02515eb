import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  EDITION,
  LIVE,
  REPORT_REGION,
  type ReportAnswer,
  type ReportQuery,
} from '../../../measurement-agent/protocol/reports.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { editionKey } from '../../domain/reports/edition.ts';
import { periodOf } from '../../domain/statistics/period.ts';
import { regionLevel } from '../../domain/statistics/question.ts';
import type { Env } from '../../env.ts';
import { cellReader } from '../../storage/cell-reader.ts';
import { editions, getAnswer } from '../../storage/reports.ts';
import { about, type Basis } from '../quality/asked.ts';
import { liveFigures, withMetrics } from './report.ts';

/** The report under an edition's name, or as it is told now. */
export async function reportAnswer(
  stores: Pick<Env, 'DB' | 'DOCUMENTS'>,
  basis: Basis,
  name: string,
  query: ReportQuery,
): Promise<Fallible<ReportAnswer, Refusal>> {
  if (name === LIVE) {
    const source = { database: stores.DB, reader: cellReader(stores.DB, basis) };
    const figures = await liveFigures(source, basis, query);
    return figures.ok ? ok({ ...figures.value, edition: null, answersHash: null, changes: [] }) : figures;
  }
  const frozen = EDITION.test(name) ? await frozenReport(stores, basis, name, query) : noEdition(name);
  return frozen.ok ? ok(withMetrics(frozen.value, query.metrics)) : frozen;
}

async function frozenReport(
  { DB, DOCUMENTS }: Pick<Env, 'DB' | 'DOCUMENTS'>,
  basis: Basis,
  name: string,
  { region = REPORT_REGION, period, profile = 'default' }: ReportQuery,
): Promise<Fallible<ReportAnswer, Refusal>> {
  const key = editionKey(name);
  const { synthetic } = basis.shown;
  if (period !== undefined && period !== key.month)
    return err(wrong('period', `is not that of edition ${name}, which is of its month`));
  if (profile !== 'default') return err(wrong('profile', `is not that of editions, which are by default`));
  if (regionLevel(region, basis.directory) === null)
    return err(wrong('region', 'is no region that this server knows'));
  const [known, kept] = await Promise.all([
    editions(DB, synthetic),
    getAnswer(DOCUMENTS, { ...key, synthetic }, region),
  ]);
  const edition = known.find((each) => each.name === name);
  if (edition === undefined) return noEdition(name);
  if (kept !== null) return ok({ ...kept, edition });
  const {
    name: month,
    from,
    to,
  } = periodOf(key.month, basis.shown.asOf) ?? {
    name: key.month,
    from: '',
    to: '',
  };
  return ok({
    ...about(basis, undefined),
    updatedAt: edition.publishedAt,
    period: { name: month, from, to },
    region,
    edition,
    answersHash: null,
    whole: null,
    isps: [],
    unlisted: { told: 0, hidden: 0 },
    parts: [],
    changes: [],
  });
}

function wrong(field: string, rule: string): Refusal {
  return {
    reason: 'bad-request',
    detail: 'The query does not follow the contract.',
    violations: [{ field, rule }],
  };
}

function noEdition(name: string): Fallible<never, Refusal> {
  return err({ reason: 'not-found', detail: `There is no edition ${name.slice(0, 40)}.` });
}
