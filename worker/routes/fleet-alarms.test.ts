import { expect, test } from 'vitest';
import { type Heartbeat, heartbeatSchema } from '../../measurement-agent/protocol/agents.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { refusal } from '../../test/worker/calls.ts';
import { addResult, addRule } from '../../test/worker/fleet.ts';
import { fleetCall, newKey, newOwner } from '../../test/worker/fleet-calls.ts';
import { enrolledDevice, signedCall } from '../../test/worker/signed-calls.ts';
import { watchFleet } from '../alarms/watch.ts';
import { webhookSecretOf } from '../domain/webhooks/sign.ts';

const SILENCE = { agentId: null, condition: { kind: 'silence', afterS: 3600 }, quietHours: [] };
const HEARTBEAT = {
  agentVersion: '0.1.0',
  clockOffsetMs: 0,
  results: { queued: 0, refused: 0, dropped: 0 },
  slots: { missed: 0, skipped: 0, failed: 0 },
  monthBytes: 0,
};

async function ownersKey() {
  const { id } = await newOwner();
  return { ownerId: id, key: await newKey('owner', id) };
}

/** A production server: there loopback is no address to send to. */
const PRODUCTION = { LOCAL: '0', NETWORK_OVERRIDE: '' };

test('a secret is told when an endpoint is made and when it is renewed, and at no other time', async () => {
  const { key } = await ownersKey();
  const made = await fleetCall('POST', '/webhooks', key, { url: 'https://OPS.example/hook#x' }, PRODUCTION);
  expect(made.status).toBe(201);
  const { id, secret, ...endpoint } = await made.json<Record<string, string>>();
  expect(endpoint).toMatchObject({ url: 'https://ops.example/hook', disabledAt: null });
  expect(secret).toBe(await webhookSecretOf({ id: id!, secretVersion: 1 }, TEST_KEYS.TOKEN_KEY));
  const renewed = await fleetCall('POST', `/webhooks/${id}/secret`, key);
  expect(await renewed.json()).toMatchObject({
    id,
    secret: await webhookSecretOf({ id: id!, secretVersion: 2 }, TEST_KEYS.TOKEN_KEY),
  });
  for (const path of ['/webhooks', '/webhook-deliveries', '/audit'])
    expect(await (await fleetCall('GET', path, key)).text()).not.toContain('whsec_');
  const { results } = await ENV.DB.prepare('select * from webhook_endpoints').all();
  expect(JSON.stringify(results)).not.toContain('whsec_');
});

test.each(['http://ops.example/', 'https://127.0.0.1/', 'https://169.254.169.254/', 'nowhere'])(
  'nothing is sent to %s',
  async (url) => {
    const { key } = await ownersKey();
    const response = await fleetCall('POST', '/webhooks', key, { url }, PRODUCTION);
    expect(await refusal(response)).toEqual({ reason: 'bad-request', fields: ['url'] });
  },
);

test.each([
  [{}, 201],
  [{ PUBLIC_URL: 'https://jissoku.example' }, 400],
  [{ TRUST_PROXY: '1' }, 400],
])('under %j an endpoint on the server’s own machine is answered %i', async (variables, status) => {
  const { key } = await ownersKey();
  const url = 'http://127.0.0.1:9000/hook';
  expect((await fleetCall('POST', '/webhooks', key, { url }, variables)).status).toBe(status);
});

test('while a trial message waits no other is made, and then again', async () => {
  const { key } = await ownersKey();
  const make = async () =>
    (
      await (
        await fleetCall('POST', '/webhooks', key, { url: 'https://ops.example/' })
      ).json<{ id: string }>()
    ).id;
  const [one, other] = [await make(), await make()];
  const attempt = (id: string) => fleetCall('POST', `/webhooks/${id}/test`, key);
  expect((await attempt(one)).status).toBe(201);
  expect((await refusal(await attempt(one))).reason).toBe('too-many-requests');
  expect((await attempt(other)).status).toBe(201);
  await ENV.DB.prepare("update webhook_deliveries set state = 'delivered' where endpoint_id = ?")
    .bind(one)
    .run();
  expect((await attempt(one)).status).toBe(201);
});

