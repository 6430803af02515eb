import type { Context } from 'hono';
import { alarmRuleRequestSchema, webhookRequestSchema } from '../../../measurement-agent/protocol/alarms.ts';
import type { Fallible } from '../../../measurement-agent/protocol/fallible.ts';
import { alarmView, type WebhookEndpoint } from '../../domain/fleet/alarm.ts';
import { alarmRuleView, deliveryView, webhookView } from '../../domain/fleet/alarm-views.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { isOwnServer } from '../../domain/webhooks/endpoint-url.ts';
import { webhookSecretOf } from '../../domain/webhooks/sign.ts';
import { createRule, removeRule } from '../../fleet/alarm-rules.ts';
import { createWebhook, disableWebhook, renewWebhookSecret, tryWebhook } from '../../fleet/webhooks.ts';
import type { App } from '../../middleware/app.ts';
import { readJson } from '../../middleware/body.ts';
import { problem } from '../../middleware/problem.ts';
import { deliveriesIn, endpointsIn } from '../../storage/alarms/endpoints.ts';
import { alarmsIn, rulesIn } from '../../storage/alarms/rules.ts';
import { answer, type Handlers, idIn, withBody } from './handlers.ts';

const PAGE = 500;

export const alarmHandlers = {
  async 'GET /alarms'(c, { database, scope }) {
    const lasting = c.req.query('lasting') !== undefined;
    return c.json({ items: (await alarmsIn(database, scope, { lasting, limit: PAGE })).map(alarmView) });
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
    return c.json({ items: (await deliveriesIn(database, scope, PAGE)).map(deliveryView) });
  },
} satisfies Partial<Handlers>;

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
