import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type DivergenceAnswer,
  type DivergenceQuery,
  type DivergenceReason,
  divergenceQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import { ANONYMOUS_FROM_LINES } from '../../../measurement-agent/protocol/statistics.ts';
import { areasIn } from '../../domain/directory.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { compare, type Stratum } from '../../domain/statistics/comparison.ts';
import { partitionOf, questionOf } from '../../domain/statistics/question.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { notModified, placeAsked, respond } from './respond.ts';
import { comparedTogether, readStrata, toldComparison } from './strata.ts';

const OWN = 'isp-agent';
const CROWD = 'crowd-browser';

/** `GET /api/v1/quality/divergence` */
export async function divergence(c: Context<App>): Promise<Response> {
  const query = readQuery(c, divergenceQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await divergenceAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    name: 'divergence',
    columns: ['area', 'tier', 'band', 'linesA', 'linesB', 'weight'],
    rows: answer.value.strata,
    of: {
      isp: answer.value.isp,
      a: answer.value.a,
      b: answer.value.b,
      ...placeAsked({ region: query.value.region }),
    },
    together: { ...comparedTogether(answer.value), diverges: answer.value.diverges },
  }));
}

/** How what an ISP's own agents measure differs from what the crowd measures on it, between lines in like circumstances. */
export async function divergenceAnswer(
  reader: CellReader,
  basis: Basis,
  query: DivergenceQuery,
): Promise<Fallible<DivergenceAnswer, Refusal>> {
  const { isp, region } = query;
  const question = questionOf(query, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { filters, period } = question.value;
  if (filters.has('subdivision') || !/^(?:r90|\d{4}-\d{2}|\d{4}-Q\d)$/.test(period.name))
    return err({
      reason: 'not-kept',
      detail: 'Cohorts are compared in countries and areas, over r90, months and quarters.',
    });
  const metric = query.metric ?? 'downloadBps';
  const areas = region === undefined ? null : new Set(areasIn(region, basis.directory));
  const sides = {
    a: { isp, partition: partitionOf(OWN, basis.shown) },
    b: { isp, partition: partitionOf(CROWD, basis.shown) },
  };
  const asked = { period: period.name, periods: period.cells, areas, metric };
  const read = await readStrata(reader, sides, asked);
  const seed = `${isp} ${region ?? ''} ${metric} ${period.name} ${basis.publishedAtMs ?? 0}`;
  const outcome = compare(read.strata, { a: OWN, b: CROWD, seed });
  const compared = outcome.ok ? outcome.value : null;
  const figures = toldComparison(compared, read);
  const { name, from, to } = period;
  return ok({
    ...about(basis, OWN),
    period: { name, from, to },
    metric,
    isp,
    a: OWN,
    b: CROWD,
    ...figures,
    reason: compared === null ? reasonOf(read.strata) : null,
    diverges: figures.difference && (figures.difference.low > 0 || figures.difference.high < 0),
    seed,
  });
}

/** Why nothing could be compared: a side that has ten lines in no stratum has too few. */
function reasonOf(strata: readonly Stratum[]): DivergenceReason {
  const isShort = (side: 'a' | 'b') =>
    strata.every((stratum) => (stratum[side]?.lines ?? 0) < ANONYMOUS_FROM_LINES);
  if (isShort('a')) return 'too-few-agents';
  return isShort('b') ? 'too-few-of-the-crowd' : 'no-common-stratum';
}
