import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Refusal } from '../domain/refusal.ts';

/** The token of `Authorization: Bearer …` (RFC 6750). */
export function bearerToken(headers: Headers): Fallible<string, Refusal> {
  const token = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  return token === undefined
    ? err({ reason: 'bad-token', detail: 'Send Authorization: Bearer TOKEN.' })
    : ok(token);
}
