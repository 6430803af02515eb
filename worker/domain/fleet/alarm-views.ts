/** Rules, endpoints and deliveries as they are told; alarms are in alarm.ts. */
import type {
  AlarmRuleAnswer,
  DeliveryAnswer,
  WebhookAnswer,
  WebhookMessage,
} from '../../../measurement-agent/protocol/alarms.ts';
import type { AlarmRule, Delivery, WebhookEndpoint } from './alarm.ts';

const moment = (atMs: number) => new Date(atMs).toISOString();
const momentOrNull = (atMs: number | null) => (atMs === null ? null : moment(atMs));

export function alarmRuleView({ createdAtMs, ...rule }: AlarmRule): AlarmRuleAnswer {
  return { ...rule, createdAt: moment(createdAtMs) };
}

export function webhookView(endpoint: WebhookEndpoint): WebhookAnswer {
  const { id, ownerId, url, createdAtMs, disabledAtMs, disabledAs } = endpoint;
  return {
    id,
    ownerId,
    url,
    createdAt: moment(createdAtMs),
    disabledAt: momentOrNull(disabledAtMs),
    disabledAs,
  };
}

export function deliveryView(delivery: Delivery): DeliveryAnswer {
  const { messageId, endpointId, alarmId, type, createdAtMs, state, attempts } = delivery;
  return {
    messageId,
    webhookId: endpointId,
    alarmId,
    type,
    createdAt: moment(createdAtMs),
    state,
    attempts,
    nextAttemptAt: momentOrNull(delivery.nextAttemptAtMs),
    lastOutcome: delivery.lastOutcome,
  };
}

/** A message that an owner asks for, to see that it arrives. */
export function trialMessage(webhookId: string, nowMs: number): WebhookMessage {
  return { type: 'webhook.test', timestamp: moment(nowMs), data: { webhookId } };
}
