import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { removeData, type Server, startServer } from '../server.ts';

const LIES = {
  'CF-Connecting-IP': '2001:db8::1',
  'MF-CF-Blob': JSON.stringify({ asn: 64_500, country: 'AT', colo: 'VIE' }),
  'X-Forwarded-For': '2001:db8::1',
};

async function open(origin: string, headers: Record<string, string>): Promise<Session> {
  const response = await fetch(origin + API_PATHS.sessions, { method: 'POST', headers });
  expect(response.status).toBe(201);
  return (await response.json()) as Session;
}

describe('headers by which a client lies about its network', () => {
  let server: Server;
  let proxied: Server;
  beforeAll(async () => {
    [server, proxied] = await Promise.all([startServer(), startServer({ TRUST_PROXY: '1' })]);
  });
  afterAll(async () => {
    await Promise.all([server.end('SIGTERM'), proxied.end('SIGTERM')]);
    await removeData(server, proxied);
  });

  test('have no effect', async () => {
    const { network } = await open(server.origin, LIES);
    expect(network).toEqual((await open(server.origin, {})).network);
    expect(network).toMatchObject({ asn: null, countryCode: null, ipVersion: 4, edge: null });
  });

  test('except what a trusted proxy forwards', async () => {
    expect((await open(proxied.origin, LIES)).network).toMatchObject({ asn: null, ipVersion: 6 });
    expect(
      (await open(proxied.origin, { 'X-Forwarded-For': '2001:db8::1, 192.0.2.1' })).network.ipVersion,
    ).toBe(4);
  });
});
