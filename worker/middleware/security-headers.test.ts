import { Hono } from 'hono';
import { expect, it } from 'vitest';
import type { App } from './app.ts';
import { securityHeaders } from './security-headers.ts';

const app = new Hono<App>()
  .use(securityHeaders)
  .get('/page', (c) => c.html('<p>'))
  .get('/fetched', () => Response.redirect('http://host.example/page'))
  .get('/socket', () => {
    const { 0: client, 1: server } = new WebSocketPair();
    server.accept();
    return new Response(null, { status: 101, webSocket: client });
  });

it('allows our own files and our own measurement connections, nothing inline', async () => {
  const { headers } = await app.request('http://host.example:8787/page');
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self' ws://host.example:8787 wss://host.example:8787;");
  expect(policy).not.toContain('unsafe');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('referrer-policy')).toBe('no-referrer');
});

it('allows the hosts of one IP version, and nothing that is no host', async () => {
  const env = { MEASURE_HOST_V4: 'v4.host.example', MEASURE_HOST_V6: "x; script-src 'unsafe-inline'" };
  const { headers } = await app.request('http://host.example/page', {}, env);
  const policy = headers.get('content-security-policy') ?? '';
  expect(policy).toContain('http://v4.host.example https://v4.host.example ws://v4.host.example');
  expect(policy).not.toContain('unsafe');
});

it('also on answers whose headers are fixed', async () => {
  const { headers } = await app.request('http://host.example/fetched');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

it('leaves a WebSocket handshake alone', async () => {
  const answer = await app.request('http://host.example/socket');
  expect(answer.status).toBe(101);
  expect(answer.webSocket).not.toBeNull();
});
