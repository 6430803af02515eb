/** When the server was there to hear agents. One exported function is one query. */
import { desc, gt } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { serverAbsences, serverPresence } from '../../../db/alarms.ts';
import type { Span } from '../../domain/fleet/health.ts';
import type { Place } from './watches.ts';

const ONLY_ROW = 1;

/** When the scheduled job ran last; null before the first time. */
export async function lastPresentAtMs(database: D1Database): Promise<number | null> {
  const [row] = await drizzle(database).select().from(serverPresence);
  return row?.lastAtMs ?? null;
}

/** The watch up to which the scheduled job looked; null where it begins at the first. */
export async function watchedPlace(database: D1Database): Promise<Place | null> {
  const [row] = await drizzle(database).select().from(serverPresence);
  if (row === undefined || row.watchedRuleId === null || row.watchedAgentId === null) return null;
  return { ruleId: row.watchedRuleId, agentId: row.watchedAgentId };
}

export async function keepWatchedPlace(database: D1Database, { ruleId, agentId }: Place): Promise<void> {
  await drizzle(database).update(serverPresence).set({ watchedRuleId: ruleId, watchedAgentId: agentId });
}

/** Notes that the job runs, and the absence that ends with it; null for none. */
export async function notePresent(
  database: D1Database,
  lastAtMs: number,
  absence: Span | null,
): Promise<void> {
  const db = drizzle(database);
  const present = db
    .insert(serverPresence)
    .values({ id: ONLY_ROW, lastAtMs })
    .onConflictDoUpdate({ target: serverPresence.id, set: { lastAtMs } });
  if (absence === null) await present;
  else await db.batch([present, db.insert(serverAbsences).values(absence).onConflictDoNothing()]);
}

/** Absences that reach beyond a moment, the newest first. */
export async function absencesSince(database: D1Database, sinceMs: number): Promise<Span[]> {
  return drizzle(database)
    .select()
    .from(serverAbsences)
    .where(gt(serverAbsences.toMs, sinceMs))
    .orderBy(desc(serverAbsences.fromMs))
    .limit(1000);
}
