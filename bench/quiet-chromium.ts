/**
 * Chromium over a bare debugging pipe. A test driver watches the network of a page, which costs a browser many times
 * what the transfer itself does; here nothing but Runtime.evaluate is ever asked for.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { CHROMIUM } from '../test/chromium.ts';

export interface QuietPage {
  /** Value of an expression in the page; a promise is awaited. Throws when it throws. */
  evaluate(expression: string): Promise<unknown>;
  /** Resolves with the first value of the expression that is not null, undefined or false. */
  until(expression: string, limitMs: number): Promise<unknown>;
}

interface Answer {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--mute-audio',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--remote-debugging-pipe',
];
const POLL_MS = 250;

/**
 * Opens `url` and hands the page over; the browser is gone afterwards. `prefix` is a command that runs another one, as on
 * one host of an emulated line.
 */
export async function inQuietChromium<Result>(
  url: string,
  prefix: readonly string[],
  run: (page: QuietPage) => Promise<Result>,
): Promise<Result> {
  if (CHROMIUM === null) throw new Error('There is no Chromium on this machine.');
  const profile = await mkdtemp(path.join(tmpdir(), 'jissoku-chromium-'));
  const command = [...prefix, CHROMIUM, ...FLAGS, `--user-data-dir=${profile}`, 'about:blank'];
  const browser = spawn('env', command, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  try {
    const ask = conversation(browser.stdio[3] as Writable, browser.stdio[4] as Readable);
    const { targetId } = await ask('Target.createTarget', { url });
    const { sessionId } = await ask('Target.attachToTarget', { targetId, flatten: true });
    const evaluate = async (expression: string) => {
      const answer = await ask(
        'Runtime.evaluate',
        { expression, awaitPromise: true, returnByValue: true },
        sessionId as string,
      );
      if (answer.exceptionDetails !== undefined) throw new Error(JSON.stringify(answer.exceptionDetails));
      return (answer.result as { value?: unknown }).value;
    };
    const until = async (expression: string, limitMs: number) => {
      const endMs = performance.now() + limitMs;
      while (performance.now() < endMs) {
        // A page that is still loading has no element and throws.
        const value = await evaluate(expression).catch(() => null);
        if (value !== null && value !== undefined && value !== false) return value;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
      throw new Error(`The page never had ${expression}`);
    };
    return await run({ evaluate, until });
  } finally {
    browser.kill('SIGKILL');
    await new Promise((resolve) => browser.once('close', resolve));
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Questions and answers of the DevTools protocol over a pipe: JSON, each ended by a zero byte. */
function conversation(to: Writable, from: Readable) {
  let asked = 0;
  let rest = '';
  const waiting = new Map<
    number,
    { resolve: (answer: Record<string, unknown>) => void; reject: (e: Error) => void }
  >();
  from.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString()).split('\0');
    rest = parts.pop() ?? '';
    for (const part of parts) {
      const answer = JSON.parse(part) as Answer;
      const question = waiting.get(answer.id ?? -1);
      waiting.delete(answer.id ?? -1);
      if (answer.error) question?.reject(new Error(answer.error.message));
      else question?.resolve(answer.result ?? {});
    }
  });
  return (method: string, params: object, sessionId?: string) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      const id = (asked += 1);
      waiting.set(id, { resolve, reject });
      to.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
}
