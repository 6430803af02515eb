/**
 * `npm run screenshots [-- NAME …]`: takes pictures of every page, as a visitor of a demo sees it, into docs/screenshots: in
 * Japanese and English, on a desk in light and on a phone in dark. They are looked at before a release and kept, so that a
 * change shows. Names take some of them only.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { LANGS, type Lang } from '../web/format/language.ts';
import { launchChromium } from './chromium.ts';
import { admin } from './enrolled-agent.ts';
import { enrolPlainAgent } from './plain-agent.ts';
import { ROOT, startServer } from './server.ts';

const DIRECTORY = path.join(ROOT, 'docs/screenshots');

const DEVICES = [
  { name: 'desk', width: 1280, height: 800, colorScheme: 'light' },
  { name: 'phone', width: 390, height: 780, colorScheme: 'dark' },
] as const;

/** Pages by their name in the pictures. */
const PAGES: Record<string, string> = {
  home: '/',
  history: '/history',
  watch: '/watch',
  isps: '/isp',
  isp: '/isp/kaku-hikari',
  regions: '/region',
  region: '/region/JP-13',
  ranking: '/ranking?kind=fvno',
  compare: '/compare?isp=kaku-hikari&isp=yumeji-fiber&isp=moshimo-hikari',
  map: '/map',
  world: '/map?area=world',
  'open-data': '/open-data',
  report: '/report?region=JP-kanto',
  method: '/method',
  privacy: '/privacy',
  accessibility: '/accessibility',
  about: '/about',
  api: '/api',
  lost: '/nowhere',
};

/** Pages behind a login, of an admin. */
const FLEET = ['fleet', 'fleet-agent'] as const;

/** Stages of a test, each a name and what is there by then. */
const STAGES = [
  ['testing', '[data-step="download"][aria-current="step"]'],
  ['tested', '[data-testid="result-link"]:visible'],
] as const;

/** A line in the demo's largest network. */
const LINE = { asn: 64_512, countryCode: 'JP', subdivisionCode: 'JP-13', timeZone: 'Asia/Tokyo' };

/** What is kept of a long page, and how exactly: pictures stay in the repository. */
const TALLEST_PX = 6_000;
const QUALITY = 50;

/** Into the middle of the download. */
const MIDDLE_MS = 2_500;

const wanted = new Set(process.argv.slice(2));
const isWanted = (name: string) => wanted.size === 0 || wanted.has(name);

const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-pictures-'));
await mkdir(DIRECTORY, { recursive: true });
const server = await startServer(
  { DATA_DIR: dataDir, DEMO_RESULTS: '60000', NETWORK_OVERRIDE: JSON.stringify(LINE) },
  undefined,
  ['demo'],
);
const fleetAgent = FLEET.some(isWanted) ? await enrolledFleet() : '';
const browser = await launchChromium();
for (const lang of LANGS) for (const device of DEVICES) await takeAll(browser, lang, device);
await browser.close();
await server.end('SIGTERM');
await rm(dataDir, { recursive: true, force: true });

async function takeAll(on: Browser, lang: Lang, device: (typeof DEVICES)[number]): Promise<void> {
  const { name: deviceName, width, colorScheme } = device;
  const context = await on.newContext({
    viewport: { width, height: device.height },
    colorScheme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const take = async (name: string) => {
    if (!isWanted(name)) return;
    const file = path.join(DIRECTORY, `${name}-${lang}-${deviceName}.jpg`);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const clip = { x: 0, y: 0, width, height: Math.min(height, TALLEST_PX) };
    await page.screenshot({ path: file, fullPage: true, clip, type: 'jpeg', quality: QUALITY });
    console.log(path.relative(ROOT, file));
  };
  for (const [name, at] of Object.entries(PAGES)) {
    if (!isWanted(name)) continue;
    await page.goto(`${server.origin}/${lang}${at}`, { waitUntil: 'networkidle' });
    await take(name);
  }
  if (['trouble', ...STAGES.map(([name]) => name), 'result'].some((name) => isWanted(name)))
    await takeTest(page, lang, take);
  if (FLEET.some(isWanted)) await takeFleet(page, lang, take);
  await context.close();
}

/** Two owners' agents, each heard once; answers the id of one. */
async function enrolledFleet(): Promise<string> {
  const line = ['--region', 'JP-13', '--access', 'ftth', '--contract-download', '1000'];
  const isp = ['--owner', 'Kaku Hikari', '--cohort', 'isp-agent', '--isp', 'kaku-hikari'];
  const token = (...options: string[]) => admin(server, 'token-create', ...line, ...options);
  await enrolPlainAgent(server, await token('--owner', 'Kaede', '--site', 'Setagaya'));
  return enrolPlainAgent(server, await token(...isp, '--site', 'Tokyo rack 1'));
}

async function takeFleet(page: Page, lang: Lang, take: (name: string) => Promise<void>): Promise<void> {
  const { search } = new URL(await admin(server, 'login-link', '--role', 'admin'));
  await page.goto(`${server.origin}/${lang}/fleet/login${search}`);
  await page.getByTestId('fleet-login').click();
  await page.waitForURL(`${server.origin}/${lang}/fleet`);
  await take('fleet');
  await page.goto(`${server.origin}/${lang}/fleet/agents/${fleetAgent}`, { waitUntil: 'networkidle' });
  await take('fleet-agent');
}

/** A real test, against the server on this machine. */
async function takeTest(page: Page, lang: Lang, take: (name: string) => Promise<void>): Promise<void> {
  await page.goto(`${server.origin}/${lang}/`);
  const sessions = '**/api/v1/sessions';
  await page.route(sessions, (route) => route.abort());
  await page.getByTestId('start').click();
  await page.locator('[data-panel="problem"]').waitFor({ state: 'visible' });
  await take('trouble');
  await page.unroute(sessions);
  await page.locator('[data-panel="problem"] [data-action="start"]').click();
  for (const [name, selector] of STAGES) {
    await page.locator(selector).first().waitFor({ timeout: 60_000 });
    if (name === 'testing') await page.waitForTimeout(MIDDLE_MS);
    await take(name);
  }
  await page.getByTestId('result-link').click();
  await page.waitForURL(/\/r\//);
  await page.waitForLoadState('networkidle');
  await take('result');
}
