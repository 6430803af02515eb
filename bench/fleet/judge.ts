/** What became of all that the agents measured, and what the fleet cost. Prints a table; answers what is not as it should be. */
import type { DatabaseSync } from 'node:sqlite';
import { monthOf } from '../../measurement-agent/daemon/schedule/byte-budget.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { databaseOf } from '../../test/server-database.ts';
import type { FleetTraffic, Minutes } from './traffic.ts';
import type { VirtualAgent } from './virtual-agent.ts';

interface Evidence {
  agents: readonly VirtualAgent[];
  traffic: FleetTraffic;
  origin: string;
  endServer: () => Promise<number | null>;
  dataDir: string;
  days: number;
  busy: Minutes;
  spent: { requests: number; spared: number; bytesUp: number; bytesDown: number };
  enrolment: { requests: number };
  endMs: number;
  ranFor: number;
  serverKills: number;
}

/** No minute may be busier than so many times the mean … */
const MOST_TIMES_MEAN = 3;
/** … where minutes have enough requests for that to say something. */
const LEAST_MEAN = 5;
const READ_BACK = 300;
/** Tables that grow with results or with time. */
const TABLES = [
  'results',
  'document_places',
  'document_bundles',
  'agent_nonces',
  'dirty_lines',
  'agent_results',
  'agent_gaps',
];

export async function judge(evidence: Evidence): Promise<string[]> {
  const { agents, traffic, origin, dataDir, days, busy, spent, endMs } = evidence;
  const taken = agents.flatMap(({ diary }) => diary.measured);
  const waiting = sum(agents, ({ spool }) => spool.counts().queued);
  const refused = sum(agents, ({ spool }) => spool.counts().refused);
  const unreadable = await readBack(origin, taken);
  await evidence.endServer();

  using database = await databaseOf({ dataDir });
  const stored = new Set(
    database
      .prepare('select id from results')
      .all()
      .map(({ id }) => String(id)),
  );
  const rows = new Map(TABLES.map((table) => [table, numberOf(database, `select count(*) from "${table}"`)]));
  const databaseBytes = numberOf(
    database,
    'select page_count * page_size from pragma_page_count, pragma_page_size',
  );

  const takenSet = new Set(taken);
  const missing = taken.filter((id) => !stored.has(id)).length;
  const foreign = [...stored].filter((id) => !takenSet.has(id)).length;
  const doubled = taken.length - takenSet.size;
  const overBudget = agents.filter((agent) => isOverBudget(agent, endMs)).length;
  const agentDays = agents.length * days;
  const slots = agents.map(({ spool }) => spool.counts().slots);
  const perAgentDay = (value: number, digits = 1) => (value / agentDays).toFixed(digits);
  console.log(`
| ${agents.length} agents, ${days} days of their clock, ${evidence.ranFor} s of the machine's | |
| --- | --- |
| results taken, in the database, missing, foreign, doubled | ${taken.length}, ${stored.size}, ${missing}, ${foreign}, ${doubled} |
| of them waiting, refused; read back, unreadable | ${waiting}, ${refused}; ${Math.min(READ_BACK, taken.length)}, ${unreadable} |
| slots measured, missed, skipped, failed | ${sum(slots, (one) => one.measured)}, ${sum(slots, (one) => one.missed)}, ${sum(slots, (one) => one.skipped)}, ${sum(slots, (one) => one.failed)} |
| power cuts; kills of the server; requests without an answer | ${sum(agents, ({ diary }) => diary.reboots)}; ${evidence.serverKills}; ${traffic.unanswered} |
| requests a minute, mean and busiest, and how many times | ${busy.mean.toFixed(1)}, ${busy.most}, ${(busy.most / busy.mean).toFixed(2)} |
| agents over their budget | ${overBudget} |
| requests an agent-day | ${perAgentDay(spent.requests)} (${[...traffic.byPath].map(([path, times]) => `${path.replace('/api/v1/', '')} ${perAgentDay(times)}`).join(', ')}) |
| bytes of bodies an agent-day, up and down | ${perAgentDay(spent.bytesUp, 0)}, ${perAgentDay(spent.bytesDown, 0)} |
| rows an agent-day | ${[...rows].map(([table, n]) => `${table} ${perAgentDay(n, 2)}`).join(', ')} |
| bytes of the database, all of it | ${databaseBytes} |
| answers by status | ${[...traffic.byStatus].map(([status, times]) => `${status}: ${times}`).join(', ')} |
| requests that reached the server; a second of the machine | ${spent.requests - spent.spared}; ${((spent.requests - spent.spared) / evidence.ranFor).toFixed(0)} |
| memory of the agents | ${Math.round(process.memoryUsage.rss() / 1e6)} MB |`);
  return [
    missing > 0 ? `${missing} results are missing` : null,
    foreign > 0 || doubled > 0 ? `${foreign} results are nobody's, ${doubled} doubled` : null,
    waiting > 0 || refused > 0 ? `${waiting} results wait, ${refused} were refused` : null,
    unreadable > 0 ? `${unreadable} documents cannot be read` : null,
    busy.mean >= LEAST_MEAN && busy.most > MOST_TIMES_MEAN * busy.mean ? 'a minute is too busy' : null,
    overBudget > 0 ? `${overBudget} agents are over their budget` : null,
  ].filter((fault) => fault !== null);
}

/** By each agent's own record: at no test more than what its budget had made free by that day, nor more than all of it. */
function isOverBudget(agent: VirtualAgent, endMs: number): boolean {
  const budget = agent.schedule?.monthlyBytes ?? null;
  if (budget === null) return false;
  const movedIn = new Map<string, number>();
  for (const { atMs, bytes } of agent.diary.tests.toSorted((a, b) => a.atMs - b.atMs)) {
    const moved = (movedIn.get(monthOf(atMs)) ?? 0) + bytes;
    movedIn.set(monthOf(atMs), moved);
    const at = new Date(atMs);
    const days = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 0)).getUTCDate();
    // Whose clock is off is of another day.
    if (moved > (agent.isClockOff ? budget : (budget * at.getUTCDate()) / days)) return true;
  }
  return agent.monthBytes(endMs) > budget;
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

async function readBack(origin: string, ids: readonly string[]): Promise<number> {
  let unreadable = 0;
  const step = Math.max(1, Math.floor(ids.length / READ_BACK));
  for (let index = 0; index < ids.length; index += step) {
    const id = ids[index] ?? '';
    const response = await fetch(`${origin}${API_PATHS.results}/${id}`);
    const document = response.ok ? ((await response.json()) as { measurementId: string }) : null;
    if (document?.measurementId !== id) unreadable += 1;
  }
  return unreadable;
}

function numberOf(database: DatabaseSync, query: string): number {
  return Number(Object.values(database.prepare(query).get() ?? {})[0]);
}
