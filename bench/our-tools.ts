import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { hostPrefix, onHost } from './emulated-link.ts';
import { inQuietChromium } from './quiet-chromium.ts';
import { originOnLink } from './server-on-link.ts';

/** Our command-line agent on the client's host. */
export async function measureWithNode(): Promise<ResultDocument> {
  const agent = ['measurement-agent/cli/main.ts', 'test', await originOnLink(), '--json'];
  return JSON.parse(await onHost('client', process.execPath, agent)) as ResultDocument;
}

/** Our page in Chromium on the client's host, as a person uses it. */
export async function measureWithBrowser(): Promise<ResultDocument> {
  return inQuietChromium(`${await originOnLink()}/en/`, await hostPrefix('client'), async (page) => {
    await page.until(START, 20_000);
    const path = await page.until(RESULT_PATH, 120_000);
    const id = String(path).split('/').at(-1);
    const document = await page.evaluate(`fetch('/api/v1/results/${id}').then((answer) => answer.json())`);
    return document as ResultDocument;
  });
}

/** Presses the button once it can be pressed. */
export const START = `(() => {
  const button = document.querySelector('[data-testid="start"]');
  if (button === null || button.disabled) return false;
  button.click();
  return true;
})()`;

/** Path of the result's page, once the link is shown. */
export const RESULT_PATH = `(() => {
  const link = document.querySelector('a[data-testid="result-link"]');
  return link?.checkVisibility() ? link.pathname : null;
})()`;
