import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import type { FleetRole } from '../../measurement-agent/protocol/fleet.ts';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, ORIGIN } from '../../test/worker/calls.ts';
import { addResult } from '../../test/worker/fleet.ts';
import { byCommand, loggedIn, must, newOwner } from '../../test/worker/fleet-calls.ts';
import { enrol, newDevice } from '../../test/worker/signed-calls.ts';
import { LANGS } from '../../web/messages/messages.ts';
import { PAGE_PERMISSIONS, type PageRoute, PERMISSIONS } from '../domain/fleet/permissions.ts';
import { changeAgent } from '../fleet/agents.ts';
import { createRule } from '../fleet/alarm-rules.ts';
import { createLoginLink } from '../fleet/logins.ts';
import { createSite, createToken } from '../fleet/sites.ts';
import { fleetPages } from './fleet-pages.tsx';

const ROUTES = Object.keys(PAGE_PERMISSIONS) as PageRoute[];
/** What logs in and out is open to everybody. */
const OPEN = ['GET /login', 'POST /login', 'POST /logout'];
/** The manifest of a build: nothing of it is loaded here. */
const ENTRIES = [
  'styles/site.css',
  ...['test-ja', 'test-en', 'charts', 'confirm-connection', 'result-tools', 'history', 'watch'].map(
    (name) => `islands/${name}.ts`,
  ),
];
const ASSETS = {
  fetch: async () =>
    Response.json(Object.fromEntries(ENTRIES.map((name) => [`web/${name}`, { file: name }]))),
} as unknown as Fetcher;

async function newAgent(ownerId: string, name = 'Site 1'): Promise<string> {
  const site = must(await createSite(byCommand(), { ownerId, name }));
  const { token } = must(await createToken(byCommand(), site.id, { days: 1 }));
  const device = await newDevice();
  await enrol(device, token);
  return device.id;
}

interface Asked {
  headers?: Record<string, string>;
  csrf?: string;
  fields?: Record<string, string>;
}

function ask(route: string, agentId: string, { headers = {}, csrf = '', fields = {} }: Asked) {
  const [method = '', path = ''] = route.split(' ');
  const body = new URLSearchParams({ csrf, hours: '1', reason: 'test', ...fields });
  return call(
    `/en/fleet${path.replace(':id', agentId)}`,
    { method, headers, redirect: 'manual', ...(method === 'POST' && { body }) },
    { ASSETS },
  );
}

test('the router has no page that the table lacks, in either language', () => {
  const routed = fleetPages.routes
    .filter(({ method }) => method !== 'ALL')
    .map(({ method, path }) => `${method} ${path}`);
  const known = LANGS.flatMap((lang) =>
    [...ROUTES, ...OPEN].map((route) => route.replace(' ', ` /${lang}/fleet`)),
  );
  expect(routed.toSorted()).toEqual(known.toSorted());
});

describe.each(ROUTES)('%s', (route) => {
  let own = '';
  let ownerId = '';
  let others = '';
  beforeAll(async () => {
    ({ id: ownerId } = await newOwner());
    own = await newAgent(ownerId);
    others = await newAgent((await newOwner()).id, 'Site of another');
  });

  test('sends whoever is not logged in to the login', async () => {
    const response = await ask(route, own, {});
    expect(response.status).toBe(303);
    expect(response.headers.get('location')).toBe('/en/fleet/login');
  });

  test('answers each role as the table says, and never of another owner', async () => {
    for (const role of ['owner', 'regulator', 'admin'] as FleetRole[]) {
      const { headers, csrf } = await loggedIn(role, role === 'owner' ? ownerId : null);
      const reach = PERMISSIONS[PAGE_PERMISSIONS[route]][role];
      const { status } = await ask(route, own, { headers, csrf });
      expect([200, 303, 422].includes(status) ? 'open' : status).toBe(reach === 'none' ? 403 : 'open');
    }
    const { headers, csrf } = await loggedIn('owner', ownerId);
    const response = await ask(route, others, { headers, csrf });
    expect(await response.text()).not.toContain('Site of another');
    expect(response.status).toBe(route.includes(':id') ? 404 : 200);
  });
});

