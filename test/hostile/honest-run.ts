import { measure } from '../../measurement-agent/engine/engine.ts';
import { systemClock } from '../../measurement-agent/engine/system-clock.ts';
import { nodeTransport } from '../../measurement-agent/engine/transports/node.ts';
import type { Session, Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Plan } from '../../measurement-agent/protocol/plan.ts';
import { type Problem, problemSchema } from '../../measurement-agent/protocol/problems.ts';
import {
  NOTHING_DECLARED,
  type ResultDocument,
  type Submission,
} from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';

/** As short as a plan may be: what is forged here is not how exact a figure is. */
const SHORTEST_MS = 500;

const planOf = (loadMs: number): Plan => {
  const load = { durationMs: loadMs, connections: 1, minWindowMs: loadMs, halfWidthRatio: 1 };
  return {
    idle: { probes: 20, meanSpacingMs: 1 },
    download: load,
    upload: load,
    working: { meanSpacingMs: 9, rateShare: 0.01 },
  };
};

export interface HonestRun {
  session: Session;
  submission: Submission;
}

/** Measures as our agent does, and submits nothing. */
export async function honestRun(origin: string, loadMs = SHORTEST_MS): Promise<HonestRun> {
  const measured = await measure({
    transport: nodeTransport({ origin, ipVersion: null }),
    clock: systemClock,
    random: Math.random,
    signal: new AbortController().signal,
    agent: { name: 'jissoku', version: '0.0.0', kind: 'node' },
    declared: NOTHING_DECLARED,
    plan: planOf(loadMs),
  });
  if (!measured.ok) throw new Error(JSON.stringify(measured.error));
  return measured.value;
}

export async function post(origin: string, token: string, body: unknown): Promise<Response> {
  return fetch(origin + API_PATHS.results, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

export async function storedOf(origin: string, id: string): Promise<ResultDocument> {
  const response = await fetch(`${origin}${API_PATHS.results}/${id}`);
  if (!response.ok) throw new Error(`not stored: ${response.status}`);
  return (await response.json()) as ResultDocument;
}

/** Submits what must be stored, whatever it is worth. */
export async function submitted(origin: string, token: string, body: unknown): Promise<Submitted> {
  const response = await post(origin, token, body);
  if (!response.ok) throw new Error(`refused: ${await response.text()}`);
  return (await response.json()) as Submitted;
}

export async function problemOf(response: Response): Promise<Problem> {
  return problemSchema.parse(await response.json());
}
