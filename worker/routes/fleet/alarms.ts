import type { Context } from 'hono';
import {
  alarmRuleRequestSchema,
  DELIVERY_STATES,
  webhookRequestSchema,
} from '../../../measurement-agent/protocol/alarms.ts';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { alarmView, type Delivery, type WebhookEndpoint } from '../../domain/fleet/alarm.ts';
import { alarmRuleView, deliveryView, webhookView } from '../../domain/fleet/alarm-views.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { isOwnServer } from '../../domain/webhooks/endpoint-url.ts';
import { webhookSecretOf } from '../../domain/webhooks/sign.ts';
import { createRule, removeRule } from '../../fleet/alarm-rules.ts';
import {
  createWebhook,
  disableWebhook,
  renewWebhookSecret,
  sendMessageAgain,
  tryWebhook,
} from '../../fleet/webhooks.ts';
import type { App } from '../../middleware/app.ts';
import { readJson } from '../../middleware/body.ts';
import { problem } from '../../middleware/problem.ts';
import { deliveriesIn, endpointsIn } from '../../storage/alarms/endpoints.ts';
import type { ListPlace } from '../../storage/alarms/newest-first.ts';
import { alarmsIn, rulesIn } from '../../storage/alarms/rules.ts';
import { answer, type Handlers, idIn, withBody } from './handlers.ts';

const PAGE = 500;

export const alarmHandlers = {
  async 'GET /alarms'(c, { database, scope }) {
    const after = placeIn(c, 2);
    if (!after.ok) return problem(c, after.error);
    const items = await alarmsIn(database, scope, {
      lasting: c.req.query('lasting') !== undefined,
      agentId: c.req.query('agent') ?? null,
      after: after.value,
      limit: PAGE,
    });
    const next = nextOf(items, ({ raisedAtMs, id }) => [raisedAtMs, id]);
    return c.json({ items: items.map(alarmView), next });
  },
  async 'GET /alarm-rules'(c, { database, scope }) {
    return c.json({ items: (await rulesIn(database, scope)).map(alarmRuleView) });
  },
  'POST /alarm-rules': (c, change) =>
    withBody(c, alarmRuleRequestSchema, (asked) => createRule(change, asked), alarmRuleView, 201),
  async 'DELETE /alarm-rules/:id'(c, change) {
    return answer(c, await removeRule(change, idIn(c)), alarmRuleView);
  },
  async 'GET /webhooks'(c, { database, scope }) {
    return c.json({ items: (await endpointsIn(database, scope)).map(webhookView) });
  },
  async 'POST /webhooks'(c, change) {
    const body = await readJson(c.req.raw, webhookRequestSchema);
    if (!body.ok) return problem(c, body.error);
    return withSecret(c, await createWebhook(change, body.value, isOwnServer(c.env)), 201);
  },
  async 'DELETE /webhooks/:id'(c, change) {
    return answer(c, await disableWebhook(change, idIn(c)), webhookView);
  },
  async 'POST /webhooks/:id/secret'(c, change) {
    return withSecret(c, await renewWebhookSecret(change, idIn(c)), 200);
  },
  async 'POST /webhooks/:id/test'(c, change) {
    return answer(c, await tryWebhook(change, idIn(c)), deliveryView, 201);
  },
  async 'GET /webhook-deliveries'(c, { database, scope }) {
    const state = c.req.query('state') ?? null;
    if (!isStateOrNone(state))
      return problem(c, {
        reason: 'bad-request',
        detail: `state is one of ${DELIVERY_STATES.join(', ')}.`,
        violations: [{ field: 'state', rule: `must be one of ${DELIVERY_STATES.join(', ')}` }],
      });
    const after = placeIn(c, 3);
    if (!after.ok) return problem(c, after.error);
    const items = await deliveriesIn(database, scope, { state, after: after.value, limit: PAGE });
    const next = nextOf(items, ({ createdAtMs, messageId, endpointId }) => [
      createdAtMs,
      messageId,
      endpointId,
    ]);
    return c.json({ items: items.map(deliveryView), next });
  },
  async 'POST /webhook-deliveries/:id/retry'(c, change) {
    return answer(c, await sendMessageAgain(change, idIn(c)), (items) => ({
      items: items.map(deliveryView),
    }));
  },
} satisfies Partial<Handlers>;

function isStateOrNone(text: string | null): text is Delivery['state'] | null {
  return text === null || (DELIVERY_STATES as readonly string[]).includes(text);
}

/** Ids have no full stop. */
const SEPARATOR = '.';

/** Where the page after this one begins; null where this is the last. */
function nextOf<Item>(items: readonly Item[], placeOf: (item: Item) => ListPlace): string | null {
  const last = items.at(-1);
  return last === undefined || items.length < PAGE ? null : placeOf(last).join(SEPARATOR);
}

/** What an answer called `next`, given as `after`: a time and so many ids less one. */
function placeIn(c: Context<App>, length: number): Fallible<ListPlace | null, Refusal> {
  const text = c.req.query('after');
  if (text === undefined) return ok(null);
  const [atMs, ...ids] = text.split(SEPARATOR);
  if (ids.length === length - 1 && Number.isSafeInteger(Number(atMs))) return ok([Number(atMs), ...ids]);
  return err({
    reason: 'bad-request',
    detail: 'after is what an answer called next.',
    violations: [{ field: 'after', rule: 'must be the next of an answer' }],
  });
}

/** The secret is told when it is made, and not again. */
async function withSecret(
  c: Context<App>,
  endpoint: Fallible<WebhookEndpoint, Refusal>,
  status: 200 | 201,
): Promise<Response> {
  if (!endpoint.ok) return problem(c, endpoint.error);
  const secret = await webhookSecretOf(endpoint.value, c.var.config.tokenKey);
  return c.json({ ...webhookView(endpoint.value), secret }, status);
}
