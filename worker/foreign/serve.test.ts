import { describe, expect, test } from 'vitest';
import type { Problem } from '../../measurement-agent/protocol/problems.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call } from '../../test/worker/calls.ts';
import type { Env } from '../env.ts';
import { FOREIGN_PATHS } from './serve.ts';

/** What each address takes as load, and what as a probe. */
const ASKED: readonly [method: string, path: string, cap: 'load' | 'probe'][] = [
  ['GET', '/ndt/v7/download', 'load'],
  ['GET', '/ndt/v7/upload', 'load'],
  ['GET', '/v2/nearest/ndt/ndt7', 'probe'],
  ['GET', '/.well-known/nq', 'probe'],
  ['GET', '/nq/large', 'load'],
  ['GET', '/nq/small', 'probe'],
  ['POST', '/nq/upload', 'load'],
  ['GET', '/__down?bytes=131073', 'load'],
  ['GET', '/__down?bytes=131072', 'probe'],
  ['POST', '/__up', 'load'],
  ['GET', '/backend/garbage.php?ckSize=1', 'load'],
  ['GET', '/backend/empty.php', 'probe'],
  ['GET', '/backend/getIP.php', 'probe'],
];

/** The caps of the tests: five a minute. */
const CAPS = {
  load: { FOREIGN_LOAD_LIMIT: ENV.FOREIGN_LOAD_LIMIT },
  probe: { FOREIGN_PROBE_LIMIT: ENV.FOREIGN_PROBE_LIMIT },
} as Record<'load' | 'probe', Partial<Env>>;
const WITHIN = 5;

async function ask(
  method: string,
  path: string,
  address: string,
  variables: Partial<Env> = {},
): Promise<Response> {
  const response = await call(
    path,
    { method, headers: { 'cf-connecting-ip': address }, ...(method === 'POST' && { body: streamOf('x') }) },
    variables,
  );
  return response;
}

/** A body that does not say how long it is. */
function streamOf(text: string): ReadableStream {
  return new Response(text).body as ReadableStream;
}

describe('addresses of foreign protocols', () => {
  test('are all tried here', () => {
    const tried = new Set(ASKED.map(([, path]) => new URL(path, 'http://x').pathname));
    expect([...tried].toSorted()).toEqual(FOREIGN_PATHS.toSorted());
  });

  test.each(ASKED.map((each, index) => [...each, index] as const))(
    '%s %s counts as %s, and a prefix beyond its cap is refused',
    async (method, path, cap, index) => {
      const address = `198.51.${100 + index}.7`;
      for (let asked = 0; asked < WITHIN; asked += 1) {
        const answer = await ask(method, path, address, CAPS[cap]);
        expect(answer.status).not.toBe(429);
        await answer.body?.cancel();
      }
      const refused = await ask(method, path, address, CAPS[cap]);
      expect(refused.status).toBe(429);
      expect(refused.headers.get('retry-after')).toBe('60');
      expect((await refused.json<Problem>()).type).toBe('/problems/too-many-requests');
      const neighbour = await ask(method, path, `198.52.${index}.7`, CAPS[cap]);
      expect(neighbour.status).not.toBe(429);
      await neighbour.body?.cancel();
    },
  );

  test.each(FOREIGN_PATHS)('%s takes no other method, and answers a preflight', async (path) => {
    const refused = await ask('DELETE', path, '203.0.113.9');
    expect(refused.status).toBe(405);
    expect(refused.headers.get('allow')).toMatch(/^(GET|POST|GET, POST)$/);
    expect((await ask('OPTIONS', path, '203.0.113.9')).status).toBe(204);
  });

  test.each(FOREIGN_PATHS)('%s is nothing where its protocol is switched off', async (path) => {
    for (const FOREIGN_PROTOCOLS of ['none', '']) {
      const answer = await ask('GET', path, '203.0.113.9', { FOREIGN_PROTOCOLS });
      expect(answer.status).toBe(404);
      await answer.body?.cancel();
    }
  });

  test('each protocol is a switch of its own', async () => {
    const only = { FOREIGN_PROTOCOLS: 'cloudflare' };
    expect((await ask('GET', '/__down?bytes=1', '203.0.113.9', only)).status).toBe(200);
    expect((await ask('GET', '/backend/getIP.php', '203.0.113.9', only)).status).toBe(404);
  });

  test('a protocol that is not known is refused by name', async () => {
    const answer = await ask('GET', '/__down', '203.0.113.9', { FOREIGN_PROTOCOLS: 'cloudflare iperf' });
    expect(answer.status).toBe(503);
    expect((await answer.json<Problem>()).detail).toContain('iperf');
  });

  test('an address behind a mapped one is told as IPv4', async () => {
    const answer = await ask('GET', '/backend/getIP.php', '::ffff:203.0.113.9');
    expect(await answer.json()).toEqual({ processedString: '203.0.113.9', rawIspInfo: '' });
  });

  test('a site of its own name names itself in what clients read first', async () => {
    const variables = { PUBLIC_URL: 'https://jissoku.example' };
    const nq = await (await ask('GET', '/.well-known/nq', '203.0.113.9', variables)).text();
    expect(nq).toContain('"small_download_url":"https://jissoku.example/nq/small"');
    const nearest = await (await ask('GET', '/v2/nearest/ndt/ndt7', '203.0.113.9', variables)).text();
    expect(nearest).toContain('"wss:///ndt/v7/upload":"wss://jissoku.example/ndt/v7/upload"');
  });
});
