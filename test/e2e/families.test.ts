import { lookup } from 'node:dns/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { freePort, removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';

function withoutUrl({ url: _url, ...document }: { url: string }): unknown {
  return document;
}

async function versionsOf(name: string): Promise<number[]> {
  const found = await Promise.all(
    [4, 6].map((family) =>
      lookup(name, { family }).then(
        () => family,
        () => null,
      ),
    ),
  );
  return found.filter((family) => family !== null);
}

/** One server, reached over each IP version by its own name, as in production. */
describe('IPv4 and IPv6 by themselves', () => {
  let server: Server;
  beforeAll(async () => {
    const port = await freePort();
    server = await startServer({
      HOST: '::',
      PORT: String(port),
      MEASURE_HOST_V4: `127.0.0.1:${port}`,
      MEASURE_HOST_V6: `[::1]:${port}`,
    });
  });
  afterAll(async () => {
    await server.end('SIGTERM');
    await removeData(server);
  });

  async function storedResult(id: string) {
    const answer = await fetch(`${server.origin}${API_PATHS.results}/${id}`);
    return resultSchema.parse(await answer.json());
  }

  test('the agent measures both in one command, linked; one that is not there leaves the other', async () => {
    const run = runAgent(['test', `http://localhost:${server.port}`, '-4', '-6', '--json', '--data-saver']);
    const code = await run.exited;
    const documents = run
      .stdout()
      .trimEnd()
      .split('\n')
      .map((line) => resultSchema.parse(withoutUrl(JSON.parse(line) as { url: string })));
    // Not every machine's localhost has an address of both.
    const reachable = await versionsOf('localhost');
    expect(new Set(documents.map(({ network }) => network.ipVersion)), run.stderr()).toEqual(
      new Set(reachable),
    );
    expect(documents).toHaveLength(reachable.length);
    // On loopback a data saver ends before there is a figure, so a stage is missing in any case.
    expect(code).toBe(4);
    expect(documents[0]?.groupId).toBeNull();
    expect(documents.slice(1).every(({ groupId }) => groupId === documents[0]?.measurementId)).toBe(true);
  });

  test.skipIf(CHROMIUM === null)('Chromium measures both, and each result shows the other', async () => {
    const browser = await launchChromium();
    const page = await browser.newPage({ locale: 'ja-JP' });
    await page.goto(`${server.origin}/ja/`);
    await page.locator('[data-slot="data-saver"]').check();
    await page.locator('[data-slot="families"]').check();
    await page.getByTestId('start').click();
    const link = page.locator('a[data-testid="result-link"]');
    await link.waitFor({ state: 'visible', timeout: 60_000 });
    const second = await storedResult(
      String(await link.getAttribute('href'))
        .split('/')
        .at(-1) ?? '',
    );
    const first = await storedResult(second.groupId ?? '');
    expect(new Set([first.network.ipVersion, second.network.ipVersion])).toEqual(new Set([4, 6]));
    for (const { measurementId } of [first, second]) {
      await page.goto(`${server.origin}/ja/r/${measurementId}`);
      const heads = page.getByRole('region', { name: 'IPv4とIPv6の比較' }).getByRole('columnheader');
      expect((await heads.allInnerTexts()).toSorted()).toEqual(['IPv4', 'IPv6', '項目']);
    }
    await browser.close();
  });
});
