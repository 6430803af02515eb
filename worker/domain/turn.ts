import type { Session } from '../../measurement-agent/protocol/api.ts';
import { hmacSha1 } from './hmac.ts';

/**
 * Credentials for the TURN server that share nothing but a secret with us: `expiry:name` and its HMAC-SHA1, base64
 * (draft-uberti-behave-turn-rest-00, coturn `use-auth-secret`).
 */
export async function turnCredentials(
  turn: { url: string; secret: string },
  sessionId: string,
  expiresAtMs: number,
): Promise<NonNullable<Session['turn']>> {
  const username = `${Math.floor(expiresAtMs / 1000)}:${sessionId}`;
  const mac = await hmacSha1(new TextEncoder().encode(turn.secret), username);
  return {
    urls: [turn.url],
    username,
    credential: btoa(String.fromCodePoint(...mac)),
    expiresAt: new Date(expiresAtMs).toISOString(),
  };
}