test('a trial message waits; one that is switched off gets none, and what waited is not sent', async () => {
  const { key } = await ownersKey();
  const made = await fleetCall('POST', '/webhooks', key, { url: 'https://ops.example/' });
  const { id } = await made.json<{ id: string }>();
  expect((await fleetCall('POST', `/webhooks/${id}/test`, key)).status).toBe(201);
  const deliveries = async () =>
    (await (await fleetCall('GET', '/webhook-deliveries', key)).json<{ items: object[] }>()).items;
  expect(await deliveries()).toMatchObject([{ webhookId: id, type: 'webhook.test', state: 'waiting' }]);
  expect(await (await fleetCall('DELETE', `/webhooks/${id}`, key)).json()).toMatchObject({
    disabledAs: 'by-owner',
  });
  expect(await deliveries()).toMatchObject([{ state: 'dead', nextAttemptAt: null }]);
  expect((await refusal(await fleetCall('POST', `/webhooks/${id}/test`, key))).reason).toBe('bad-request');
});

test.each([
  ['an unknown figure', { kind: 'threshold', figure: 'shoe' }],
  [
    'a contract of round trips',
    {
      kind: 'threshold',
      figure: 'rpm',
      bound: { kind: 'contract', share: 0.5 },
      consecutive: 1,
      recoverAfter: 1,
      retestWithinS: null,
    },
  ],
  ['silence shorter than a heartbeat', { kind: 'silence', afterS: 60 }],
])('%s makes no rule', async (_name, condition) => {
  const { key } = await ownersKey();
  const response = await fleetCall('POST', '/alarm-rules', key, { ...SILENCE, name: 'Rule', condition });
  expect((await refusal(response)).reason).toBe('bad-request');
});

test('a rule is of an agent of its owner’s, and each has a name of its own', async () => {
  const { key, ownerId } = await ownersKey();
  const [own, other] = [await enrolledDevice({ ownerId }), await enrolledDevice()];
  const make = (name: string, agentId: string | null) =>
    fleetCall('POST', '/alarm-rules', key, { ...SILENCE, name, agentId });
  expect((await make('One', own.id)).status).toBe(201);
  expect((await refusal(await make('One', null))).reason).toBe('name-taken');
  expect((await refusal(await make('Two', other.id))).reason).toBe('not-found');
});

test('alarms that last are told apart, and a retest is asked for at the heartbeat', async () => {
  const { key, ownerId } = await ownersKey();
  const device = await enrolledDevice({ ownerId });
  const beat = async (): Promise<Heartbeat> =>
    heartbeatSchema.parse(await (await signedCall(API_PATHS.heartbeat, HEARTBEAT, device)).json());
  expect((await beat()).retest).toBeNull();
  await addRule('r1', ownerId, {
    kind: 'threshold',
    figure: 'downloadBps',
    bound: { kind: 'fixed', value: 1e6 },
    consecutive: 1,
    recoverAfter: 1,
    retestWithinS: 3600,
  });
  const nowMs = Date.now();
  const watch = (atMs: number) => watchFleet({ DB: ENV.DB, LOCAL: '1' }, atMs, () => crypto.randomUUID());
  await watch(nowMs);
  await addResult(device.id, nowMs + 1, 5e5);
  await watch(nowMs + 2);
  expect((await beat()).retest).toEqual({
    askedAt: new Date(nowMs + 2).toISOString(),
    until: new Date(nowMs + 3_600_002).toISOString(),
  });
  await addResult(device.id, nowMs + 3, 4e5);
  await watch(nowMs + 4);
  expect((await beat()).retest).toBeNull();
  const alarms = async (query: string) =>
    (await (await fleetCall('GET', `/alarms${query}`, key)).json<{ items: object[] }>()).items;
  expect(await alarms('?lasting')).toMatchObject([
    { agentId: device.id, confirmedBy: 'retest', value: 4e5, bound: 1e6, endedAt: null },
  ]);
  await addResult(device.id, nowMs + 5, 2e6);
  await watch(nowMs + 6);
  expect(await alarms('?lasting')).toEqual([]);
  expect(await alarms('')).toMatchObject([{ endedAs: 'recovered' }]);
});