test.each(ROUTES.filter((route) => route.startsWith('POST')))(
  '%s takes no form but of its own page',
  async (route) => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    const { headers, csrf } = await loggedIn('owner', ownerId);
    const other = await loggedIn('owner', ownerId);
    const { origin: _origin, ...without } = headers;
    for (const forged of [
      { headers, csrf: '' },
      { headers, csrf: other.csrf },
      { headers: { ...headers, origin: 'https://evil.example' }, csrf },
      { headers: { ...headers, origin: 'null' }, csrf },
      { headers: without, csrf },
    ])
      expect((await ask(route, agentId, forged)).status).toBe(403);
    expect([200, 303, 422]).toContain((await ask(route, agentId, { headers, csrf })).status);
  },
);

describe('logging in', () => {
  const COOKIE =
    /^__Host-jissoku-fleet=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/;
  const link = async () => must(await createLoginLink(byCommand(), { role: 'regulator' })).token;
  const send = (token: string, headers: Record<string, string> = { origin: ORIGIN }) =>
    ask('POST /login', '', { headers, fields: { link: token } });

  test('by a link sets one cookie, once', async () => {
    const token = await link();
    const first = await send(token);
    expect(first.status).toBe(303);
    expect(first.headers.get('set-cookie')).toMatch(COOKIE);
    const again = await send(token);
    expect(again.status).toBe(403);
    expect(again.headers.get('set-cookie')).toBeNull();
  });

  test('by a link at the same moment lets one in', async () => {
    const token = await link();
    const answers = await Promise.all(Array.from({ length: 5 }, () => send(token)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
  });

  test('is refused from another site, and leaves the link good', async () => {
    const token = await link();
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, {}] as Record<
      string,
      string
    >[])
      expect((await send(token, headers)).status).toBe(403);
    expect((await send(token)).status).toBe(303);
  });

  test('is refused with a link that is none, and one that is over', async () => {
    expect((await send('nonsense')).status).toBe(403);
    const early = { ...byCommand(), nowMs: Date.now() - 11 * 60_000 };
    const { token } = must(await createLoginLink(early, { role: 'regulator' }));
    expect((await send(token)).status).toBe(403);
  });

  test('by a link is refused where Cloudflare Access stands in front', async () => {
    const body = new URLSearchParams({ link: await link() });
    const access = { ACCESS_TEAM: 'test.cloudflareaccess.com', ACCESS_AUD: 'aud', ASSETS };
    const init = { method: 'POST', headers: { origin: ORIGIN }, body };
    const refused = await call('/en/fleet/login', init, access);
    expect(refused.status).toBe(403);
    const html = await refused.text();
    expect(html).toContain('did not vouch for you');
    expect(html).not.toMatch(/This link is over|Open the link/);
  });

  test('through Cloudflare Access without a grant says so, and offers no other try', async () => {
    const { publicKey, privateKey } = await generateKeyPair('RS256');
    const keys = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'RS256' }] };
    const team = 'no-grant.cloudflareaccess.com';
    const assertion = await new SignJWT({ email: 'hanako@isp.example' })
      .setProtectedHeader({ alg: 'RS256', kid: 'k' })
      .setIssuer(`https://${team}`)
      .setAudience('aud')
      .setIssuedAt()
      .setExpirationTime('1h')
      .sign(privateKey);
    const fetched = vi.spyOn(globalThis, 'fetch').mockImplementation(async () => Response.json(keys));
    const open = async (lang: string, method: string) => {
      const headers = { origin: ORIGIN, 'cf-access-jwt-assertion': assertion };
      const access = { ACCESS_TEAM: team, ACCESS_AUD: 'aud', ASSETS };
      const response = await call(`/${lang}/fleet/login`, { method, headers }, access);
      return { status: response.status, html: await response.text() };
    };
    const form = /<form method="post" action="\/..\/fleet\/login">/;
    const before = await open('en', 'GET');
    expect(before.html).toContain('account was recognised. Log in to go on.');
    expect(before.html).toMatch(form);
    const refused = await open('en', 'POST');
    expect(refused.status).toBe(403);
    expect(refused.html).toContain('it may not see these pages');
    expect(refused.html).not.toMatch(form);
    expect(refused.html).not.toMatch(/This link is over|Open the link/);
    expect((await open('ja', 'POST')).html).toContain('許可がありません');
    fetched.mockRestore();
  });

  test('shows no link’s token in any address of its page, and ends with a logout', async () => {
    const token = await link();
    const page = await (await ask(`GET /login?link=${token}`, '', {})).text();
    expect(page.split(token)).toHaveLength(2);
    const { headers, csrf } = await loggedIn('regulator');
    expect((await ask('POST /logout', '', { headers })).status).toBe(403);
    expect((await ask('GET ', '', { headers })).status).toBe(200);
    expect((await ask('POST /logout', '', { headers, csrf })).status).toBe(303);
    expect((await ask('GET ', '', { headers })).status).toBe(303);
  });
});

