/** What an agent asks of the API, without the agent. */
import {
  type Session,
  type Submitted,
  sessionSchema,
  submittedSchema,
} from '../../measurement-agent/protocol/api.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import type { Traffic } from './traffic.ts';

/** Null when there is none to be had. */
export async function openSessionFrom(traffic: Traffic, localAddress: string): Promise<Session | null> {
  const answer = await traffic.ask(API_PATHS.sessions, { localAddress, method: 'POST' });
  return answer?.status === 201 ? sessionSchema.parse(JSON.parse(answer.text)) : null;
}

/** What the server answered; null when it stored nothing, or nobody knows whether it did. */
export async function submitFrom(
  traffic: Traffic,
  localAddress: string,
  token: string,
  body: string,
): Promise<{ status: number; submitted: Submitted } | null> {
  const answer = await traffic.ask(API_PATHS.results, {
    localAddress,
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    },
    body,
  });
  if (answer?.status !== 201 && answer?.status !== 200) return null;
  return { status: answer.status, submitted: submittedSchema.parse(JSON.parse(answer.text)) };
}
