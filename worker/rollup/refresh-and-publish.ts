import type { Env } from '../env.ts';
import { beginPublishing, continuePublishing, type PublishLimits, SCHEDULED_PUBLISHING } from './publish.ts';
import { type RefreshLimits, refresh, SCHEDULED_LIMITS } from './refresh.ts';

/**
 * Refreshes and, once nothing is left to count, publishes. Where it ends early the next call goes on.
 *
 * @returns Lines counted, and whether all is counted and published.
 */
export async function refreshAndPublish(
  env: Pick<Env, 'DB'>,
  nowMs: number,
  limits: RefreshLimits = SCHEDULED_LIMITS,
  publishing: PublishLimits = SCHEDULED_PUBLISHING,
): Promise<{ lines: number; done: boolean }> {
  const { lines, done } = await refresh(env, nowMs, limits);
  if (!done) return { lines, done };
  await beginPublishing(env, nowMs);
  return { lines, done: await continuePublishing(env, publishing) };
}