describe('thresholds of an agent', () => {
  const RULE = { name: 'Slow', watch: 'downloadBps', against: 'contract', value: '50', consecutive: '2' };

  test('are added, shown and taken away by forms, each of its own agent', async () => {
    const { id: ownerId } = await newOwner();
    const [agentId, sibling] = [await newAgent(ownerId), await newAgent(ownerId, 'Site 2')];
    const { headers, csrf } = await loggedIn('owner', ownerId);
    const post = (path: string, of: string, fields: Record<string, string>) =>
      ask(`POST /agents/:id/${path}`, of, { headers, csrf, fields });
    const text = async (of: string) => (await ask('GET /agents/:id', of, { headers })).text();
    const shown = 'Download below 50% of the contract’s rate, 2 in a row';

    expect((await post('alarm-rules', agentId, RULE)).headers.get('location')).toMatch(/#thresholds$/);
    // Pressed twice.
    expect((await post('alarm-rules', agentId, RULE)).status).toBe(303);
    const taken = await post('alarm-rules', sibling, RULE);
    expect(taken.status).toBe(422);
    expect(await taken.text()).toContain('another rule of the owner has this name');
    expect(await text(agentId)).toContain(shown);
    expect(await text(sibling)).not.toContain(shown);
    const rules = await ENV.DB.prepare('select id from alarm_rules where owner_id = ?').bind(ownerId).all();
    const rule = String(rules.results[0]?.['id']);
    await post('alarm-rules/remove', sibling, { rule });
    expect(await text(agentId)).toContain(shown);
    expect((await post('alarm-rules/remove', agentId, { rule })).status).toBe(303);
    expect(await text(agentId)).not.toContain(shown);
  });

  test('that cannot be are refused, and nothing is kept', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    const { headers, csrf } = await loggedIn('owner', ownerId);
    const fields = { ...RULE, watch: 'idleRttMs' };
    const response = await ask('POST /agents/:id/alarm-rules', agentId, { headers, csrf, fields });
    expect(response.status).toBe(422);
    const html = await response.text();
    expect(html).toContain('contracts are for download and upload');
    expect(html).toMatch(/<input id="rule-value"[^>]* value="50"[^>]* aria-invalid="true"/);
    expect(html).toMatch(/<option value="idleRttMs" selected="">/);
    expect(html).toContain(`hreflang="ja" href="${ORIGIN}/ja/fleet/agents/${agentId}"`);
    const kept = await ENV.DB.prepare('select id from alarm_rules where owner_id = ?').bind(ownerId).all();
    expect(kept.results).toEqual([]);
  });

  test('of all agents of an owner are shown to everybody who may see it, and not taken away here', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    must(
      await createRule(byCommand(), {
        ownerId,
        name: 'Silent',
        agentId: null,
        condition: { kind: 'silence', afterS: 3600 },
        quietHours: [],
      }),
    );
    for (const role of ['owner', 'regulator', 'admin'] as const) {
      const { headers } = await loggedIn(role, role === 'owner' ? ownerId : null);
      const html = await (await ask('GET /agents/:id', agentId, { headers })).text();
      expect(html).toContain('Not heard for 60 min');
      expect(html).not.toContain('alarm-rules/remove');
    }
  });
});

