import { describe, expect, test } from 'vitest';
import { verification } from '../../measurement-agent/metrics/verification.ts';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import type { KeySet } from '../../measurement-agent/protocol/signed.ts';
import { API_PATHS, KEYS_PATH, MAX_BODY_BYTES } from '../../measurement-agent/protocol/spec.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import {
  call,
  ORIGIN,
  openSession,
  refusal,
  storedResults,
  submissionFor,
  submit,
  submitted,
} from '../../test/worker/calls.ts';
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { sealSession } from '../domain/session-token.ts';
import { putDocument } from '../storage/documents.ts';
import { insertTombstone } from '../storage/results.ts';

const path = (id: string) => `${API_PATHS.results}/${id}`;
const read = async (id: string) => resultSchema.parse(await (await call(path(id))).json());
const remove = (id: string, token: string) =>
  call(path(id), { method: 'DELETE', headers: { authorization: `Bearer ${token}` } });

describe('submitting', () => {
  test('stores the document, and a row that says the same', async () => {
    const session = await openSession();
    const submission = submissionFor(session);
    const response = await submit(session, submission);
    expect(response.status).toBe(201);
    expect(await response.json()).toEqual({
      id: session.sessionId,
      url: `${ORIGIN}/r/${session.sessionId}`,
      deleteToken: expect.stringMatching(/^[\w-]{43}$/),
    });
    const stored = await read(session.sessionId);
    expect(stored).toEqual({
      ...submission,
      summaries: submission.summaries.map((summary) => ({ ...summary, receipt: expect.any(String) })),
      receivedAt: expect.any(String),
      cohort: 'crowd-browser',
      network: session.network,
      connectionGuess: null,
      signature: expect.any(String),
    });
    const keys = await (await call(KEYS_PATH)).json<KeySet>();
    expect((await verification(stored, keys)).filter(({ fault }) => fault !== null)).toEqual([]);
    const { rows } = await storedResults();
    expect(rows.find(({ id }) => id === session.sessionId)).toMatchObject({
      isp_key: 'ocn',
      subdivision_code: 'JP-13',
      valid: 1,
      download_bps: 312_437_118.4,
      ip_version: 4,
    });
  });

  test('the same session again changes nothing', async () => {
    const session = await openSession();
    const first = await submitted(session);
    const stored = await read(session.sessionId);
    const response = await submit(session, submissionFor(session, { durationMs: 1 }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual(first);
    expect(await read(session.sessionId)).toEqual(stored);
  });

  test('twenty at once make one row and one answer', async () => {
    const session = await openSession();
    const before = await storedResults();
    const responses = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        submit(session, submissionFor(session, { durationMs: index })),
      ),
    );
    expect(responses.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      ...Array(19).fill(200),
      201,
    ]);
    const answers = await Promise.all(responses.map((response) => response.text()));
    expect(new Set(answers).size).toBe(1);
    const after = await storedResults();
    expect(after.rows).toHaveLength(before.rows.length + 1);
    expect(after.objects).toHaveLength(before.objects.length + 1);
  });

  test('after a crash between document and row the next submission makes the row of the document', async () => {
    const session = await openSession();
    const { network } = session;
    const { signature: _signature, ...measured } = submissionFor(session);
    const lost: ResultDocument = {
      ...measured,
      receivedAt: '2026-11-22T12:35:12.345Z',
      cohort: 'crowd-browser',
      network,
      upload: null,
      connectionGuess: null,
    };
    await putDocument(ENV.DOCUMENTS, lost);
    expect((await submit(session, submissionFor(session))).status).toBe(201);
    const { rows } = await storedResults();
    expect(rows.find(({ id }) => id === session.sessionId)).toMatchObject({ upload_bps: null });
    expect(await read(session.sessionId)).toEqual(lost);
  });

  test('takes no network, cohort or time of receipt from the agent', async () => {
    const session = await openSession();
    const lies = {
      network: { ...session.network, asn: 64500, countryCode: 'AT', subdivisionCode: 'AT-9' },
      cohort: 'isp-agent',
      receivedAt: '1999-01-01T00:00:00Z',
    };
    await submitted(session, lies);
    const stored = await read(session.sessionId);
    expect(stored).toMatchObject({ network: session.network, cohort: 'crowd-browser' });
    expect(Date.parse(stored.receivedAt)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  test('the address that submits does not count', async () => {
    const session = await openSession('203.0.113.7');
    const elsewhere = { 'cf-connecting-ip': '2001:db8::1' };
    expect((await submit(session, submissionFor(session), elsewhere)).status).toBe(201);
    expect((await read(session.sessionId)).network.ipVersion).toBe(4);
  });

  test('a stored document can be submitted as it is', async () => {
    const session = await openSession();
    await submitted(session);
    expect((await submit(session, await read(session.sessionId))).status).toBe(200);
  });

  test('without summaries a result is kept and not counted', async () => {
    const session = await openSession();
    await submitted(session, { summaries: [] });
    const { valid, reasons } = (await read(session.sessionId)).verdict;
    expect(valid).toBe(false);
    expect(reasons).toContainEqual({ code: 'summary-missing', excludes: true });
  });
});

describe('refusals', () => {
  const session = () => openSession();

  test.each<[string, (body: Record<string, unknown>) => unknown, string, string[]]>([
    ['no JSON', () => '{"a":', 'bad-json', []],
    ['nothing', () => '', 'bad-json', []],
    ['endless nesting', () => '['.repeat(200_000), 'bad-json', []],
    ['an unknown field', (body) => ({ ...body, ip: '203.0.113.7' }), 'bad-request', ['ip']],
    [
      'an unknown field within',
      (body) => ({ ...body, agent: { name: 'a', version: '1', kind: 'node', os: 'x' } }),
      'bad-request',
      ['agent.os'],
    ],
    ['a missing field', (body) => ({ ...body, bytes: undefined }), 'bad-request', ['bytes']],
    ['a wrong type', (body) => ({ ...body, durationMs: '1' }), 'bad-request', ['durationMs']],
    [
      'a number too large for JSON',
      (body) => JSON.stringify(body).replace('14820.4', '1e999'),
      'bad-request',
      ['durationMs'],
    ],
    ['a negative number', (body) => ({ ...body, durationMs: -1 }), 'bad-request', ['durationMs']],
    [
      '10 Tbit/s',
      (body) => ({ ...body, download: { ...(body.download as object), goodputBps: 1e13 } }),
      'bad-request',
      ['download.goodputBps'],
    ],
    [
      'loss over 1',
      (body) => ({ ...body, loss: { lossRatio: 1.1, sent: 1, lost: 1 } }),
      'bad-request',
      ['loss.lossRatio'],
    ],
    ['a contradiction', (body) => ({ ...body, upload: null }), 'bad-request', ['missing.upload']],
    [
      'a date that is none',
      (body) => ({ ...body, startedAt: '2026-02-30T00:00:00Z' }),
      'bad-request',
      ['startedAt'],
    ],
    [
      '__proto__',
      (body) => JSON.stringify(body).replace('{', '{"__proto__":{"synthetic":true},'),
      'bad-request',
      ['__proto__'],
    ],
    ['an array', () => [], 'bad-request', ['']],
    [
      'half a character, which no signature can be of',
      (body) => ({ ...body, agent: { name: 'half \ud800', version: '1', kind: 'node' } }),
      'bad-request',
      ['agent.name'],
    ],
    [
      'half a character in a summary',
      (body) => ({
        ...body,
        summaries: [{ ...(body.summaries as object[])[0], edge: 'N\udfff', receipt: 'a..b' }],
      }),
      'bad-request',
      ['summaries.0.edge'],
    ],
    ['another formatVersion', (body) => ({ ...body, formatVersion: 2 }), 'bad-request', ['formatVersion']],
    [
      'another session',
      (body) => ({ ...body, measurementId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
      'foreign-token',
      [],
    ],
  ])('of %s', async (_name, spoil, reason, fields) => {
    const opened = await session();
    const before = await storedResults();
    const response = await submit(opened, spoil({ ...submissionFor(opened) }));
    expect(await refusal(response)).toEqual({ reason, fields });
    expect(await storedResults()).toEqual(before);
  });

  test('name the rule', async () => {
    const opened = await session();
    const response = await submit(opened, submissionFor(opened, { durationMs: -1 }));
    expect(await response.json()).toMatchObject({
      status: 400,
      violations: [{ field: 'durationMs', rule: expect.stringContaining('>=0') }],
    });
  });

  test.each([
    ['text/plain', { 'content-type': 'text/plain' }],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['gzip', { 'content-encoding': 'gzip' }],
  ])('of %s', async (_name, headers) => {
    const opened = await session();
    const response = await submit(opened, submissionFor(opened), headers);
    expect((await refusal(response)).reason).toBe('bad-content-type');
  });

  test('of a body that is too large, with and without Content-Length', async () => {
    const opened = await session();
    const text = JSON.stringify({ padding: 'x'.repeat(MAX_BODY_BYTES) });
    expect((await refusal(await submit(opened, text))).reason).toBe('body-too-large');
    const stream = new Blob([text]).stream();
    expect((await refusal(await submit(opened, stream))).reason).toBe('body-too-large');
  });

  test('of every token that is not a session of this server', async () => {
    const opened = await session();
    const body = submissionFor(opened);
    expect((await submit({ token: 'x' }, body)).headers.get('www-authenticate')).toBe('Bearer');
    const foreign = await sealSession(RESULT_CLAIMS, TEST_KEYS.PREFIX_KEY);
    for (const token of ['x', 'a.b.c.d.e', foreign, opened.token.slice(0, -3)])
      expect((await refusal(await submit({ token }, body))).reason).toBe('bad-token');
    for (const authorization of ['', 'Basic eDp5', `Token ${opened.token}`])
      expect((await refusal(await submit(opened, body, { authorization }))).reason).toBe('bad-token');
  });

  test('of a session whose time to submit is over', async () => {
    const token = await sealSession({ ...RESULT_CLAIMS, submitByMs: Date.now() }, TEST_KEYS.TOKEN_KEY);
    const opened = await session();
    const response = await submit(
      { token },
      submissionFor({ ...opened, sessionId: RESULT_CLAIMS.sessionId }),
    );
    expect((await refusal(response)).reason).toBe('token-expired');
  });
});

test.each(['a', 'A'.repeat(2_000), '%00', '%E0%A4%A'])('there is no result %s', async (id) => {
  expect(await refusal(await call(path(id)))).toEqual({ reason: 'not-found', fields: [] });
});

describe('deleting', () => {
  test('removes row and document, and the id stays taken', async () => {
    const session = await openSession();
    const { deleteToken } = await submitted(session);
    expect((await remove(session.sessionId, deleteToken)).status).toBe(204);
    const { rows, objects } = await storedResults();
    expect(rows.filter(({ id }) => id === session.sessionId)).toEqual([]);
    expect(objects.join()).not.toContain(session.sessionId);
    for (const response of [
      await call(path(session.sessionId)),
      await remove(session.sessionId, deleteToken),
      await submit(session, submissionFor(session)),
    ]) {
      expect(response.status).toBe(410);
      expect((await refusal(response)).reason).toBe('result-deleted');
    }
    expect((await storedResults()).objects.join()).not.toContain(session.sessionId);
  });

  test('finishes a deletion that died half-way', async () => {
    const session = await openSession();
    const { deleteToken } = await submitted(session);
    await insertTombstone(ENV.DB, session.sessionId, Date.now());
    expect((await remove(session.sessionId, deleteToken)).status).toBe(410);
    const { rows, objects } = await storedResults();
    expect(rows.filter(({ id }) => id === session.sessionId)).toEqual([]);
    expect(objects.join()).not.toContain(session.sessionId);
  });

  test('takes the token of this result only', async () => {
    const [mine, other] = [await openSession(), await openSession()];
    await submitted(mine);
    const { deleteToken } = await submitted(other);
    for (const token of [deleteToken, mine.token, 'x'])
      expect((await refusal(await remove(mine.sessionId, token))).reason).toBe('bad-token');
    expect((await refusal(await call(path(mine.sessionId), { method: 'DELETE' }))).reason).toBe('bad-token');
    expect((await call(path(mine.sessionId))).status).toBe(200);
  });

  test('against submissions at the same time leaves nothing behind', async () => {
    const session = await openSession();
    const { deleteToken } = await submitted(session);
    await Promise.all([
      ...Array.from({ length: 10 }, () => submit(session, submissionFor(session))),
      remove(session.sessionId, deleteToken),
      ...Array.from({ length: 10 }, () => submit(session, submissionFor(session))),
    ]);
    const { rows, objects } = await storedResults();
    expect(rows.filter(({ id }) => id === session.sessionId)).toEqual([]);
    expect(objects.join()).not.toContain(session.sessionId);
  });
});

test.each(['AAAAAAAAAAAAAAAAAAAAAA', 'x', '..%2F..%2Fsecrets'])('there is no result %s', async (id) => {
  expect((await refusal(await call(path(id)))).reason).toBe('not-found');
});
