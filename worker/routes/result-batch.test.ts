import { describe, expect, test } from 'vitest';
import {
  type Batch,
  batchSchema,
  MAX_BATCH_BYTES,
  MAX_BATCH_ITEMS,
} from '../../measurement-agent/protocol/agents.ts';
import type { Session } from '../../measurement-agent/protocol/api.ts';
import { type ResultDocument, resultSchema } from '../../measurement-agent/protocol/result.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import WHOLE from '../../test/fixtures/formats/v1-2026-11-23.json' with { type: 'json' };
import STOPPED from '../../test/fixtures/formats/v1-2026-11-23-stopped.json' with { type: 'json' };
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
import { RESULT_CLAIMS } from '../../test/worker/fixtures/claims.ts';
import { byCommand, must } from '../../test/worker/fleet-calls.ts';
import { type Device, enrolledDevice, signedCall, signedInit } from '../../test/worker/signed-calls.ts';
import { sealSession } from '../domain/session-token.ts';
import { changeAgent } from '../fleet/agents.ts';
import { putDocument } from '../storage/documents.ts';
import { insertTombstone } from '../storage/results.ts';

const itemOf = (session: Session, changes = {}) => ({
  token: session.token,
  result: submissionFor(session, changes),
});
const sessions = (count: number) => Promise.all(Array.from({ length: count }, () => openSession()));

async function batch(device: Device, items: unknown[]): Promise<Batch['items']> {
  const response = await signedCall(API_PATHS.batch, { items }, device);
  if (response.status !== 200) throw new Error(await response.text());
  return batchSchema.parse(await response.json()).items;
}

const outcomes = (items: Batch['items']) =>
  items.map((item) =>
    item.outcome === 'stored' ? item.status : item.problem.type.replace('/problems/', ''),
  );

const read = async (id: string): Promise<ResultDocument> =>
  resultSchema.parse(await (await call(`${API_PATHS.results}/${id}`)).json());

