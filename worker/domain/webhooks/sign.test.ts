import { Webhook } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { webhookHeaders, webhookSecretOf } from './sign.ts';

const MESSAGE = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', payload: '{"test": 2432232314}' };
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const TOKEN_KEY = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

describe('webhookHeaders()', () => {
  test('are those of the vector that all libraries of Standard Webhooks are tested with', () => {
    expect(webhookHeaders(MESSAGE, SECRET, 1_614_265_330_999)).toEqual({
      'webhook-id': MESSAGE.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  test('sign id, time and body as the specification says, by another implementation of HMAC', () => {
    const payload = '{"type":"alarm.raised","site":"東京"}';
    const headers = webhookHeaders({ id: 'msg_1', payload }, SECRET, 1_700_000_000_000);
    // Python's hmac, over `msg_1.1700000000.` and the body in UTF-8.
    expect(headers['webhook-signature']).toBe('v1,62XJVLgamhrTkcf7dQRyH+4Y3hShAYLYU0lXPmk3Nkc=');
  });
});

describe('a receiver', () => {
  const nowMs = Date.now();
  const sent = webhookHeaders(MESSAGE, SECRET, nowMs);
  const receive = (headers: Record<string, string>, payload = MESSAGE.payload, secret = SECRET) =>
    new Webhook(secret).verify(payload, headers);

  test('takes what was signed', () => {
    expect(receive(sent)).toEqual({ test: 2432232314 });
  });

  test.each([
    ['another body', sent, '{"test": 2432232315}', SECRET],
    ['another secret', sent, MESSAGE.payload, 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSx'],
    ['another id', { ...sent, 'webhook-id': 'msg_2' }, MESSAGE.payload, SECRET],
    ['another time', { ...sent, 'webhook-timestamp': String(Number(sent['webhook-timestamp']) - 1) }],
    ['no signature', { ...sent, 'webhook-signature': '' }],
    ['one that was signed six minutes ago', webhookHeaders(MESSAGE, SECRET, nowMs - 360_000)],
    ['one that was signed six minutes from now', webhookHeaders(MESSAGE, SECRET, nowMs + 360_000)],
  ])('refuses %s', (_name, headers, payload = MESSAGE.payload, secret = SECRET) => {
    expect(() => receive(headers, payload, secret)).toThrow();
  });
});

test('a secret is of its endpoint, its version and the key, and always the same', async () => {
  const secret = await webhookSecretOf({ id: 'one', secretVersion: 1 }, TOKEN_KEY);
  // Python's hmac, over `webhook|one|1`.
  expect(secret).toBe('whsec_AMUKWbA1fnaGHo1yF/UNLmxY8Q1tBhiPw2hDHUDpkdc=');
  const others = await Promise.all([
    webhookSecretOf({ id: 'one', secretVersion: 2 }, TOKEN_KEY),
    webhookSecretOf({ id: 'two', secretVersion: 1 }, TOKEN_KEY),
    webhookSecretOf({ id: 'one', secretVersion: 1 }, `B${TOKEN_KEY.slice(1)}`),
  ]);
  expect(new Set([secret, ...others]).size).toBe(4);
});
