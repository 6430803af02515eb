import type { Context } from 'hono';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import {
  type AgentResult,
  agentChangeSchema,
  type FleetAgent,
  revocationSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import { METRICS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Agent } from '../../domain/agent.ts';
import { fleetAgentView } from '../../domain/fleet/agent-shown.ts';
import { csvOf } from '../../domain/fleet/csv.ts';
import { silentSinceMs } from '../../domain/fleet/health.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { changeAgent } from '../../fleet/agents.ts';
import { type Change, noSuch } from '../../fleet/change.ts';
import type { App } from '../../middleware/app.ts';
import { readJson } from '../../middleware/body.ts';
import { problem } from '../../middleware/problem.ts';
import {
  type AgentFilter,
  type AgentUpdate,
  agentIn,
  agentsIn,
  resultsOfAgent,
} from '../../storage/fleet/agents.ts';
import { agentsShown } from './agents-shown.ts';
import { type Handlers, idIn, suppressionIn } from './handlers.ts';
import { scheduleIn } from './schedule-in.ts';

const PAGE = 500;
const CSV_ROWS = 20_000;
const DAY_MS = 86_400_000;
const DEFAULT_DAYS = 30;

const AGENT_COLUMNS = [
  'id',
  'owner',
  'ownerId',
  'cohort',
  'siteId',
  'groupId',
  'tags',
  'enrolledAt',
  'revokedAs',
  'scheduleOf',
  'heardAt',
  'siteName',
  'state',
  'stabilityDay',
  'stabilityMonth',
  'stabilityQuarter',
  'agentVersion',
  'queued',
  'clockOffsetMs',
  'monthBytes',
] as const satisfies (keyof AgentRow)[];

type AgentRow = ReturnType<typeof rowOf>;

/** An agent and its health in one line. */
function rowOf({ heartbeat, stability, ...agent }: FleetAgent) {
  return {
    ...agent,
    siteName: agent.site.name,
    stabilityDay: stability.day.word,
    stabilityMonth: stability.month.word,
    stabilityQuarter: stability.quarter.word,
    agentVersion: heartbeat?.agentVersion ?? null,
    queued: heartbeat?.results.queued ?? null,
    clockOffsetMs: heartbeat?.clockOffsetMs ?? null,
    monthBytes: heartbeat?.monthBytes ?? null,
  };
}

const RESULT_COLUMNS = [
  'id',
  'measuredAt',
  'valid',
  'excludedBy',
  'ipVersion',
  ...METRICS,
] as const satisfies (keyof AgentResult)[];

export const agentHandlers = {
  async 'GET /agents'(c, change) {
    const agents = await asked(c, change, PAGE);
    const next = agents.length < PAGE ? null : (agents.at(-1)?.id ?? null);
    return c.json({ items: await viewsOf(change, agents), next });
  },
  async 'GET /agents.csv'(c, change) {
    const views = await viewsOf(change, await asked(c, change, CSV_ROWS));
    return csv(c, 'agents', csvOf(AGENT_COLUMNS, views.map(rowOf)));
  },
  async 'GET /agents/:id'(c, change) {
    return one(c, change, await find(change, idIn(c)));
  },
  async 'PATCH /agents/:id'(c, change) {
    const body = await readJson(c.req.raw, agentChangeSchema);
    if (!body.ok) return problem(c, body.error);
    const { groupId, tags } = body.value;
    return changed(c, change, {
      ...(groupId !== undefined && { groupId }),
      ...(tags !== undefined && { tags }),
    });
  },
  async 'PUT /agents/:id/schedule'(c, change) {
    const schedule = await scheduleIn(c);
    return schedule.ok ? changed(c, change, { schedule: schedule.value }) : problem(c, schedule.error);
  },
  'DELETE /agents/:id/schedule': (c, change) => changed(c, change, { schedule: null }),
  async 'PUT /agents/:id/suppression'(c, change) {
    const suppression = await suppressionIn(c, change.nowMs);
    if (!suppression.ok) return problem(c, suppression.error);
    return changed(c, change, { suppression: suppression.value });
  },
  'DELETE /agents/:id/suppression': (c, change) => changed(c, change, { suppression: null }),
  async 'POST /agents/:id/revocation'(c, change) {
    const body = await readJson(c.req.raw, revocationSchema);
    return body.ok ? changed(c, change, { revokedAs: body.value.as }) : problem(c, body.error);
  },
  async 'GET /agents/:id/results'(c, change) {
    const results = await resultsAsked(c, change, PAGE);
    if (!results.ok) return problem(c, results.error);
    const next = results.value.length < PAGE ? null : (results.value.at(-1)?.measuredAt ?? null);
    return c.json({ items: results.value, next });
  },
  async 'GET /agents/:id/results.csv'(c, change) {
    const results = await resultsAsked(c, change, CSV_ROWS);
    if (!results.ok) return problem(c, results.error);
    return csv(c, `agent-${idIn(c)}`, csvOf(RESULT_COLUMNS, results.value));
  },
} satisfies Partial<Handlers>;

function asked(c: Context<App>, { database, scope, nowMs }: Change, limit: number): Promise<Agent[]> {
  return agentsIn(database, scope, filterIn(c, nowMs), { afterId: c.req.query('after') ?? null, limit });
}

/** Which agents an address asks for; an empty field of a form asks for no matter. */
export function filterIn(c: Context<App>, nowMs: number): AgentFilter {
  const asks = (name: string) => c.req.query(name)?.trim() || null;
  return {
    ownerId: asks('owner'),
    groupId: asks('group'),
    siteId: asks('site'),
    tag: asks('tag'),
    silentSinceMs: asks('silent') === null ? null : silentSinceMs(nowMs),
    text: asks('text'),
  };
}

async function find({ database, scope }: Change, id: string): Promise<Fallible<Agent, Refusal>> {
  const agent = await agentIn(database, scope, id);
  return agent === null ? err(noSuch('agent', id)) : ok(agent);
}

async function changed(c: Context<App>, change: Change, to: AgentUpdate): Promise<Response> {
  return one(c, change, await changeAgent(change, idIn(c), to));
}

async function one(c: Context<App>, change: Change, agent: Fallible<Agent, Refusal>): Promise<Response> {
  if (!agent.ok) return problem(c, agent.error);
  const [view] = await viewsOf(change, [agent.value]);
  return c.json(view);
}

async function viewsOf(change: Change, agents: readonly Agent[]): Promise<FleetAgent[]> {
  const show = await agentsShown(change, agents);
  return agents.map((agent) => fleetAgentView(show(agent)));
}

/** Of the last thirty days, or between `from` and `to`; before `to`, so that `next` goes on. */
async function resultsAsked(
  c: Context<App>,
  change: Change,
  limit: number,
): Promise<Fallible<AgentResult[], Refusal>> {
  const agent = await find(change, idIn(c));
  if (!agent.ok) return agent;
  const toMs = momentIn(c.req.query('to')) ?? change.nowMs + 1;
  const fromMs = momentIn(c.req.query('from')) ?? toMs - DEFAULT_DAYS * DAY_MS;
  if (Number.isNaN(fromMs) || Number.isNaN(toMs))
    return err({ reason: 'bad-request', detail: 'from and to are moments such as 2026-12-01T00:00:00Z.' });
  const rows = await resultsOfAgent(change.database, agent.value.id, { fromMs, toMs, limit });
  return ok(
    rows.map(({ measuredAtMs, ...row }) => ({ ...row, measuredAt: new Date(measuredAtMs).toISOString() })),
  );
}

/** NaN for what is no moment. */
function momentIn(text: string | undefined): number | null {
  return text === undefined ? null : Date.parse(text);
}

function csv(c: Context<App>, name: string, text: string): Response {
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8; header=present',
    'content-disposition': `attachment; filename="jissoku-${name}.csv"`,
  });
}