describe('a batch', () => {
  test('of an ISP’s agent is of the ISP that its site says, whatever is said later', async () => {
    const device = await enrolledDevice();
    const [session] = await sessions(1);
    const [item] = await batch(device, [itemOf(session!)]);
    if (item?.outcome !== 'stored') throw new Error('not stored');
    const amend = (declared: object) =>
      call(`${API_PATHS.results}/${item.submitted.id}`, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${item.submitted.deleteToken}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ declared }),
      });
    expect((await read(session!.sessionId)).cohort).toBe('isp-agent');
    expect(await refusal(await amend({ isp: 'ocn' }))).toMatchObject({ fields: ['declared.isp'] });
    expect((await amend({ medium: 'wifi' })).status).toBe(200);
  });

  test('stores every result under the cohort and the site of the token, once', async () => {
    const device = await enrolledDevice();
    const opened = await sessions(20);
    const items = opened.map((session) => itemOf(session, { cohort: 'crowd-browser' }));
    expect(outcomes(await batch(device, items))).toEqual(Array(20).fill(201));
    const before = await storedResults();
    expect(outcomes(await batch(device, items))).toEqual(Array(20).fill(200));
    expect(await storedResults()).toEqual(before);
    const stored = await read(opened[7]!.sessionId);
    expect(stored).toMatchObject({
      cohort: 'isp-agent',
      declared: { ...submissionFor(opened[7]!).declared, accessTechnology: 'ftth', medium: 'wired' },
    });
    const { results } = await ENV.DB.prepare('select distinct cohort from results where id = ?')
      .bind(opened[7]!.sessionId)
      .all();
    expect(results).toEqual([{ cohort: 'isp-agent' }]);
  });

  test('answers each item by itself, in order', async () => {
    const device = await enrolledDevice();
    const [good, before, deleted, broken, twice] = (await sessions(5)) as [
      Session,
      Session,
      Session,
      Session,
      Session,
    ];
    await submitted(before);
    await insertTombstone(ENV.DB, deleted.sessionId, Date.now());
    const over = await sealSession({ ...RESULT_CLAIMS, submitByMs: Date.now() }, TEST_KEYS.TOKEN_KEY);
    const items = [
      itemOf(good),
      itemOf(before),
      itemOf(deleted),
      itemOf(broken, { durationMs: -1 }),
      { token: 'x', result: submissionFor(good) },
      { token: over, result: submissionFor({ ...good, sessionId: RESULT_CLAIMS.sessionId }) },
      { token: good.token, result: submissionFor(before) },
      itemOf(twice),
      itemOf(twice),
      null,
      { token: good.token, result: submissionFor(good), more: 1 },
    ];
    const answered = await batch(device, items);
    expect(outcomes(answered)).toEqual([
      201,
      200,
      'result-deleted',
      'bad-request',
      'bad-token',
      'token-expired',
      'foreign-token',
      201,
      201,
      'bad-request',
      'bad-request',
    ]);
    expect(answered[3]).toMatchObject({
      measurementId: broken.sessionId,
      problem: { violations: [{ field: 'durationMs' }] },
    });
    expect((await storedResults()).rows.filter(({ id }) => id === twice.sessionId)).toHaveLength(1);
  });

  test('takes what the first agents measured, which had fewer fields', async () => {
    const device = await enrolledDevice();
    const opened = await sessions(2);
    const items = [WHOLE, STOPPED].map((written, index) => {
      const { token, sessionId } = opened[index]!;
      const summaries = written.summaries.map((summary) => ({ ...summary, sessionId }));
      return { token, result: { ...written, measurementId: sessionId, summaries } };
    });
    expect(outcomes(await batch(device, items))).toEqual([201, 201]);
    expect((await read(opened[0]!.sessionId)).download?.goodputBps).toBe(WHOLE.download.goodputBps);
    expect(await read(opened[1]!.sessionId)).toMatchObject({ download: null, verdict: { valid: false } });
  });

  test('takes a session that expired until its submitBy', async () => {
    const device = await enrolledDevice();
    const claims = {
      ...RESULT_CLAIMS,
      sessionId: 'AAAAAAAAAAAAAAAAAAAAAg',
      expiresAtMs: 1,
      submitByMs: Date.now() + 60_000,
    };
    const token = await sealSession(claims, TEST_KEYS.TOKEN_KEY);
    const result = submissionFor({ ...(await openSession()), sessionId: claims.sessionId });
    expect(outcomes(await batch(device, [{ token, result }]))).toEqual([201]);
  });

  test('makes the row of a document that a crash left alone', async () => {
    const device = await enrolledDevice();
    const session = await openSession();
    const { signature: _signature, ...measured } = submissionFor(session);
    await putDocument(ENV.DOCUMENTS, {
      ...measured,
      receivedAt: '2026-11-22T12:35:12.345Z',
      cohort: 'isp-agent',
      network: session.network,
      upload: null,
      connectionGuess: null,
    });
    expect(outcomes(await batch(device, [itemOf(session)]))).toEqual([201]);
    const { rows } = await storedResults();
    expect(rows.find(({ id }) => id === session.sessionId)).toMatchObject({ upload_bps: null });
  });

  test('of none, of too many and of too much is refused', async () => {
    const device = await enrolledDevice();
    for (const items of [[], Array(MAX_BATCH_ITEMS + 1).fill(null)])
      expect(await refusal(await signedCall(API_PATHS.batch, { items }, device))).toEqual({
        reason: 'bad-request',
        fields: ['items'],
      });
    const items = ['x'.repeat(MAX_BATCH_BYTES)];
    expect((await refusal(await signedCall(API_PATHS.batch, { items }, device))).reason).toBe(
      'body-too-large',
    );
  });

  test('is refused the second time, of a retired agent, and of a stolen key, each with its reason', async () => {
    const device = await enrolledDevice();
    const [session] = (await sessions(1)) as [Session];
    const init = await signedInit(API_PATHS.batch, { items: [itemOf(session)] }, device);
    expect((await call(API_PATHS.batch, init)).status).toBe(200);
    expect((await refusal(await call(API_PATHS.batch, init))).reason).toBe('replayed');
    for (const [as, reason] of [
      ['retired', 'agent-revoked'],
      ['stolen', 'key-stolen'],
    ] as const) {
      must(await changeAgent(byCommand(), device.id, { revokedAs: as }));
      const again = await signedCall(API_PATHS.batch, { items: [itemOf(session)] }, device);
      expect((await refusal(again)).reason).toBe(reason);
    }
  });

  test('without a signature is refused', async () => {
    const init = {
      method: 'POST',
      body: '{"items":[null]}',
      headers: { 'content-type': 'application/json' },
    };
    expect((await refusal(await call(API_PATHS.batch, init))).reason).toBe('bad-signature');
  });
});
