/** Who Cloudflare Access says is asking. */
import { createRemoteJWKSet, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Access, Config } from '../domain/config.ts';
import { subjectOf } from '../domain/fleet/login.ts';

/** Of each team, so that keys are fetched once an isolate and not once a request. */
const keySets = new Map<string, JWTVerifyGetKey>();

function keysOf(team: string): JWTVerifyGetKey {
  const known = keySets.get(team);
  if (known !== undefined) return known;
  const keys = createRemoteJWKSet(new URL(`https://${team}/cdn-cgi/access/certs`));
  keySets.set(team, keys);
  return keys;
}

/**
 * The keyed hash of the mail address in the request's assertion; null without one that is Access's, of this application, and in
 * time. Whoever reaches the worker around Access has none.
 */
export async function accessSubject(
  request: Request,
  { prefixKey }: Pick<Config, 'prefixKey'>,
  access: Access,
  keys: JWTVerifyGetKey = keysOf(access.team),
): Promise<string | null> {
  const assertion = request.headers.get('cf-access-jwt-assertion');
  if (assertion === null) return null;
  try {
    const { payload } = await jwtVerify(assertion, keys, {
      issuer: `https://${access.team}`,
      audience: access.aud,
      algorithms: ['RS256'],
      requiredClaims: ['exp', 'iat'],
    });
    // A service token has no mail address, and no business on a page.
    return typeof payload.email === 'string' ? await subjectOf(payload.email, prefixKey) : null;
  } catch {
    return null;
  }
}
