import type { WebhookRequest } from '../../measurement-agent/protocol/alarms.ts';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Delivery, WebhookEndpoint } from '../domain/fleet/alarm.ts';
import { trialMessage } from '../domain/fleet/alarm-views.ts';
import type { Refusal } from '../domain/refusal.ts';
import { newId } from '../domain/secret.ts';
import { webhookUrl } from '../domain/webhooks/endpoint-url.ts';
import {
  deliveriesOf,
  disableEndpoint,
  endpointOf,
  endpointsIn,
  insertDelivery,
  insertEndpoint,
  isTrialWaiting,
  renewSecret,
  sendAgain,
} from '../storage/alarms/endpoints.ts';
import { type Change, entryOf, newThingsOwner, noSuch } from './change.ts';

/** Every alarm is sent to every endpoint. */
const MOST_ENDPOINTS = 10;

/** `loopback`: messages are also sent to this very machine. */
export async function createWebhook(
  change: Change,
  { ownerId: asked, url: text }: WebhookRequest,
  loopback: boolean,
): Promise<Fallible<WebhookEndpoint, Refusal>> {
  const owner = await newThingsOwner(change, asked);
  if (!owner.ok) return owner;
  const { id: ownerId } = owner.value;
  const url = webhookUrl(text, { loopback });
  if (!url.ok)
    return err({
      reason: 'bad-request',
      detail: 'Nothing is sent to this address.',
      violations: [{ field: 'url', rule: url.error.rule }],
    });
  const inUse = (await endpointsIn(change.database, { ownerId })).filter(
    (each) => each.disabledAtMs === null,
  );
  if (inUse.length >= MOST_ENDPOINTS)
    return err({ reason: 'bad-request', detail: `An owner has ${MOST_ENDPOINTS} endpoints at most.` });
  const endpoint: WebhookEndpoint = {
    id: newId(),
    ownerId,
    url: url.value,
    secretVersion: 1,
    createdAtMs: change.nowMs,
    disabledAtMs: null,
    disabledAs: null,
  };
  await insertEndpoint(change.database, endpoint, entryAbout(change, 'webhook.create', endpoint));
  return ok(endpoint);
}

export async function disableWebhook(
  change: Change,
  id: string,
): Promise<Fallible<WebhookEndpoint, Refusal>> {
  const before = await endpointOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('webhook', id));
  if (before.disabledAtMs !== null) return ok(before);
  await disableEndpoint(change.database, id, entryAbout(change, 'webhook.disable', before));
  return ok({ ...before, disabledAtMs: change.nowMs, disabledAs: 'by-owner' });
}

/** What waits is signed with the new secret, too. */
export async function renewWebhookSecret(
  change: Change,
  id: string,
): Promise<Fallible<WebhookEndpoint, Refusal>> {
  const before = await endpointOf(change.database, change.scope, id);
  if (before === null) return err(noSuch('webhook', id));
  await renewSecret(change.database, id, entryAbout(change, 'webhook.renew-secret', before));
  return ok({ ...before, secretVersion: before.secretVersion + 1 });
}

/** A message to see that one arrives, one at a time of an endpoint; it is sent by the next run of the scheduled job. */
export async function tryWebhook(change: Change, id: string): Promise<Fallible<Delivery, Refusal>> {
  const endpoint = await endpointOf(change.database, change.scope, id);
  if (endpoint === null) return err(noSuch('webhook', id));
  if (endpoint.disabledAtMs !== null)
    return err({ reason: 'bad-request', detail: 'Nothing is sent to this endpoint any more; make another.' });
  if (await isTrialWaiting(change.database, endpoint))
    return err({
      reason: 'too-many-requests',
      detail:
        'A trial message to this endpoint waits still: GET /webhook-deliveries tells when it is sent again.',
    });
  const delivery: Delivery = {
    messageId: `msg_${newId()}`,
    endpointId: id,
    ownerId: endpoint.ownerId,
    alarmId: null,
    type: 'webhook.test',
    payload: JSON.stringify(trialMessage(id, change.nowMs)),
    createdAtMs: change.nowMs,
    state: 'waiting',
    attempts: 0,
    nextAttemptAtMs: change.nowMs,
    lastOutcome: null,
  };
  await insertDelivery(change.database, delivery, entryAbout(change, 'webhook.test', endpoint));
  return ok(delivery);
}

/** Sends a message that was given up once more, with all its attempts, to the endpoints that it did not reach. */
export async function sendMessageAgain(
  change: Change,
  messageId: string,
): Promise<Fallible<Delivery[], Refusal>> {
  const { database, scope } = change;
  const [first] = await deliveriesOf(database, scope, messageId);
  if (first === undefined) return err(noSuch('message', messageId));
  const entry = entryOf(change, 'webhook.retry', `message:${messageId}`, first.ownerId, {});
  if (!(await sendAgain(database, messageId, entry)))
    return err({
      reason: 'bad-request',
      detail: 'Nothing of this message was given up, or only to endpoints that nothing is sent to any more.',
    });
  return ok(await deliveriesOf(database, scope, messageId));
}

/** Of an address only the host: what follows it may be a secret of the receiver's. */
function entryAbout(change: Change, action: string, { id, ownerId, url }: WebhookEndpoint) {
  return entryOf(change, action, `webhook:${id}`, ownerId, { after: { host: new URL(url).host } });
}
