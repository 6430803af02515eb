import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CANDIDATES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Where a Chromium is on this machine; null where there is none. */
export const CHROMIUM = CANDIDATES.find((file) => file !== undefined && existsSync(file)) ?? null;

/** Starts Chromium without any connection of its own. */
export async function launchChromium(args: string[] = []): Promise<Browser> {
  if (CHROMIUM === null) throw new Error('Chromium is not installed: apt install chromium');
  return chromium.launch({
    executablePath: CHROMIUM,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      ...args,
    ],
  });
}
