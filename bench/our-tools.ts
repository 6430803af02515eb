import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type Page } from 'playwright-core';
import type { ResultDocument } from '../measurement-agent/protocol/result.ts';
import { CHROMIUM } from '../test/chromium.ts';
import { linkCommand, onHost } from './emulated-link.ts';
import { ORIGIN } from './server-on-link.ts';

/** Our command-line agent on the client's host. */
export async function measureWithNode(): Promise<ResultDocument> {
  const agent = ['measurement-agent/cli/main.ts', 'test', ORIGIN, '--json'];
  return JSON.parse(await onHost('client', process.execPath, agent)) as ResultDocument;
}

/** Our page in Chromium on the client's host, as a person uses it. */
export async function measureWithBrowser(): Promise<ResultDocument> {
  return inChromium(async (page) => {
    await page.goto(`${ORIGIN}/en/`);
    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 120_000 });
    const id = (await link.getAttribute('href'))?.split('/').at(-1);
    return JSON.parse(
      await onHost('client', 'curl', ['-s', `${ORIGIN}/api/v1/results/${id}`]),
    ) as ResultDocument;
  });
}

/** Runs Chromium on the client's host: one executable is asked for, so a script starts it there. */
export async function inChromium<Result>(run: (page: Page) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-bench-'));
  const script = path.join(directory, 'chromium');
  await writeFile(script, `#!/bin/sh\nexec ${linkCommand()} client ${CHROMIUM} "$@"\n`, { mode: 0o755 });
  const browser = await chromium.launch({
    executablePath: script,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
  });
  try {
    return await run(await browser.newPage());
  } finally {
    await browser.close();
    await rm(directory, { recursive: true, force: true });
  }
}
