import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { LOGIN_COOKIE } from '../../worker/domain/fleet/login.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { admin } from '../enrolled-agent.ts';
import { enrolPlainAgent } from '../plain-agent.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { complaintsOf } from './complaints.ts';

describe.skipIf(CHROMIUM === null)('pages of the fleet', () => {
  let server: Server;
  let browser: Browser;
  let own = '';
  let other = '';
  /** Links that nobody has used, one a role. */
  const links = { owner: '', regulator: '', admin: '' };
  const contexts: BrowserContext[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), launchChromium()]);
    const enrolled = async (...options: string[]) =>
      enrolPlainAgent(server, await admin(server, 'token-create', '--region', 'JP-13', ...options));
    own = await enrolled('--owner', 'Kaku Hikari', '--site', 'Tokyo rack 1', '--cohort', 'isp-agent');
    other = await enrolled('--owner', 'Somebody else', '--site', 'Osaka 9');
    links.owner = await link('--owner', 'Kaku Hikari');
    links.regulator = await link('--role', 'regulator');
    links.admin = await link('--role', 'admin');
    // Each command opens the database in a process of its own.
  }, 600_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser.close();
    await server.end('SIGTERM');
    await removeData(server);
  });

  /** The token of a link: the command does not know the port of the test. */
  async function link(...who: string[]): Promise<string> {
    return new URL(await admin(server, 'login-link', ...who)).search;
  }

  async function newPage(): Promise<Page> {
    const context = await browser.newContext();
    contexts.push(context);
    return context.newPage();
  }

  /** Each role logs in once: a page of its browser. */
  const loggedIn = new Map<keyof typeof links, Promise<BrowserContext>>();

  async function pageOf(role: keyof typeof links): Promise<Page> {
    const context = loggedIn.get(role) ?? logIn(links[role]);
    loggedIn.set(role, context);
    const page = await (await context).newPage();
    await page.goto(`${server.origin}/en/fleet`);
    return page;
  }

  async function logIn(search: string): Promise<BrowserContext> {
    const page = await newPage();
    await page.goto(`${server.origin}/en/fleet/login${search}`);
    await page.getByTestId('fleet-login').click();
    await page.waitForURL(`${server.origin}/en/fleet`);
    return page.context();
  }

  test('are closed to whoever is not logged in', async () => {
    for (const path of ['/ja/fleet', `/en/fleet/agents/${own}`]) {
      const response = await fetch(server.origin + path, { redirect: 'manual' });
      expect(response.status).toBe(303);
      expect(response.headers.get('location')).toMatch(/\/fleet\/login$/);
    }
  });

  test('let a link in once, by a cookie that no script and no other site has', async () => {
    const page = await pageOf('owner');
    const [cookie] = await page.context().cookies();
    expect(cookie).toMatchObject({
      name: LOGIN_COOKIE,
      path: '/',
      domain: '127.0.0.1',
      httpOnly: true,
      secure: true,
      sameSite: 'Strict',
    });
    expect(await page.evaluate(() => document.cookie)).toBe('');
    const again = await newPage();
    await again.goto(`${server.origin}/en/fleet/login${links.owner}`);
    await again.getByTestId('fleet-login').click();
    await again.getByRole('alert').waitFor();
    expect(await again.context().cookies()).toEqual([]);
  });

  test('show an owner its own agents, and let it pause, go on and schedule', async () => {
    const page = await pageOf('owner');
    const text = await page.innerText('main');
    expect(text).toContain('Tokyo rack 1');
    expect(text).not.toContain('Osaka 9');
    const stranger = await page.goto(`${server.origin}/en/fleet/agents/${other}`);
    expect(stranger?.status()).toBe(404);

    await page.goto(`${server.origin}/en/fleet/agents/${own}`);
    await page.getByTestId('fleet-pause').click();
    await page.getByTestId('fleet-resume').waitFor();
    expect(await page.innerText('main')).toContain('(maintenance)');
    await page.getByTestId('fleet-resume').click();
    await page.getByTestId('fleet-pause').waitFor();

    const tests = () => page.getByTestId('fleet-cost').locator('dd').first().innerText();
    expect(await tests()).toBe('130');
    await page.fill('#schedule-tests', '12');
    await page.getByTestId('fleet-preview').click();
    await page.getByRole('alert').waitFor();
    expect(await tests()).toBe('390');
    await page.getByTestId('fleet-save').click();
    await page.waitForURL(/#schedule$/);
    expect(await tests()).toBe('390');
    await page.fill('#rule-name', 'Slow');
    await page.fill('#rule-value', '70');
    await page.getByTestId('fleet-rule-add').click();
    await page.waitForURL(/#thresholds$/);
    expect(await page.getByTestId('fleet-rules').innerText()).toContain(
      'Download below 70% of its own median of 28 days, 3 in a row',
    );
    const agents = await page.evaluate(
      async (path) => (await fetch(path)).json() as Promise<{ items: { schedule: unknown }[] }>,
      `${API_PATHS.fleet}/agents`,
    );
    expect(agents.items).toHaveLength(1);
    expect(agents.items[0]).toMatchObject({
      scheduleOf: 'agent',
      schedule: { cadence: { kind: 'poisson', meanIntervalS: 7200 } },
    });
  });

  test('take no form of another site, and none with another token', async () => {
    const page = await pageOf('owner');
    const [cookie] = await page.context().cookies();
    await page.goto(`${server.origin}/en/fleet/agents/${own}`);
    const csrf = await page.locator('input[name=csrf]').first().inputValue();
    const send = (fields: Record<string, string>, headers: Record<string, string>) =>
      fetch(`${server.origin}/en/fleet/agents/${own}/suppression`, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie: `${cookie!.name}=${cookie!.value}`, ...headers },
        body: new URLSearchParams({ hours: '1', reason: 'forged', ...fields }),
      });
    const here = { origin: server.origin };
    const other = 'A'.repeat(csrf.length);
    expect((await send({ csrf }, { origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ csrf }, { origin: 'null' })).status).toBe(403);
    expect((await send({ csrf }, {})).status).toBe(403);
    expect((await send({}, here)).status).toBe(403);
    expect((await send({ csrf: other }, here)).status).toBe(403);
    await page.reload();
    expect(await page.innerText('main')).not.toContain('forged');
    expect((await send({ csrf }, here)).status).toBe(303);
    await page.reload();
    await page.getByTestId('fleet-resume').click();
    await page.getByTestId('fleet-pause').waitFor();
  });

  test('show a regulator everything, and no form that changes it', async () => {
    const page = await pageOf('regulator');
    expect(await page.innerText('main')).toMatch(/Tokyo rack 1[^]*Osaka 9|Osaka 9[^]*Tokyo rack 1/);
    await page.goto(`${server.origin}/en/fleet/agents/${own}`);
    expect(await page.getByTestId('fleet-save').count()).toBe(0);
    expect(await page.getByTestId('fleet-pause').count()).toBe(0);
    await page.getByTestId('fleet-logout').click();
    await page.waitForURL(/\/fleet\/login$/);
    const response = await page.goto(`${server.origin}/en/fleet`);
    expect(new URL(response?.url() ?? '').pathname).toBe('/en/fleet/login');
  });

  test.each(['ja', 'en'])(
    'have nothing that axe complains about, in %s',
    async (lang) => {
      const login = await newPage();
      await login.goto(`${server.origin}/${lang}/fleet/login?link=none`);
      expect(await complaintsOf(login)).toEqual([]);
      const page = await pageOf('admin');
      for (const path of ['/fleet', `/fleet/agents/${own}`]) {
        await page.goto(`${server.origin}/${lang}${path}`);
        expect(await page.getAttribute('html', 'lang')).toBe(lang);
        expect(await complaintsOf(page)).toEqual([]);
      }
    },
    180_000,
  );
});
