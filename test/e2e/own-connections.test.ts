import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MEASURE_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CHROMIUM, launchChromium } from '../chromium.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { runAgent } from './agent.ts';
import { startTlsFront, type TlsFront } from './tls-front.ts';

/** Behind a front that speaks HTTP/2, every measurement connection is a transport connection of its own. */
describe('behind TLS and HTTP/2', () => {
  let server: Server;
  let front: TlsFront;
  beforeAll(async () => {
    server = await startServer();
    front = await startTlsFront(server.port);
  });
  afterAll(async () => {
    await front.close();
    await server.end('SIGTERM');
    await removeData(server);
  });

  function expectOwnConnections(): void {
    const { webSockets } = front;
    const ofPath = (path: string) => webSockets.filter((one) => one.path === path).length;
    // One at least, and more: to see how new connections fare beside the load, and while that brings more.
    expect(ofPath(MEASURE_PATHS.echo)).toBeGreaterThanOrEqual(1);
    expect(ofPath(MEASURE_PATHS.download)).toBeGreaterThanOrEqual(1);
    expect(ofPath(MEASURE_PATHS.upload)).toBeGreaterThanOrEqual(1);
    const ports = webSockets.map(({ socket }) => socket);
    expect(new Set(ports).size).toBe(webSockets.length);
    expect(front.extendedConnects).toBe(0);
    front.webSockets = [];
  }

  test('from Node', async () => {
    const run = runAgent(['test', front.origin, '--json'], { NODE_TLS_REJECT_UNAUTHORIZED: '0' });
    const code = await run.exited;
    expect(code, run.stderr() + run.stdout()).toBe(0);
    expectOwnConnections();
  });

  test.skipIf(CHROMIUM === null)('from Chromium, while the page itself comes over HTTP/2', async () => {
    const browser = await launchChromium(['--ignore-certificate-errors']);
    const page = await browser.newPage();
    await page.goto(`${front.origin}/en/`);
    expect(front.http2Sessions).toBeGreaterThan(0);
    await page.getByTestId('start').click();
    await page.locator('a[data-testid="result-link"]').waitFor({ state: 'visible', timeout: 60_000 });
    expectOwnConnections();
    await browser.close();
  });
});
