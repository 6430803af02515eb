/** What a heartbeat brings and what it asks, in one question to the database: most requests of a fleet are heartbeats. */
import { eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { agentGaps } from '../../db/fleet.ts';
import { agents } from '../../db/schema.ts';
import type { HeartbeatRequest } from '../../measurement-agent/protocol/agents.ts';
import type { Retest } from '../domain/agent-service.ts';
import type { CampaignPlan } from '../domain/fleet/fleet.ts';
import type { Span } from '../domain/fleet/health.ts';
import { retestFrom, retestsOf } from './alarms/watches.ts';
import { campaignsUntil } from './fleet/campaigns.ts';

/**
 * Keeps what an agent said, and answers what it is to hear.
 *
 * @param gap The time before in which it was not heard though it was due; null for none.
 * @param campaignsUntilMs Campaigns are told that begin until then.
 */
export async function noteHeartbeat(
  database: D1Database,
  id: string,
  heartbeat: HeartbeatRequest,
  heardAtMs: number,
  gap: Span | null,
  campaignsUntilMs: number,
): Promise<{ campaigns: CampaignPlan[]; retest: Retest | null }> {
  const db = drizzle(database);
  const gaps = gap === null ? [] : [{ agentId: id, ...gap }];
  const [campaigns, retests] = await db.batch([
    campaignsUntil(database, heardAtMs, campaignsUntilMs),
    retestsOf(database, id, heardAtMs),
    db.update(agents).set({ heartbeat, heardAtMs }).where(eq(agents.id, id)),
    ...gaps.map((each) => db.insert(agentGaps).values(each).onConflictDoNothing()),
  ]);
  return { campaigns, retest: retestFrom(retests) };
}
