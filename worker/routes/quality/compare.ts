import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type CompareAnswer,
  type CompareQuery,
  compareQuerySchema,
} from '../../../measurement-agent/protocol/quality.ts';
import { areasIn } from '../../domain/directory.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { compare as compareStrata } from '../../domain/statistics/comparison.ts';
import { questionOf } from '../../domain/statistics/question.ts';
import type { App } from '../../middleware/app.ts';
import { problem } from '../../middleware/problem.ts';
import { type CellReader, cellReader } from '../../storage/cell-reader.ts';
import { about, type Basis, basisOf, readQuery } from './asked.ts';
import { notModified, placeAsked, respond } from './respond.ts';
import { comparedTogether, readStrata, toldComparison } from './strata.ts';

/** `GET /api/v1/quality/compare` */
export async function compare(c: Context<App>): Promise<Response> {
  const query = readQuery(c, compareQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const same = notModified(c, basis);
  if (same !== null) return same;
  const answer = await compareAnswer(cellReader(c.env.DB, basis), basis, query.value);
  if (!answer.ok) return problem(c, answer.error);
  return respond(c, basis, query.value.format, answer.value, () => ({
    name: 'compare',
    columns: ['area', 'tier', 'band', 'linesA', 'linesB', 'weight'],
    rows: answer.value.strata,
    of: { a: answer.value.a, b: answer.value.b, ...placeAsked({ region: query.value.region }) },
    together: comparedTogether(answer.value),
  }));
}

/** How two ISPs differ between lines in like circumstances. */
export async function compareAnswer(
  reader: CellReader,
  basis: Basis,
  query: CompareQuery,
): Promise<Fallible<CompareAnswer, Refusal>> {
  const { a, b, region } = query;
  if (a === b)
    return err({
      reason: 'bad-request',
      detail: 'The query does not follow the contract.',
      violations: [{ field: 'b', rule: 'must be another ISP than a' }],
    });
  const question = questionOf({ ...query, isp: a }, basis.directory, basis.shown);
  if (!question.ok) return question;
  const { filters, partition, period } = question.value;
  if (filters.has('subdivision') || !/^(?:r90|\d{4}-\d{2}|\d{4}-Q\d)$/.test(period.name))
    return err({
      reason: 'not-kept',
      detail: 'ISPs are compared in countries and areas, over r90, months and quarters.',
    });
  const metric = query.metric ?? 'downloadBps';
  const areas = region === undefined ? null : new Set(areasIn(region, basis.directory));
  const sides = { a: { isp: a, partition }, b: { isp: b, partition } };
  const read = await readStrata(reader, sides, {
    periods: period.cells,
    period: period.name,
    areas,
    metric,
  });
  const seed = `${region ?? ''} ${metric} ${period.name} ${basis.publishedAtMs ?? 0}`;
  const outcome = compareStrata(read.strata, { a, b, seed });
  const compared = outcome.ok ? outcome.value : null;
  const { name, from, to } = period;
  return ok({
    ...about(basis, query.cohort),
    period: { name, from, to },
    metric,
    a,
    b,
    ...toldComparison(compared, read),
    reason: compared === null ? 'no-common-stratum' : null,
    seed,
  });
}