function run(sql: string, ...values: unknown[]): Promise<D1Result> {
  return ENV.DB.prepare(sql)
    .bind(...values)
    .run();
}

describe('alarms on the list', () => {
  test('are those that a viewer may see; messages are for those who may change', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    await run(
      `insert into alarms(id, owner_id, rule_id, rule_name, agent_id, site, condition, raised_at_ms, confirmed_by, value, bound)
        values ('alarm-shown', ?, 'r', 'Half of <contract>', ?, 'Site 1', ?, ?, 'retest', 3e8, 5e8)`,
      ownerId,
      agentId,
      JSON.stringify({
        kind: 'threshold',
        figure: 'downloadBps',
        bound: { kind: 'contract', share: 0.5 },
        consecutive: 3,
        recoverAfter: 2,
        retestWithinS: 3600,
      }),
      Date.now(),
    );
    await run(
      `insert into webhook_deliveries(message_id, endpoint_id, owner_id, type, payload, created_at_ms, state, attempts, last_outcome)
        values ('m', 'e', ?, 'alarm.raised', '{}', ?, 'dead', 9, '503')`,
      ownerId,
      Date.now(),
    );
    const shown = async (role: FleetRole, whose: string | null) => {
      const { headers } = await loggedIn(role, whose);
      const html = await (await ask('GET ', agentId, { headers })).text();
      return {
        alarm: html.includes('Half of &lt;contract&gt;') && /Download 300\D+\(bound 500/.test(html),
        message: html.includes('given up'),
      };
    };
    expect(await shown('owner', ownerId)).toEqual({ alarm: true, message: true });
    expect(await shown('admin', null)).toEqual({ alarm: true, message: true });
    expect(await shown('regulator', null)).toEqual({ alarm: true, message: false });
    const other = await newOwner();
    await newAgent(other.id);
    expect(await shown('owner', other.id)).toEqual({ alarm: false, message: false });
    const { headers } = await loggedIn('owner', ownerId);
    const page = await (await ask('GET /agents/:id', agentId, { headers })).text();
    expect(page).toContain('Half of &lt;contract&gt;');
  });

  test('and all else are at the time of their site', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    await run(
      `update agents set declared = json_set(declared, '$.subdivisionCode', 'JP-13') where id = ?`,
      agentId,
    );
    const nowMs = Date.now();
    await run('update agents set heard_at_ms = ? where id = ?', nowMs, agentId);
    await run(
      'insert into agent_gaps(agent_id, from_ms, to_ms) values (?, ?, ?)',
      agentId,
      nowMs - 9e6,
      nowMs - 6e6,
    );
    await run(
      `insert into alarms(id, owner_id, rule_id, rule_name, agent_id, site, condition, raised_at_ms, confirmed_by)
        values ('alarm-zone', ?, 'r', 'Silent', ?, 'Site 1', '{"kind":"silence","afterS":3600}', ?, 'readings')`,
      ownerId,
      agentId,
      nowMs,
    );
    await run(
      `insert into webhook_deliveries(message_id, endpoint_id, owner_id, type, payload, created_at_ms, state, attempts)
        values ('message-zone', 'e', ?, 'alarm.raised', '{}', ?, 'delivered', 1)`,
      ownerId,
      nowMs,
    );
    await addResult(agentId, nowMs, 1e8);
    const { headers, csrf } = await loggedIn('owner', ownerId);
    await ask('POST /agents/:id/suppression', agentId, { headers, csrf });
    const zonesOf = async (route: string) => {
      const html = await (await ask(route, agentId, { headers })).text();
      return [...html.matchAll(/\d\d:\d\d (JST|GMT\+9|UTC)/g)].map(([, zone]) => zone);
    };
    // The alarm, its message; last heard, enrolled, a gap from and to, the alarm, a result, the pause.
    expect((await zonesOf('GET ')).map((zone) => zone !== 'UTC')).toEqual([true, true]);
    expect((await zonesOf('GET /agents/:id')).map((zone) => zone !== 'UTC')).toEqual(Array(7).fill(true));
  });
});

