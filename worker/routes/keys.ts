import { Hono } from 'hono';
import type { KeySet } from '../../measurement-agent/protocol/signed.ts';
import { KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import type { Config } from '../domain/config.ts';
import { publicKeyOf, signingKeyOf } from '../domain/signing-key.ts';
import { anyOrigin } from '../middleware/api-headers.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { withConfig } from '../middleware/config.ts';
import { methodNotAllowed, serverError } from '../middleware/problem.ts';
import { addSigningKeys, signingKeys } from '../storage/signing-keys.ts';

/** Who keeps the set asks again after this long, s. */
const MAX_AGE_S = 300;

/** `/.well-known/jissoku-keys.json` */
export const keys = new Hono<App>();

keys.onError(serverError);
keys.use(KEYS_PATH, anyOrigin, withConfig);
keys.get(KEYS_PATH, capped('READ_LIMIT'), async (c) => {
  c.header('cache-control', `public, max-age=${MAX_AGE_S}`);
  return c.json(await readKeySet(c.env.DB, c.var.config, Date.now()));
});
keys.all(KEYS_PATH, methodNotAllowed('GET'));

/** Every key that ever signed here or is about to; a key that is new is kept for good. */
export async function readKeySet(
  database: D1Database,
  { signingKey, nextSigningKey }: Pick<Config, 'signingKey' | 'nextSigningKey'>,
  nowMs: number,
): Promise<KeySet> {
  const seeds = [signingKey, ...(nextSigningKey === null ? [] : [nextSigningKey])];
  const own = await Promise.all(seeds.map(async (seed) => (await signingKeyOf(seed)).publicKey));
  const kept = await signingKeys(database);
  const added = own.filter(({ x }) => !kept.includes(x));
  if (added.length > 0) await addSigningKeys(database, added, nowMs);
  return { keys: await Promise.all([...kept, ...added.map(({ x }) => x)].map(publicKeyOf)) };
}
