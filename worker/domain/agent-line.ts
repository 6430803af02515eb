import { base64url } from 'jose';
import { monthOf } from './month.ts';

const BYTES = 16;

/**
 * The line of an enrolled device, in place of its address's: in one month one line, over whatever address and IP version it
 * measures, and another than that of a device behind the same address. Who it is the fleet's tables say anyway, so no secret is in it.
 *
 * @param atMs When its session was opened.
 * @returns Of a month, as `subscriberKey` is; base64url.
 */
export async function agentLine(agentId: string, atMs: number): Promise<string> {
  const text = new TextEncoder().encode(`agent|${agentId}|${monthOf(atMs)}`);
  const digest = await crypto.subtle.digest('SHA-256', text);
  return base64url.encode(new Uint8Array(digest, 0, BYTES));
}