describe('the schedule of an agent', () => {
  test('of a campaign is kept by the editor, which offers it to nobody else', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    const { headers, csrf } = await loggedIn('owner', ownerId);
    const page = async () => (await ask('GET /agents/:id', agentId, { headers })).text();
    const option = '<option value="campaign" selected="">as it is';
    expect(await page()).not.toContain('<option value="campaign"');
    const startsAt = '2026-12-01T00:00:00Z';
    const cadence = {
      kind: 'campaign',
      startsAt,
      endsAt: '2026-12-02T00:00:00Z',
      everyS: 600,
      spreadS: 60,
    } as const;
    must(await changeAgent(byCommand(), agentId, { schedule: { ...DEFAULT_SCHEDULE, cadence } }));
    expect(await page()).toContain(option);
    const fields = { kind: 'campaign', testsADay: '4', probes: '300', do: 'save' };
    expect((await ask('POST /agents/:id/schedule', agentId, { headers, csrf, fields })).status).toBe(303);
    expect(await page()).toContain(option);
    const { results } = await ENV.DB.prepare('select schedule from agents where id = ?').bind(agentId).all();
    expect(JSON.parse(String(results[0]?.['schedule']))).toMatchObject({ cadence, lightProbesEveryS: 300 });
  });

  test('costs two tests each time where it measures over both IP versions', async () => {
    const { id: ownerId } = await newOwner();
    const agentId = await newAgent(ownerId);
    const { headers } = await loggedIn('owner', ownerId);
    const shown = async () => {
      const html = await (await ask('GET /agents/:id', agentId, { headers })).text();
      return [/<dt>Tests<\/dt><dd>(\d+)</.exec(html)?.[1], html.includes('taken for two tests')];
    };
    await addResult(agentId, Date.now() - 2000, 100e6, 4);
    expect(await shown()).toEqual(['130', false]);
    await addResult(agentId, Date.now() - 1000, 100e6, 6);
    expect(await shown()).toEqual(['260', true]);
  });
});

describe('the list', () => {
  test('of agents that are all out of service has alarms, CSV and counts as any other', async () => {
    const { id: ownerId } = await newOwner();
    const { headers } = await loggedIn('owner', ownerId);
    const page = async () => (await ask('GET ', '', { headers })).text();
    expect(await page()).toContain('No agent is enrolled yet');
    const ids = [await newAgent(ownerId), await newAgent(ownerId, 'Site 2')];
    for (const id of ids) must(await changeAgent(byCommand(), id, { revokedAs: 'retired' }));
    const html = await page();
    for (const id of ids) expect(html).toContain(`/en/fleet/agents/${id}`);
    expect(html).toContain('2 in all; 0 were heard');
    expect(html).toContain('2 of them are out of service');
    expect(html).toContain('id="alarms"');
    expect(html).toContain('/en/fleet/agents.csv');
    await newAgent(ownerId, 'Site 3');
    expect(await page()).toMatch(/3 in all;.*2 of them are out of service.*<td>1<\/td>/s);
  });

  test('is narrowed to what is silent, and to what has a text in its site, owner or tags', async () => {
    const { id: ownerId } = await newOwner();
    const silent = await newAgent(ownerId, 'Attic 100%');
    const tagged = await newAgent(ownerId, 'Cellar');
    await ENV.DB.prepare('update agents set heard_at_ms = ? where id = ?')
      .bind(Date.now() - 3_600_000, silent)
      .run();
    await ENV.DB.prepare(`update agents set heard_at_ms = ?, tags = '["Rack_7"]' where id = ?`)
      .bind(Date.now(), tagged)
      .run();
    const { headers } = await loggedIn('owner', ownerId);
    const shown = async (query: string) => {
      const html = await (
        await call(`/en/fleet?${query}`, { method: 'GET', headers, redirect: 'manual' }, { ASSETS })
      ).text();
      return [silent, tagged].filter((id) => html.includes(`/en/fleet/agents/${id}`));
    };
    expect(await shown('')).toEqual([silent, tagged]);
    expect(await shown('silent=1&text=')).toEqual([silent]);
    expect(await shown('text=rack_7')).toEqual([tagged]);
    expect(await shown('text=100%25')).toEqual([silent]);
    expect(await shown('silent=1&text=Cellar')).toEqual([]);
  });
});
