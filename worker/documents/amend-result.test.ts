import { describe, expect, test } from 'vitest';
import { verifyResult } from '../../measurement-agent/protocol/receipts.ts';
import { type Declared, type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { CONNECTION_METHODS } from '../../measurement-agent/protocol/vocabulary.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import {
  call,
  openSession,
  refusal,
  storedResults,
  submissionFor,
  submitted,
} from '../../test/worker/calls.ts';
import { deleteTokenOf } from '../domain/delete-token.ts';
import { signingKeyOf } from '../domain/signing-key.ts';
import { insertTombstone } from '../storage/results.ts';

const path = (id: string) => `${API_PATHS.results}/${id}`;
const read = async (id: string) => resultSchema.parse(await (await call(path(id))).json());

function amend(id: string, token: string, body: unknown, headers: Record<string, string> = {}) {
  return call(path(id), {
    method: 'PATCH',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
  });
}

async function stored() {
  const { id, deleteToken } = await submitted(await openSession());
  return { id, token: deleteToken, document: await read(id) };
}

async function rowOf(id: string) {
  return (await storedResults()).rows.find((row) => row.id === id);
}

describe('amending', () => {
  test('changes the answer in document and row, and nothing else', async () => {
    const { id, token, document } = await stored();
    const before = await rowOf(id);
    const said = { connectionMethod: 'pppoe', subdivisionCode: 'JP-14', accessTechnology: 'vdsl' } as const;
    const response = await amend(id, token, { declared: said });
    expect(response.status).toBe(200);
    const amended = await response.json<ResultDocument>();
    // Signed anew: what the person says is part of the result.
    const { signature } = amended;
    expect(amended).toEqual({ ...document, declared: { ...document.declared, ...said }, signature });
    expect(await read(id)).toEqual(amended);
    const keys = { keys: [(await signingKeyOf(TEST_KEYS.SIGNING_KEY)).publicKey] };
    expect(await verifyResult(amended, keys)).toMatchObject({ ok: true });
    expect(signature).not.toBe(document.signature);
    expect(await rowOf(id)).toEqual({
      ...before,
      connection_method: 'pppoe',
      subdivision_code: 'JP-14',
      region_source: 'declared',
      access_technology: 'vdsl',
    });
  });

  test('null takes an answer back, and what is counted by it follows', async () => {
    const { id, token } = await stored();
    expect(await rowOf(id)).toMatchObject({ isp_source: 'declared' });
    await amend(id, token, { declared: { isp: null, medium: null } });
    expect((await read(id)).declared).toMatchObject({ isp: null, medium: null, accessTechnology: 'ftth' });
    expect(await rowOf(id)).toMatchObject({ isp_key: 'ocn', isp_source: 'network', medium: null });
  });

  test('the same again changes nothing', async () => {
    const { id, token } = await stored();
    const body = { declared: { connectionMethod: 'ipoe-dslite' } };
    const first: unknown = await (await amend(id, token, body)).json();
    const [row, { objects }] = [await rowOf(id), await storedResults()];
    const again = await amend(id, token, body);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(first);
    expect(await rowOf(id)).toEqual(row);
    expect((await storedResults()).objects).toEqual(objects);
  });

  test('the same again finishes what died between document and row', async () => {
    const { id, token } = await stored();
    const before = await rowOf(id);
    const body = { declared: { connectionMethod: 'dhcp' } };
    await amend(id, token, body);
    await ENV.DB.prepare('UPDATE results SET connection_method = ? WHERE id = ?')
      .bind(before?.connection_method, id)
      .run();
    expect((await amend(id, token, body)).status).toBe(200);
    expect(await rowOf(id)).toMatchObject({ connection_method: 'dhcp' });
  });

  test('of many at once each succeeds, and document and row agree in the end', async () => {
    const { id, token } = await stored();
    const answers = await Promise.all(
      [...CONNECTION_METHODS, ...CONNECTION_METHODS].map((connectionMethod) =>
        amend(id, token, { declared: { connectionMethod } }),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    expect(await rowOf(id)).toMatchObject({
      connection_method: (await read(id)).declared.connectionMethod,
    });
  });

  test('different answers at once are both kept', async () => {
    const { id, token } = await stored();
    await Promise.all([
      amend(id, token, { declared: { connectionMethod: 'pppoe' } }),
      amend(id, token, { declared: { medium: 'wired' } }),
    ]);
    expect((await read(id)).declared).toMatchObject({ connectionMethod: 'pppoe', medium: 'wired' });
    expect(await rowOf(id)).toMatchObject({ connection_method: 'pppoe', medium: 'wired' });
  });

  test('against a deletion at the same time leaves nothing behind', async () => {
    const { id, token } = await stored();
    const methods = CONNECTION_METHODS.map((connectionMethod) => ({ declared: { connectionMethod } }));
    const [, ...answers] = await Promise.all([
      call(path(id), { method: 'DELETE', headers: { authorization: `Bearer ${token}` } }),
      ...methods.map((body) => amend(id, token, body)),
    ]);
    for (const { status } of answers) expect([200, 410]).toContain(status);
    expect(await rowOf(id)).toBeUndefined();
    expect((await storedResults()).objects.join()).not.toContain(id);
  });
});

describe('refusals', () => {
  test.each<[string, unknown, string, string[]]>([
    ['no JSON', '{', 'bad-json', []],
    ['nothing', {}, 'bad-request', ['declared']],
    ['another field', { declared: {}, verdict: { valid: true } }, 'bad-request', ['verdict']],
    ['an unknown answer', { declared: { colour: 'red' } }, 'bad-request', ['declared.colour']],
    [
      'a word that is not in the list',
      { declared: { connectionMethod: 'ipoe' } },
      'bad-request',
      ['declared.connectionMethod'],
    ],
    [
      'two faults',
      { declared: { isp: 'Not A Slug', contractDownloadBps: -1 } },
      'bad-request',
      ['declared.isp', 'declared.contractDownloadBps'],
    ],
  ])('of %s', async (_name, body, reason, fields) => {
    const { id, token, document } = await stored();
    const before = await storedResults();
    expect(await refusal(await amend(id, token, body))).toEqual({ reason, fields });
    expect(await read(id)).toEqual(document);
    expect(await storedResults()).toEqual(before);
  });

  test('of a body that is not JSON by its type', async () => {
    const { id, token } = await stored();
    const response = await amend(id, token, '{}', { 'content-type': 'text/plain' });
    expect((await refusal(response)).reason).toBe('bad-content-type');
  });

  test('of every token but this result’s', async () => {
    const session = await openSession();
    const { id } = await submitted(session);
    const other = await stored();
    const body = { declared: { medium: 'wired' } };
    for (const token of [other.token, session.token, 'x'])
      expect((await refusal(await amend(id, token, body))).reason).toBe('bad-token');
    const without = await call(path(id), { method: 'PATCH', body: JSON.stringify(body) });
    expect((await refusal(without)).reason).toBe('bad-token');
    expect((await read(id)).declared.medium).toBe('wifi');
  });

  test('of a result that is deleted, or half deleted', async () => {
    const [whole, half] = [await stored(), await stored()];
    const headers = { authorization: `Bearer ${whole.token}` };
    await call(path(whole.id), { method: 'DELETE', headers });
    await insertTombstone(ENV.DB, half.id, Date.now());
    for (const { id, token } of [whole, half])
      expect((await refusal(await amend(id, token, { declared: {} }))).reason).toBe('result-deleted');
  });

  test('of a result that was never submitted', async () => {
    const id = 'AAAAAAAAAAAAAAAAAAAAAA';
    const token = await deleteTokenOf(id, TEST_KEYS.TOKEN_KEY);
    expect((await refusal(await amend(id, token, { declared: {} }))).reason).toBe('not-found');
  });
});

describe('the guess of the connection method', () => {
  const unsaid: Partial<Declared> = { connectionMethod: null };

  test('is the server’s, and stays what it was when the person answers', async () => {
    const session = await openSession();
    const lie = { connectionMethod: 'dhcp', confidence: 'high', reasons: ['cable-declared'] };
    const submission = submissionFor(session);
    const { id, deleteToken } = await submitted(session, {
      pathMtuBytes: 1454,
      connectionGuess: lie,
      declared: { ...submission.declared, ...unsaid },
    });
    const guess = { connectionMethod: 'pppoe', confidence: 'medium', reasons: ['mtu-1454'] };
    expect(await read(id)).toMatchObject({ pathMtuBytes: 1454, connectionGuess: guess });
    expect(await rowOf(id)).toMatchObject({ connection_method: null });
    await amend(id, deleteToken, { declared: { connectionMethod: 'ipoe-mape' } });
    expect(await read(id)).toMatchObject({
      connectionGuess: guess,
      declared: { connectionMethod: 'ipoe-mape' },
    });
  });

  test('knows the other IP version of its group', async () => {
    const ipv4 = await openSession();
    await submitted(ipv4, { pathMtuBytes: 1460 });
    expect((await read(ipv4.sessionId)).connectionGuess).toMatchObject({ confidence: 'medium' });
    const opened = await call(API_PATHS.sessions, {
      method: 'POST',
      headers: { 'cf-connecting-ip': '2001:db8::1', 'content-type': 'application/json' },
      body: JSON.stringify({ groupId: ipv4.sessionId }),
    });
    const ipv6 = await opened.json<typeof ipv4>();
    await submitted(ipv6, { pathMtuBytes: 1500 });
    expect((await read(ipv6.sessionId)).connectionGuess).toEqual({
      connectionMethod: 'ipoe-mape',
      confidence: 'medium',
      reasons: ['mtu-1460', 'network-uses-mape', 'ipv6-seen'],
    });
  });

  test.each([575, 65_536, 1454.5, '1454'])('a path MTU of %s is refused', async (pathMtuBytes) => {
    const session = await openSession();
    const response = await call(API_PATHS.results, {
      method: 'POST',
      body: JSON.stringify({ ...submissionFor(session), pathMtuBytes }),
      headers: { authorization: `Bearer ${session.token}`, 'content-type': 'application/json' },
    });
    expect(await refusal(response)).toEqual({ reason: 'bad-request', fields: ['pathMtuBytes'] });
  });
});
