import { beforeAll, describe, expect, test } from 'vitest';
import type { FleetRole } from '../../measurement-agent/protocol/fleet.ts';
import { NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { refusal } from '../../test/worker/calls.ts';
import { byCommand, fleetCall, loggedIn, must, newKey, newOwner } from '../../test/worker/fleet-calls.ts';
import { enrol, newDevice } from '../../test/worker/signed-calls.ts';
import { type FleetRoute, PERMISSIONS } from '../domain/fleet/permissions.ts';
import { hashSecret, newId } from '../domain/secret.ts';
import { createRule } from '../fleet/alarm-rules.ts';
import { createCampaign } from '../fleet/campaigns.ts';
import { createGroup } from '../fleet/groups.ts';
import { createLoginLink, grantAccess, loginByLink, logOut } from '../fleet/logins.ts';
import { changeOwner } from '../fleet/owners.ts';
import { createSite, createToken } from '../fleet/sites.ts';
import { createWebhook } from '../fleet/webhooks.ts';
import { loginOf } from '../storage/fleet/logins.ts';
import { fleet } from './fleet.ts';

const ROUTES = Object.keys(PERMISSIONS) as FleetRoute[];
const HOUR_MS = 3_600_000;
const later = (ms: number) => new Date(Date.now() + ms).toISOString();

/** Everything that one owner has. */
interface Estate {
  ownerId: string;
  siteId: string;
  agentId: string;
  groupId: string;
  campaignId: string;
  ruleId: string;
  webhookId: string;
  messageId: string;
  keyPrefix: string;
  key: string;
}

const mailOf = (ownerId: string) => `${ownerId}@example.com`;

async function newEstate(): Promise<Estate> {
  const { id: ownerId } = await newOwner();
  const change = byCommand();
  const site = must(await createSite(change, { ownerId, name: 'Site 1' }));
  const group = must(await createGroup(change, { ownerId, name: 'Group 1' }));
  const campaign = must(
    await createCampaign(change, {
      ownerId,
      name: 'Campaign 1',
      startsAtMs: Date.now() + 10 * HOUR_MS,
      endsAtMs: Date.now() + 20 * HOUR_MS,
      everyS: 3600,
      spreadS: 600,
    }),
  );
  const rule = must(
    await createRule(change, {
      ownerId,
      name: 'Rule 1',
      agentId: null,
      condition: { kind: 'silence', afterS: 3600 },
      quietHours: [],
    }),
  );
  const webhook = must(await createWebhook(change, { ownerId, url: 'https://ops.example/' }, false));
  const messageId = `msg_${newId()}`;
  await ENV.DB.prepare(
    `insert into webhook_deliveries (message_id, endpoint_id, owner_id, type, payload, created_at_ms, state, attempts, last_outcome)
      values (?, ?, ?, 'webhook.test', '{}', ?, 'dead', 9, '503')`,
  )
    .bind(messageId, webhook.id, ownerId, Date.now())
    .run();
  const device = await newDevice();
  const { token } = must(await createToken(change, site.id, { days: 1 }));
  const enrolled = await enrol(device, token);
  if (enrolled.status !== 201) throw new Error(await enrolled.text());
  const key = await newKey('owner', ownerId);
  must(await grantAccess(change, { mail: mailOf(ownerId), role: 'owner', ownerId }, TEST_KEYS.PREFIX_KEY));
  return {
    ownerId,
    siteId: site.id,
    agentId: device.id,
    groupId: group.id,
    campaignId: campaign.id,
    ruleId: rule.id,
    webhookId: webhook.id,
    messageId,
    keyPrefix: key.split('_')[1]!,
    key,
  };
}

/** What the address of a route names, of this estate. */
function pathOf(route: FleetRoute, estate: Estate): string {
  const path = route.split(' ')[1]!;
  const ids: Record<string, string> = {
    owners: estate.ownerId,
    sites: estate.siteId,
    agents: estate.agentId,
    groups: estate.groupId,
    campaigns: estate.campaignId,
    'alarm-rules': estate.ruleId,
    webhooks: estate.webhookId,
    'webhook-deliveries': estate.messageId,
    keys: estate.keyPrefix,
  };
  return path.replace(/:\w+/, ids[path.split('/')[1]!] ?? 'none');
}

/** A body that each route takes. */
function bodyOf(route: FleetRoute, estate: Estate): unknown {
  const name = `New ${crypto.randomUUID().slice(0, 8)}`;
  const bodies: Partial<Record<FleetRoute, unknown>> = {
    'POST /owners': { kind: 'volunteer', label: name },
    'PATCH /owners/:id': { label: name },
    'PUT /owners/:id/contact': { name: 'n', mail: 'm', phone: 'p', note: '' },
    'POST /sites': { ownerId: estate.ownerId, name },
    'PATCH /sites/:id': { name },
    'POST /sites/:id/tokens': {},
    'PATCH /agents/:id': { tags: ['a'] },
    'POST /agents/:id/revocation': { as: 'retired' },
    'POST /groups': { ownerId: estate.ownerId, name },
    'PATCH /groups/:id': { name },
    'POST /campaigns': {
      ownerId: estate.ownerId,
      name,
      startsAt: later(HOUR_MS),
      endsAt: later(2 * HOUR_MS),
      everyS: 600,
      spreadS: 60,
    },
    'POST /alarm-rules': {
      ownerId: estate.ownerId,
      name,
      agentId: null,
      condition: { kind: 'budget', share: 0.9 },
      quietHours: [],
    },
    'POST /webhooks': { ownerId: estate.ownerId, url: 'https://ops.example/2' },
    'POST /access-grants': { mail: `new-${mailOf(estate.ownerId)}`, ownerId: estate.ownerId },
    'POST /access-grants/revocation': { mail: mailOf(estate.ownerId) },
    'POST /keys': { role: 'owner', ownerId: estate.ownerId, label: name },
  };
  if (route.endsWith('/suppression') && route.startsWith('PUT'))
    return { until: later(HOUR_MS), reason: 'maintenance' };
  if (route.endsWith('/schedule') && route.startsWith('PUT')) return DEFAULT_SCHEDULE;
  return bodies[route];
}

const CONTACTS = { fetch: async () => Response.json({ name: '', mail: '', phone: '', note: '' }) };

function ask(route: FleetRoute, who: string | Record<string, string> | null, estate: Estate) {
  const variables = { CONTACT_STORE: CONTACTS as unknown as Fetcher };
  return fleetCall(route.split(' ')[0]!, pathOf(route, estate), who, bodyOf(route, estate), variables);
}

/** Everything in tables that changes could touch. */
async function everything(): Promise<string> {
  const tables = [
    'owners',
    'sites',
    'agents',
    'agent_groups',
    'campaigns',
    'api_keys',
    'enrolment_tokens',
    'alarm_rules',
    'webhook_endpoints',
    'webhook_deliveries',
    'operator_pauses',
    'access_grants',
  ];
  const rows = await Promise.all(
    [...tables, 'audit_log'].map(
      async (name) => (await ENV.DB.prepare(`select * from ${name}`).all()).results,
    ),
  );
  return JSON.stringify(rows);
}

test('the router has no route that the table of permissions lacks', () => {
  const routed = fleet.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  const known = ROUTES.map((route) => route.replace(' ', ` ${API_PATHS.fleet}`));
  expect([...new Set(routed)].toSorted()).toEqual(known.toSorted());
});

describe.each(ROUTES)('%s', (route) => {
  test('is closed to whoever has no key, a made-up one, or one that ended', async () => {
    const estate = await newEstate();
    const before = await everything();
    const forged = `jsk_${estate.keyPrefix}_${'A'.repeat(43)}`;
    for (const who of [null, forged, 'nonsense', { cookie: '__Host-jissoku-fleet=nonsense' }])
      expect((await refusal(await ask(route, who, estate))).reason).toBe('bad-token');
    expect(await everything()).toBe(before);
    await ENV.DB.prepare('update api_keys set expires_at_ms = 1 where prefix = ?')
      .bind(estate.keyPrefix)
      .run();
    expect((await refusal(await ask(route, estate.key, estate))).reason).toBe('bad-token');
  });

  test('shows and changes nothing of another owner', async () => {
    const [own, others] = [await newEstate(), await newEstate()];
    const before = await everything();
    const response = await ask(route, own.key, others);
    const text = await response.text();
    // What the request names itself it may be told it has not.
    const named = pathOf(route, others) + JSON.stringify(bodyOf(route, others));
    const told = Object.values(others).filter((id) => !named.includes(id) && text.includes(id));
    expect(told).toEqual([]);
    const isList = /^GET [^:]+$/.test(route);
    expect(isList ? [200] : [403, 404]).toContain(response.status);
    expect(await everything()).toBe(before);
  });

  test.each(['owner', 'regulator', 'admin'] as FleetRole[])(
    'is open to %s as the table says',
    async (role) => {
      const estate = await newEstate();
      const key = role === 'owner' ? estate.key : await newKey(role);
      const response = await ask(route, key, estate);
      const { reason } = response.ok ? { reason: 'open' } : await refusal(response);
      expect(reason).toBe(PERMISSIONS[route][role] === 'none' ? 'forbidden' : 'open');
    },
  );
});

test.each(ROUTES.filter((route) => !route.startsWith('GET')))(
  '%s takes no change by a login without its token, or from another site',
  async (route) => {
    const estate = await newEstate();
    const { headers } = await loggedIn('admin');
    const other = await loggedIn('admin');
    const before = await everything();
    for (const forged of [
      { ...headers, 'x-csrf-token': '' },
      { ...headers, 'x-csrf-token': other.csrf },
      { ...headers, origin: 'https://evil.example' },
      { ...headers, origin: 'null' },
      { cookie: headers.cookie!, 'x-csrf-token': headers['x-csrf-token']! },
    ])
      expect((await refusal(await ask(route, forged, estate))).reason).toBe('forbidden');
    expect(await everything()).toBe(before);
    expect((await ask(route, headers, estate)).status).toBeLessThan(300);
  },
);

describe('the next request', () => {
  let estate: Estate;
  const agents = (who: string | Record<string, string>) => fleetCall('GET', '/agents', who);
  beforeAll(async () => {
    estate = await newEstate();
  });

  test('with a key that was revoked is refused', async () => {
    const key = await newKey('owner', estate.ownerId);
    expect((await agents(key)).status).toBe(200);
    expect((await fleetCall('DELETE', `/keys/${key.split('_')[1]}`, estate.key)).status).toBe(200);
    expect((await refusal(await agents(key))).reason).toBe('bad-token');
  });

  test('of a login that ended is refused', async () => {
    const { id, headers } = await loggedIn('owner', estate.ownerId);
    expect((await agents(headers)).status).toBe(200);
    const login = { id, role: 'owner', ownerId: estate.ownerId, subject: null, expiresAtMs: 0 } as const;
    await logOut(ENV.DB, login, Date.now());
    expect((await refusal(await agents(headers))).reason).toBe('bad-token');
  });

  test('with a token that was ended is refused, of another device than the one that used it before', async () => {
    const path = `/sites/${estate.siteId}/tokens`;
    const made = await (await fleetCall('POST', path, estate.key, {})).json<{ token: string }>();
    const { items } = await (await fleetCall('GET', path, estate.key)).json<{ items: object[] }>();
    expect(items).toMatchObject([{ usedBy: null }, { usedBy: estate.agentId }]);
    expect(JSON.stringify(items)).not.toContain(made.token);
    expect((await fleetCall('DELETE', path, estate.key)).status).toBe(200);
    expect((await refusal(await enrol(await newDevice(), made.token))).reason).toBe('token-expired');
    expect((await agents(estate.key)).status).toBe(200);
  });

  test('of an owner that was closed is refused, by key and by login', async () => {
    const { headers } = await loggedIn('owner', estate.ownerId);
    must(await changeOwner(byCommand(), estate.ownerId, { closed: true }));
    expect((await refusal(await agents(estate.key))).reason).toBe('bad-token');
    expect((await refusal(await agents(headers))).reason).toBe('bad-token');
    must(await changeOwner(byCommand(), estate.ownerId, { closed: false }));
    expect((await agents(estate.key)).status).toBe(200);
  });

  test('of a login through Cloudflare Access is refused without its assertion, and a link’s where Access stands in front', async () => {
    const access = { ACCESS_TEAM: 'test.cloudflareaccess.com', ACCESS_AUD: 'aud' };
    const byAccess = await loggedIn('admin', null, 'somebody');
    const byLink = await loggedIn('admin');
    for (const { headers } of [byAccess, byLink])
      expect((await fleetCall('GET', '/agents', headers, undefined, access)).status).toBe(401);
    expect((await fleetCall('GET', '/agents', byAccess.headers)).status).toBe(401);
  });
});

describe('what owners change', () => {
  test('is told with who, what, before and after; to the owner its own', async () => {
    const [own, others] = [await newEstate(), await newEstate()];
    await fleetCall('PATCH', `/agents/${own.agentId}`, own.key, { tags: ['rack'], groupId: own.groupId });
    const { items } = await (await fleetCall('GET', '/audit', own.key)).json<{ items: object[] }>();
    expect(items[0]).toMatchObject({
      actor: `key:${own.keyPrefix}`,
      role: 'owner',
      ownerId: own.ownerId,
      action: 'agent.change',
      target: `agent:${own.agentId}`,
      before: { tags: [], groupId: null },
      after: { tags: ['rack'], groupId: own.groupId },
    });
    expect(JSON.stringify(items)).not.toContain(others.ownerId);
  });

  test('includes devices that enrol and who logs in and out; regulators are told of no keys, endpoints and contact data', async () => {
    const own = await newEstate();
    const regulator = await newKey('regulator');
    const actionsFor = async (key: string) => {
      const { items } = await (await fleetCall('GET', '/audit', key)).json<{
        items: { ownerId: string | null; action: string; target: string }[];
      }>();
      return items.filter(({ ownerId }) => ownerId === own.ownerId).map(({ action }) => action);
    };
    const { token } = must(await createLoginLink(byCommand(), { role: 'owner', ownerId: own.ownerId }));
    const secret = await loginByLink(ENV.DB, token, Date.now());
    const login = (await loginOf(ENV.DB, await hashSecret(secret ?? ''), Date.now()))!;
    await logOut(ENV.DB, login, Date.now());
    await fleetCall('POST', '/webhooks', own.key, { url: 'https://ops.example/' });
    const store = { fetch: async () => new Response(null, { status: 204 }) } as unknown as Fetcher;
    await fleetCall('DELETE', `/owners/${own.ownerId}/contact`, own.key, undefined, { CONTACT_STORE: store });
    const [contact, ...told] = await actionsFor(own.key);
    expect(contact).toBe('contact.delete');
    expect(told.slice(0, 3)).toEqual(['webhook.create', 'login.end', 'login.begin']);
    expect(told.filter((action) => action === 'agent.enrol')).toHaveLength(1);
    expect(told).toContain('key.create');
    expect(
      (await actionsFor(regulator)).filter((action) => /^(?:key|webhook|contact)\./.test(action)),
    ).toEqual([]);
    expect(await actionsFor(regulator)).toContain('agent.enrol');
  });

  test('sends a message that was given up once more, and lists it by its state', async () => {
    const { key, messageId, webhookId } = await newEstate();
    const listed = async (state: string) => {
      const response = await fleetCall('GET', `/webhook-deliveries?state=${state}`, key);
      return (await response.json<{ items: { messageId: string }[] }>()).items.map((each) => each.messageId);
    };
    expect(await listed('dead')).toEqual([messageId]);
    const again = await fleetCall('POST', `/webhook-deliveries/${messageId}/retry`, key);
    expect(await again.json()).toMatchObject({ items: [{ messageId, state: 'waiting', attempts: 0 }] });
    expect([await listed('dead'), await listed('waiting')]).toEqual([[], [messageId]]);
    const twice = await fleetCall('POST', `/webhook-deliveries/${messageId}/retry`, key);
    expect((await refusal(twice)).reason).toBe('bad-request');
    // To an endpoint that nothing is sent to any more it is not.
    await fleetCall('DELETE', `/webhooks/${webhookId}`, key);
    const gone = await fleetCall('POST', `/webhook-deliveries/${messageId}/retry`, key);
    expect((await refusal(gone)).reason).toBe('bad-request');
    expect(await listed('dead')).toEqual([messageId]);
    for (const query of ['state=lost', 'after=x'])
      expect((await fleetCall('GET', `/webhook-deliveries?${query}`, key)).status).toBe(400);
  });

  test('are not the brands that they run: an admin says these, of those that there are', async () => {
    const { key, ownerId } = await newEstate();
    const admin = await newKey('admin');
    const path = `/owners/${ownerId}`;
    expect(await refusal(await fleetCall('PATCH', path, admin, { isps: ['ocn', 'no-such'] }))).toMatchObject({
      reason: 'bad-request',
      fields: ['isps'],
    });
    expect((await refusal(await fleetCall('PATCH', path, key, { isps: ['ocn'] }))).reason).toBe('forbidden');
    const said = await fleetCall('PATCH', path, admin, { isps: ['ocn'] });
    expect(await said.json()).toMatchObject({ isps: ['ocn'] });
    expect(await (await fleetCall('PATCH', path, admin, { label: `Own ${ownerId}` })).json()).toMatchObject({
      isps: ['ocn'],
    });
  });

  test('puts no agent into another owner’s group, also by an admin', async () => {
    const [own, others] = [await newEstate(), await newEstate()];
    for (const key of [own.key, await newKey('admin')]) {
      const moved = await fleetCall('PATCH', `/agents/${own.agentId}`, key, { groupId: others.groupId });
      expect((await refusal(moved)).reason).toBe('not-found');
    }
  });

  test('makes no key that opens more than their own', async () => {
    const { key } = await newEstate();
    for (const role of ['regulator', 'admin'] as const)
      expect((await refusal(await fleetCall('POST', '/keys', key, { role, label: 'more' }))).reason).toBe(
        'forbidden',
      );
    const login = await loggedIn('owner', null);
    expect((await refusal(await fleetCall('GET', '/agents', login.headers))).reason).toBe('forbidden');
  });

  test('refuses a name that is taken, a pause of the past and a zone that there is not', async () => {
    const { key, ownerId, groupId, agentId } = await newEstate();
    expect((await refusal(await fleetCall('POST', '/groups', key, { name: 'Group 1' }))).reason).toBe(
      'name-taken',
    );
    const past = { until: '2020-01-01T00:00:00Z', reason: 'x' };
    expect(
      (await refusal(await fleetCall('PUT', `/owners/${ownerId}/suppression`, key, past))).fields,
    ).toEqual(['until']);
    const nowhere = { ...DEFAULT_SCHEDULE, timeZone: 'Asia/Nowhere' };
    for (const path of [`/agents/${agentId}/schedule`, `/groups/${groupId}/schedule`])
      expect((await refusal(await fleetCall('PUT', path, key, nowhere))).fields).toEqual(['timeZone']);
  });

  test('of a site is what its agents’ results are filed under', async () => {
    const { key, siteId, agentId } = await newEstate();
    await fleetCall('PATCH', `/sites/${siteId}`, key, { declared: { accessTechnology: 'ftth' } });
    const agent = await (await fleetCall('GET', `/agents/${agentId}`, key)).json();
    expect(agent).toMatchObject({
      cohort: 'isp-agent',
      site: { name: 'Site 1', declared: { ...NOTHING_DECLARED, accessTechnology: 'ftth' } },
    });
  });
});

test('contact data passes by the store, and nothing of it is in the database', async () => {
  const { key, ownerId } = await newEstate();
  const kept = new Map<string, string>();
  const store = {
    async fetch(request: Request) {
      const { pathname } = new URL(request.url);
      if (request.method === 'PUT') kept.set(pathname, await request.text());
      if (request.method === 'DELETE') kept.delete(pathname);
      const body = kept.get(pathname);
      return body === undefined ? new Response(null, { status: 404 }) : new Response(body);
    },
  } as unknown as Fetcher;
  const contact = { name: 'Hanako Yamada', mail: 'hanako@isp.example', phone: '03-0000-0000', note: '' };
  const send = (method: string, body?: unknown) =>
    fleetCall(method, `/owners/${ownerId}/contact`, key, body, { CONTACT_STORE: store });
  expect(await (await send('PUT', contact)).json()).toEqual({ contact });
  expect(await (await send('GET')).json()).toEqual({ contact });
  const stored = await everything();
  expect(stored).toContain('contact.change');
  for (const personal of ['Hanako', 'hanako@isp.example', '03-0000-0000'])
    expect(stored).not.toContain(personal);
  expect(await (await send('DELETE')).json()).toEqual({ contact: null });
  expect(await (await send('GET')).json()).toEqual({ contact: null });
  const unbound = await fleetCall('GET', `/owners/${ownerId}/contact`, key);
  expect((await refusal(unbound)).reason).toBe('not-configured');
});
