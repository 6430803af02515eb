import { deliverDue } from './alarms/deliver.ts';
import { watchFleet } from './alarms/watch.ts';
import { sweepBundles } from './documents/rewrite-bundle.ts';
import { expiredMonths, newAddressSecret } from './domain/address-key.ts';
import { monthOf } from './domain/month.ts';
import { newId } from './domain/secret.ts';
import { isOwnServer } from './domain/webhooks/endpoint-url.ts';
import { freezeEditions, LOCAL_FREEZING, SCHEDULED_FREEZING } from './editions/freeze.ts';
import type { Env } from './env.ts';
import { continueOpenData, LOCAL_EXPORT, SCHEDULED_EXPORT } from './open-data/export.ts';
import { secureRandom } from './open-data/secure-random.ts';
import { beginPublishing, continuePublishing } from './rollup/publish.ts';
import { refresh } from './rollup/refresh.ts';
import { addressKeyMonths, deleteAddressKeys, ensureAddressKey } from './storage/address-keys.ts';
import { forgetDeliveries } from './storage/alarms/deliveries.ts';
import { hasPublishedNothing } from './storage/publications.ts';

/** Daily: makes this month's address secret, and destroys those that are 35 days past their month. */
export async function rotateAddressKeys({ DB }: Pick<Env, 'DB'>, nowMs: number): Promise<void> {
  await ensureAddressKey(DB, monthOf(nowMs), newAddressSecret());
  const expired = expiredMonths(await addressKeyMonths(DB), nowMs);
  if (expired.length > 0) await deleteAddressKeys(DB, expired);
}

/** The pattern in wrangler.toml that is run once a day; whatever else is there refreshes the statistics. */
export const DAILY = '5 0 * * *';

type Scheduled = Pick<
  Env,
  'DB' | 'DOCUMENTS' | 'LOCAL' | 'PUBLIC_URL' | 'SYNTHETIC' | 'TOKEN_KEY' | 'TRUST_PROXY'
>;

/** What the edge's cron runs. Alarms, statistics and sweeps go on where another fails. */
export async function runScheduled(cron: string, env: Scheduled, nowMs: number): Promise<void> {
  const outcomes = await Promise.allSettled([
    tellAlarms(cron, env, nowMs),
    keepStatistics(cron, env, nowMs),
    sweepBundles(env, nowMs),
  ]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
}

/** Messages are kept so long after they were made. */
const MESSAGES_KEPT_MS = 90 * 86_400_000;

/** What there is to send is sent also where the look at the fleet failed. */
async function tellAlarms(cron: string, env: Scheduled, nowMs: number): Promise<void> {
  const [watched] = await Promise.allSettled([watchFleet(env, nowMs, newId)]);
  const [sent] = await Promise.allSettled([sendMessages(cron, env, nowMs)]);
  for (const outcome of [watched, sent]) if (outcome.status === 'rejected') throw outcome.reason;
}

async function sendMessages(cron: string, env: Scheduled, nowMs: number): Promise<void> {
  if (cron === DAILY) await forgetDeliveries(env.DB, nowMs - MESSAGES_KEPT_MS);
  if (env.TOKEN_KEY === undefined) return;
  await deliverDue({
    database: env.DB,
    tokenKey: env.TOKEN_KEY,
    loopback: isOwnServer(env),
    random: secureRandom,
    fetch: (...request) => fetch(...request),
    now: () => Date.now(),
  });
}

/**
 * Public figures move once a day, so that nobody can watch single lines come in; under a local start, where the only lines are one's
 * own, at every refresh. Where all is counted anew nothing is told meanwhile, so the first publication after that waits for no day. A publication, an edition or an export of open data that a run could not end goes on in the next.
 */
async function keepStatistics(cron: string, env: Scheduled, nowMs: number): Promise<void> {
  if (cron === DAILY) await rotateAddressKeys(env, nowMs);
  if (cron === DAILY || env.LOCAL === '1' || (await hasPublishedNothing(env.DB)))
    await beginPublishing(env, nowMs);
  const { done } = await refresh(env, nowMs);
  if (!done || !(await continuePublishing(env))) return;
  await freezeEditions(env, nowMs, env.LOCAL === '1' ? LOCAL_FREEZING : SCHEDULED_FREEZING);
  const limits = env.LOCAL === '1' ? LOCAL_EXPORT : SCHEDULED_EXPORT;
  await continueOpenData(env, { nowMs, random: secureRandom }, limits);
}
