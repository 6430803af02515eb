import { type Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { type ReportAnswer, reportQuerySchema } from '../../measurement-agent/protocol/reports.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { editions } from '../storage/reports.ts';
import { basisOf, readQuery } from './quality/asked.ts';
import { rowsOf } from './quality/cells.ts';
import { asCsv, type CsvRow, type CsvTable, respond } from './quality/respond.ts';
import { reportAnswer } from './reports/edition.ts';

/** `/api/v1/reports` and `/api/v1/reports/{edition}` */
export const reports = new Hono<App>();

/** A new edition comes once a month. */
const LIST_CACHE = 'public, max-age=600';

/** An edition never changes; a day, so that one which an operator takes back is gone soon. */
const EDITION_CACHE = 'public, max-age=86400';

const NO_QUERY = z.strictObject({});

reports.use(capped('READ_LIMIT'));

reports.get('/', async (c) => {
  const query = readQuery(c, NO_QUERY);
  if (!query.ok) return problem(c, query.error);
  const known = await editions(c.env.DB, c.var.config.synthetic);
  return c.json({ editions: known }, 200, { 'cache-control': LIST_CACHE });
});
reports.all('/', methodNotAllowed('GET'));

reports.get('/:edition', async (c: Context<App>) => {
  const query = readQuery(c, reportQuerySchema);
  if (!query.ok) return problem(c, query.error);
  const basis = await basisOf(c);
  const answer = await reportAnswer(c.env, basis, c.req.param('edition') ?? '', query.value);
  if (!answer.ok) return problem(c, answer.error);
  const { format } = query.value;
  const { edition } = answer.value;
  // By other rules it is computed of what is there now, which no publication holds.
  const restsOn = answer.value.profile.name === 'default' ? basis : null;
  if (edition === null) return respond(c, restsOn, format, answer.value, () => csvTable(answer.value));
  const headers = { 'cache-control': EDITION_CACHE };
  if (format !== 'csv') return c.json(answer.value, 200, headers);
  return asCsv(c, answer.value, csvTable(answer.value), headers);
});
reports.all('/:edition', methodNotAllowed('GET'));

/** The region, then ISPs, then parts, each with what the report is of. */
function csvTable({ edition, period, region, whole, isps, parts }: ReportAnswer): CsvTable {
  const head = {
    edition: edition?.name ?? 'live',
    inputHash: edition?.inputHash ?? null,
    period: period.name,
    region,
  };
  const of = (what: string, cells: ReportAnswer['isps']): CsvRow[] =>
    cells.flatMap((cell) =>
      rowsOf(cell).map((row) => ({
        ...head,
        what,
        isp: null,
        part: null,
        ...named(what, cell.place),
        ...withoutPlace(row, cell.place),
      })),
    );
  return {
    name: `report-${head.edition}-${region}`,
    columns: [...Object.keys(head), 'what', 'isp', 'part', 'results', 'lines', 'suppressed'],
    rows: [...of('region', whole === null ? [] : [whole]), ...of('isp', isps), ...of('part', parts)],
  };
}

/** Which ISP or part a row is of. */
function named(what: string, place: Readonly<Record<string, string>>): CsvRow {
  if (what === 'isp') return { isp: place['isp'] ?? null };
  return what === 'part' ? { part: place['area'] ?? place['subdivision'] ?? null } : {};
}

function withoutPlace(row: CsvRow, place: Readonly<Record<string, string>>): CsvRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => !(name in place)));
}
