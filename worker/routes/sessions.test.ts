import { describe, expect, test } from 'vitest';
import { sessionSchema } from '../../measurement-agent/protocol/api.ts';
import { DEFAULT_PLAN } from '../../measurement-agent/protocol/plan.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, openSession, refusal } from '../../test/worker/calls.ts';
import { openSessionToken } from '../domain/session-token.ts';

const post = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  call(API_PATHS.sessions, { method: 'POST', body, headers });

async function claimsOf(address: string) {
  const { token } = await openSession(address);
  const opened = await openSessionToken(token, TEST_KEYS.TOKEN_KEY);
  if (!opened.ok) throw new Error('not our token');
  return opened.value;
}

describe('POST /api/v1/sessions', () => {
  test('answers a session with the network as the edge sees it', async () => {
    const session = sessionSchema.parse(await openSession());
    expect(session).toMatchObject({ plan: DEFAULT_PLAN, turn: null });
    expect(session.network).toEqual({
      asn: 4713,
      asName: 'NTT DOCOMO BUSINESS Inc.',
      isp: { slug: 'ocn', name: 'OCN' },
      countryCode: 'JP',
      subdivisionCode: 'JP-13',
      timeZone: null,
      ipVersion: 4,
      edge: null,
    });
    const openForMs = Date.parse(session.submitBy) - Date.parse(session.expiresAt);
    expect(openForMs).toBe(90 * 86_400_000 - 300_000);
    expect((await openSession()).sessionId).not.toBe(session.sessionId);
  });

  test('an IPv6 agent is seen as one', async () => {
    expect((await openSession('2001:db8::1')).network.ipVersion).toBe(6);
  });

  test('one line keeps its key within a month; another one or another AS has another', async () => {
    const [first, again, other] = [
      await claimsOf('203.0.113.7'),
      await claimsOf('203.0.113.7'),
      await claimsOf('203.0.113.8'),
    ];
    expect(again.subscriberKey).toBe(first.subscriberKey);
    expect(other.subscriberKey).not.toBe(first.subscriberKey);
    expect(other.prefixKey).toBe(first.prefixKey);
    const { results } = await ENV.DB.prepare('SELECT length(secret) AS bytes FROM address_keys').all();
    expect(results).toEqual([{ bytes: 32 }]);
  });

  test('twenty at once in a new month agree on its secret', async () => {
    await ENV.DB.prepare('DELETE FROM address_keys').run();
    const claims = await Promise.all(Array.from({ length: 20 }, () => claimsOf('203.0.113.7')));
    expect(new Set(claims.map(({ subscriberKey }) => subscriberKey)).size).toBe(1);
  });

  test('seals the group', async () => {
    const groupId = 'AAAAAAAAAAAAAAAAAAAAAA';
    const { token } = await (await post(JSON.stringify({ groupId }))).json<{ token: string }>();
    expect(await openSessionToken(token, TEST_KEYS.TOKEN_KEY)).toMatchObject({ value: { groupId } });
  });

  test('hands out TURN credentials where a server is configured', async () => {
    const { turn, sessionId, expiresAt } = await openSession(undefined, {
      TURN_URL: 'turn:t.example',
      TURN_SECRET: 'north',
    });
    expect(turn).toMatchObject({ urls: ['turn:t.example'], expiresAt });
    expect(turn?.username.endsWith(`:${sessionId}`)).toBe(true);
  });

  test.each([
    ['{', 'bad-json', []],
    ['[]', 'bad-request', ['']],
    ['{"groupId":"x"}', 'bad-request', ['groupId']],
    ['{"network":{"asn":1}}', 'bad-request', ['network']],
    [' '.repeat(512 * 1024 + 1), 'body-too-large', []],
  ])('refuses %.20s', async (body, reason, fields) => {
    expect(await refusal(await post(body))).toEqual({ reason, fields });
  });

  test('refuses a body of another type', async () => {
    expect((await refusal(await post('{}', { 'content-type': 'text/plain' }))).reason).toBe(
      'bad-content-type',
    );
  });
});
