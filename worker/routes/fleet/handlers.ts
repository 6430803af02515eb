import type { Context } from 'hono';
import type * as z from 'zod/mini';
import type { Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import { suppressRequestSchema } from '../../../measurement-agent/protocol/fleet.ts';
import type { Suppression } from '../../domain/agent.ts';
import { checkPause } from '../../domain/fleet/pause.ts';
import type { FleetRoute } from '../../domain/fleet/permissions.ts';
import type { Refusal } from '../../domain/refusal.ts';
import type { Change } from '../../fleet/change.ts';
import type { App } from '../../middleware/app.ts';
import { readJson } from '../../middleware/body.ts';
import { problem } from '../../middleware/problem.ts';

/** Answers a request that the table of permissions let in; `change` says who it is and how far that reaches. */
type Handler = (c: Context<App>, change: Change) => Promise<Response>;

/** One for each route of the table: a missing one does not compile, nor one that the table lacks. */
export type Handlers = Record<FleetRoute, Handler>;

/** The answer to a change or a question: its value as JSON, or the refusal. */
export function answer<Value>(
  c: Context<App>,
  outcome: Fallible<Value, Refusal>,
  view: (value: Value) => object,
  status: 200 | 201 = 200,
): Response {
  if (!outcome.ok) return problem(c, outcome.error);
  return c.json(view(outcome.value), status);
}

/** Reads the body as `schema` and answers what `act` makes of it. */
export async function withBody<Body, Value>(
  c: Context<App>,
  schema: z.ZodMiniType<Body>,
  act: (body: Body) => Promise<Fallible<Value, Refusal>>,
  view: (value: Value) => object,
  status: 200 | 201 = 200,
): Promise<Response> {
  const body = await readJson(c.req.raw, schema, {});
  if (!body.ok) return problem(c, body.error);
  return answer(c, await act(body.value), view, status);
}

/** A member of the address. */
export function idIn(c: Context<App>, name: 'id' | 'prefix' = 'id'): string {
  return c.req.param(name) ?? '';
}

/** A pause in the body, of the future and for a year at most. */
export async function suppressionIn(c: Context<App>, nowMs: number): Promise<Fallible<Suppression, Refusal>> {
  const body = await readJson(c.req.raw, suppressRequestSchema);
  return body.ok ? checkPause(Date.parse(body.value.until), body.value.reason, nowMs) : body;
}
