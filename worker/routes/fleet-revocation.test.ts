import { expect, test } from 'vitest';
import { ENV } from '../../test/worker/bindings.ts';
import { refusal } from '../../test/worker/calls.ts';
import { byCommand, fleetCall, loggedIn, must, newKey, newOwner } from '../../test/worker/fleet-calls.ts';
import { enrol, newDevice } from '../../test/worker/signed-calls.ts';
import { createGroup } from '../fleet/groups.ts';
import { createLoginLink, endLoginsOf, grantAccess, loginByLink, revokeAccess } from '../fleet/logins.ts';
import { changeOwner } from '../fleet/owners.ts';
import { createSite, createToken } from '../fleet/sites.ts';
import { updateAgent } from '../storage/fleet/agents.ts';
import { updateGroup } from '../storage/fleet/groups.ts';
import { loginOf } from '../storage/fleet/logins.ts';
import { updateOwner } from '../storage/fleet/owners.ts';

const PREFIX_KEY = 'A'.repeat(43);

const entry = (action: string) => ({
  atMs: Date.now(),
  actor: 'command',
  role: 'admin' as const,
  ownerId: null,
  action,
  target: 'test',
  before: null,
  after: null,
});

async function newAgent() {
  const { id: ownerId } = await newOwner();
  const site = must(await createSite(byCommand(), { ownerId, name: 'Site 1' }));
  const { token } = must(await createToken(byCommand(), site.id, { days: 1 }));
  const device = await newDevice();
  expect((await enrol(device, token)).status).toBe(201);
  return { ownerId, siteId: site.id, agentId: device.id };
}

/** A request reads, another writes, the first one writes: its write tells only what it was asked to. */
test('a change leaves what another request has changed meanwhile', async () => {
  const { ownerId, agentId } = await newAgent();
  const key = await newKey('owner', ownerId);
  const agent = async () =>
    (await fleetCall('GET', `/agents/${agentId}`, key)).json<{ revokedAs: string | null; tags: string[] }>();
  await updateAgent(ENV.DB, agentId, { revokedAs: 'stolen' }, entry('agent.change'));
  await updateAgent(ENV.DB, agentId, { tags: ['rack'] }, entry('agent.change'));
  await updateAgent(ENV.DB, agentId, { revokedAs: 'retired' }, entry('agent.change'));
  await updateAgent(ENV.DB, agentId, {}, entry('agent.change'));
  expect(await agent()).toMatchObject({ revokedAs: 'stolen', tags: ['rack'] });

  const group = must(await createGroup(byCommand(), { ownerId, name: 'Group' }));
  const suppression = { untilMs: Date.now() + 3_600_000, reason: 'works' };
  await updateGroup(ENV.DB, group.id, { suppression }, entry('group.change'));
  await updateGroup(ENV.DB, group.id, { name: 'Renamed' }, entry('group.change'));
  const { items } = await (await fleetCall('GET', '/groups', key)).json<{ items: object[] }>();
  expect(items[0]).toMatchObject({ name: 'Renamed', suppression: { reason: 'works' } });

  await updateOwner(ENV.DB, ownerId, { closed: true }, entry('owner.change'));
  await updateOwner(ENV.DB, ownerId, { label: `Renamed ${ownerId}` }, entry('owner.change'));
  expect((await refusal(await fleetCall('GET', '/agents', key))).reason).toBe('bad-token');
});

test('a token of an owner that was closed enrols nobody', async () => {
  const { ownerId, siteId } = await newAgent();
  const { token } = must(await createToken(byCommand(), siteId, { days: 365 }));
  must(await changeOwner(byCommand(), ownerId, { closed: true }));
  expect((await refusal(await enrol(await newDevice(), token))).reason).toBe('bad-token');
});

test('what opens for a while makes no key that opens for longer', async () => {
  const { id: ownerId } = await newOwner();
  const key = await newKey('owner', ownerId);
  const login = await loggedIn('owner', ownerId);
  const made = async (who: string | Record<string, string>, days: number | null) => {
    const response = await fleetCall('POST', '/keys', who, { role: 'owner', label: 'longer', days });
    expect(response.status).toBe(201);
    return Date.parse((await response.json<{ expiresAt: string }>()).expiresAt) - Date.now();
  };
  const dayMs = 86_400_000;
  for (const days of [null, 30]) expect(await made(key, days)).toBeLessThanOrEqual(dayMs);
  expect(await made(login.headers, null)).toBeLessThan(366 * dayMs);
  expect(await made(login.headers, 7)).toBeGreaterThan(6.9 * dayMs);
});

test('a grant that was given anew, or for another owner, opens no login from before', async () => {
  const [one, other] = [await newOwner(), await newOwner()];
  const mail = `${one.id}@example.com`;
  const grant = async (ownerId: string, nowMs: number) =>
    must(await grantAccess({ ...byCommand(), nowMs }, { mail, role: 'owner', ownerId }, PREFIX_KEY));
  const nowMs = Date.now();
  const subject = await grant(one.id, nowMs - 60_000);
  const { id } = await loggedIn('owner', one.id, subject);
  expect(await loginOf(ENV.DB, id, nowMs)).toMatchObject({ ownerId: one.id });
  await grant(other.id, nowMs - 30_000);
  expect(await loginOf(ENV.DB, id, nowMs)).toBeNull();
  await grant(one.id, nowMs - 20_000);
  expect(await loginOf(ENV.DB, id, nowMs)).toMatchObject({ ownerId: one.id });
  expect(await revokeAccess(byCommand(), mail, PREFIX_KEY)).toBe(true);
  expect(await revokeAccess(byCommand(), `no-${mail}`, PREFIX_KEY)).toBe(false);
  await grant(one.id, nowMs + 60_000);
  expect(await loginOf(ENV.DB, id, nowMs)).toBeNull();
});

test('the end of logins is that of links that nobody has used yet', async () => {
  const { id: ownerId } = await newOwner();
  const link = async () => must(await createLoginLink(byCommand(), { role: 'owner', ownerId })).token;
  const [before, after] = [await link(), await link()];
  expect(await loginByLink(ENV.DB, after, Date.now())).not.toBeNull();
  await endLoginsOf(byCommand(), ownerId);
  expect(await loginByLink(ENV.DB, before, Date.now())).toBeNull();
});
