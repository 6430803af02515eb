import { describe, expect, test } from 'vitest';
import { API_PATHS, KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, refusal } from '../../test/worker/calls.ts';
import type { Env } from '../env.ts';
import type { Cap } from './caps.ts';

const ID = 'A'.repeat(22);

/** Every request that a cap counts, in a form that costs the server little; pages are in test/e2e/caps.test.ts. */
const COUNTED: [cap: Cap, method: string, path: string][] = [
  ['SESSION_LIMIT', 'POST', API_PATHS.sessions],
  ['RESULT_LIMIT', 'POST', API_PATHS.results],
  ['RESULT_LIMIT', 'PATCH', `${API_PATHS.results}/${ID}`],
  ['RESULT_LIMIT', 'DELETE', `${API_PATHS.results}/${ID}`],
  ['READ_LIMIT', 'GET', `${API_PATHS.results}/${ID}`],
  ['READ_LIMIT', 'GET', API_PATHS.openapi],
  ['READ_LIMIT', 'GET', KEYS_PATH],
];

/** More than any cap of the test worker lets through, also when a minute ends on the way. */
const MANY = 20;

function capsOf(cap: Cap): Partial<Env> {
  const limiter = ENV[cap];
  if (limiter === undefined) throw new Error(`${cap} is not bound`);
  return { [cap]: limiter };
}

function ask(method: string, path: string, address: string, caps: Partial<Env>): Promise<Response> {
  return call(path, { method, headers: { 'cf-connecting-ip': address } }, caps);
}

/** Asks until it is refused; how often it was not. */
async function askUntilRefused(method: string, path: string, address: string, caps: Partial<Env>) {
  for (let served = 0; served < MANY; served += 1) {
    const response = await ask(method, path, address, caps);
    if (response.status === 429) return { served, response };
  }
  throw new Error(`${method} ${path} was never refused`);
}

// A cap is counted anew with every minute; a test that is cut by one is right the second time.
describe('a cap', { retry: 2 }, () => {
  test.each(COUNTED.map((row, index) => [...row, index] as const))(
    '%s counts %s %s by prefix',
    async (cap, method, path, index) => {
      const caps = capsOf(cap);
      const { served, response } = await askUntilRefused(method, path, `198.18.${index}.1`, caps);
      expect(served).toBeGreaterThan(0);
      expect(response.headers.get('retry-after')).toBe('60');
      expect((await ask(method, path, `198.18.${index}.250`, caps)).status, 'same /24').toBe(429);
      expect((await ask(method, path, `198.19.${index}.1`, caps)).status, 'another /24').not.toBe(429);
    },
  );

  test('is of a /48 where addresses are of IPv6, and of no other cap', async () => {
    const caps = { ...capsOf('SESSION_LIMIT'), ...capsOf('READ_LIMIT') };
    await askUntilRefused('POST', API_PATHS.sessions, '2001:db8:7:1::1', caps);
    const from = (address: string) => ask('POST', API_PATHS.sessions, address, caps);
    expect((await from('2001:db8:7:ffff::9')).status).toBe(429);
    expect((await from('2001:db8:8::1')).status).toBe(201);
    expect((await ask('GET', API_PATHS.openapi, '2001:db8:7:1::1', caps)).status).toBe(200);
  });

  test('is told as a problem that any origin can read', async () => {
    const { response } = await askUntilRefused(
      'POST',
      API_PATHS.sessions,
      '198.51.100.1',
      capsOf('SESSION_LIMIT'),
    );
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('access-control-expose-headers')).toMatch(/retry-after/i);
    expect((await refusal(response)).reason).toBe('too-many-requests');
  });

  test('is never counted for health, so that a monitor tells busy from dead', async () => {
    const caps = capsOf('READ_LIMIT');
    for (let times = 0; times < MANY; times += 1)
      expect((await ask('GET', API_PATHS.health, '198.51.100.9', caps)).status).toBe(200);
  });

  test('that is not bound does not hold', async () => {
    for (let times = 0; times < MANY; times += 1)
      expect((await ask('GET', `${API_PATHS.results}/${ID}`, '198.51.100.17', {})).status).toBe(404);
  });
});
