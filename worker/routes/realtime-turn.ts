import * as z from 'zod/mini';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';

/** A TURN key of Cloudflare Realtime: it makes credentials that expire, and never leaves the worker. */
export interface TurnKey {
  id: string;
  apiToken: string;
}

/** Cloudflare Realtime, "Generate credentials" (2026-09-25). */
export const REALTIME_ORIGIN = 'https://rtc.live.cloudflare.com';
/** A session is not held up for a figure that it can do without. */
const ANSWER_LIMIT_MS = 2_000;

const answerSchema = z.object({
  iceServers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.optional(z.string()),
      credential: z.optional(z.string()),
    }),
  ),
});

/** Why there are no credentials, as one sentence for the operator's log. */
export type TurnFailure = { sentence: string };

/** Credentials for one session from the service at `origin`. Never throws. */
export async function realtimeTurn(
  origin: string,
  key: TurnKey,
  nowMs: number,
  expiresAtMs: number,
): Promise<Fallible<NonNullable<Session['turn']>, TurnFailure>> {
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(
      `${origin}/v1/turn/keys/${encodeURIComponent(key.id)}/credentials/generate-ice-servers`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${key.apiToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ttl: Math.ceil((expiresAtMs - nowMs) / 1000) }),
        signal: AbortSignal.timeout(ANSWER_LIMIT_MS),
      },
    );
    body = await response.json();
  } catch (error) {
    return err({
      sentence: `Realtime TURN did not answer: ${String(error)}.`,
    });
  }
  if (!response.ok) return err({ sentence: `Realtime TURN answered ${response.status}.` });
  const answer = answerSchema.safeParse(body);
  if (!answer.success)
    return err({ sentence: 'Realtime TURN answered with something else than iceServers.' });
  for (const { urls, username, credential } of answer.data.iceServers) {
    const datagrams = urls.filter(isDatagramTurn);
    if (datagrams.length > 0 && username !== undefined && credential !== undefined)
      return ok({ urls: datagrams, username, credential, expiresAt: new Date(expiresAtMs).toISOString() });
  }
  return err({ sentence: 'Realtime TURN named no server over UDP.' });
}

/** Over TCP or TLS nothing is lost; port 53 is blocked by browsers (WHATWG Fetch, bad ports). */
function isDatagramTurn(url: string): boolean {
  return url.startsWith('turn:') && !/transport=tcp/.test(url) && !/:53(\?|$)/.test(url);
}
