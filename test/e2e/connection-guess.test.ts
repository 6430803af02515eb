import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session, Submitted } from '../../measurement-agent/protocol/api.ts';
import { NOTHING_DECLARED, type ResultDocument } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { RESULT_DOCUMENT } from '../fixtures/result-document.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';
import { violationsOf } from './violations.ts';

/** A VNE that carries IPv4 by MAP-E alone. */
const V6PLUS = { asn: 55389, countryCode: 'JP', subdivisionCode: 'JP-13' };

let server: Server;
beforeAll(async () => {
  server = await startServer({ NETWORK_OVERRIDE: JSON.stringify(V6PLUS) });
});
afterAll(async () => {
  await server.end('SIGTERM');
  await removeData(server);
});

async function read(id: string): Promise<ResultDocument> {
  const response = await fetch(`${server.origin}${API_PATHS.results}/${id}`);
  return (await response.json()) as ResultDocument;
}

async function post<Answer>(path: string, body: unknown, token = ''): Promise<Answer> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(server.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Answer;
}

/** A stored result of which nothing is said. */
async function stored(): Promise<Submitted> {
  const { sessionId, token } = await post<Session>(API_PATHS.sessions, {});
  const document = { ...RESULT_DOCUMENT, measurementId: sessionId, declared: NOTHING_DECLARED };
  return post<Submitted>(API_PATHS.results, document, token);
}

test('the command line tells the guess as a guess', async () => {
  const run = runAgent(['test', server.origin]);
  // Stored, also when this machine was too busy for a stage of it.
  expect([0, 4], run.stderr()).toContain(await run.exited);
  expect(run.stdout()).toMatch(/^Method {4}probably IPoE \(MAP-E\) {3}\(a guess, confidence medium: /m);
});

describe.skipIf(CHROMIUM === null)('the result page', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());

  const question = (page: Page) => page.locator('[data-slot="connection-question"]');
  const status = (page: Page) => page.locator('[data-slot="connection-status"]');

  /** A browser that has measured this result. */
  async function ownerOf(result: Submitted, locale = 'en-GB'): Promise<BrowserContext> {
    const context = await browser.newContext({ locale, viewport: { width: 360, height: 740 } });
    const own = [{ id: result.id, deleteToken: result.deleteToken, at: '2026-11-22T12:00:00Z' }];
    await context.addInitScript(
      (kept) => window.localStorage.setItem('jissoku.results', kept),
      JSON.stringify(own),
    );
    return context;
  }

  test('asks who measured it, records the answer, and the next test carries it', async () => {
    const context = await browser.newContext({ locale: 'ja-JP' });
    const page = await context.newPage();
    await page.goto(server.origin);
    await page.getByTestId('start').click();
    const link = page.getByTestId('result-link');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    await link.click();
    await question(page).waitFor({ state: 'visible' });
    expect(await page.locator('#connection').innerText()).toContain('MAP-E');
    await page.getByRole('button', { name: 'はい' }).click();
    await expect
      .poll(() => page.locator('#connection').innerText())
      .toContain('測定した人が、この推定どおりだと答えています。');
    expect(await question(page).count()).toBe(0);
    const id = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect((await read(id)).declared.connectionMethod).toBe('ipoe-mape');
    await page.goto(server.origin);
    expect(await page.locator('[data-slot="remembered"]').innerText()).toContain('MAP-E');
    await context.close();
  });

  test('takes another method, whose list the keyboard reaches', async () => {
    const result = await stored();
    const context = await ownerOf(result);
    const page = await context.newPage();
    await page.goto(`${server.origin}/en/r/${result.id}`);
    const another = page.getByRole('button', { name: 'Another method' });
    await another.focus();
    await page.keyboard.press('Enter');
    expect(await another.getAttribute('aria-expanded')).toBe('true');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByLabel('The right connection method').selectOption('pppoe');
    await page.getByRole('button', { name: 'Record this method' }).click();
    await expect
      .poll(() => page.locator('#connection').innerText())
      .toContain('The person who measured says: PPPoE.');
    const { declared, connectionGuess } = await read(result.id);
    expect(declared.connectionMethod).toBe('pppoe');
    expect(connectionGuess?.connectionMethod).toBe('ipoe-mape');
    await context.close();
  });

  test('leaves the guess as it is when the person does not know', async () => {
    const result = await stored();
    const context = await ownerOf(result);
    const page = await context.newPage();
    await page.goto(`${server.origin}/en/r/${result.id}`);
    await page.getByRole('button', { name: 'I don’t know' }).click();
    expect(await question(page).isVisible()).toBe(false);
    expect(await status(page).innerText()).toBe('It stays a guess.');
    expect((await read(result.id)).declared.connectionMethod).toBeNull();
    await context.close();
  });

  test('says when the answer could not be recorded, and takes it again', async () => {
    const result = await stored();
    const context = await ownerOf(result);
    const page = await context.newPage();
    await page.goto(`${server.origin}/en/r/${result.id}`);
    await context.route(`**${API_PATHS.results}/*`, (route) => route.abort());
    const yes = page.getByRole('button', { name: 'Yes' });
    await yes.click();
    await expect.poll(() => status(page).innerText()).toContain('could not be recorded');
    expect((await read(result.id)).declared.connectionMethod).toBeNull();
    await context.unroute(`**${API_PATHS.results}/*`);
    await yes.click();
    await expect.poll(() => page.locator('#connection').innerText()).toContain('says that this is right');
    await context.close();
  });

  test.each([
    ['somebody else', true],
    ['a browser without JavaScript', false],
  ])('shows %s the guess as a guess, and asks nothing', async (_name, javaScriptEnabled) => {
    const { id } = await stored();
    const context = await browser.newContext({ locale: 'en-GB', javaScriptEnabled });
    const page = await context.newPage();
    await page.goto(`${server.origin}/en/r/${id}`, { waitUntil: 'networkidle' });
    const text = await page.locator('#connection').innerText();
    expect(text).toContain('Probably IPoE (MAP-E).');
    expect(text).toContain('has not confirmed it');
    expect(await question(page).isVisible()).toBe(false);
    await context.close();
  });

  test.each(['ja', 'en'].flatMap((lang) => ['light', 'dark'].map((scheme) => [lang, scheme] as const)))(
    'has no barrier in %s, %s',
    async (lang, scheme) => {
      const result = await stored();
      const context = await ownerOf(result, lang === 'ja' ? 'ja-JP' : 'en-GB');
      const page = await context.newPage();
      await page.emulateMedia({ colorScheme: scheme as 'light' | 'dark' });
      await page.goto(`${server.origin}/${lang}/r/${result.id}`);
      await question(page).waitFor({ state: 'visible' });
      expect(await violationsOf(page)).toEqual([]);
      const overflow = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect(overflow, 'scrolls sideways').toBe(0);
      await context.close();
    },
  );
});
