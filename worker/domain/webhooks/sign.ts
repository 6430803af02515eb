/** What makes a message ours (Standard Webhooks 1.0, https://www.standardwebhooks.com). */
import { base64url } from 'jose';
import { Webhook } from 'standardwebhooks';
import { hmacSha256 } from '../hmac.ts';

/**
 * The secret of an endpoint, as `whsec_` and 32 bytes in base64. Derived and not stored: who has the database alone can sign
 * nothing. Another `version` is another secret.
 */
export async function webhookSecretOf(
  endpoint: { id: string; secretVersion: number },
  tokenKey: string,
): Promise<string> {
  const key = base64url.decode(tokenKey);
  const secret = await hmacSha256(key, `webhook|${endpoint.id}|${endpoint.secretVersion}`);
  return `whsec_${btoa(String.fromCharCode(...secret))}`;
}

/** Headers of one attempt: the id stays over all of them, the time is that of the attempt. */
export function webhookHeaders(
  message: { id: string; payload: string },
  secret: string,
  nowMs: number,
): Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string> {
  return {
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(nowMs / 1000)),
    'webhook-signature': new Webhook(secret).sign(message.id, new Date(nowMs), message.payload),
  };
}
