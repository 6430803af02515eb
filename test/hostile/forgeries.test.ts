/**
 * What somebody can try who knows the protocol and the source, and nothing that is secret: each forger speaks HTTP and
 * WebSocket to the product as it is served. What was forged is stored with its reason or refused, `jissoku verify` names the same
 * where it is stored, and no forged figure reaches a statistic.
 */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verified } from '../../measurement-agent/cli/verify.ts';
import { signSummary } from '../../measurement-agent/protocol/receipts.ts';
import type { ResultDocument, Submission } from '../../measurement-agent/protocol/result.ts';
import type { KeySet, SigningKey } from '../../measurement-agent/protocol/signed.ts';
import { KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import type { Summary } from '../../measurement-agent/protocol/summary.ts';
import { publicKeyOf } from '../../worker/domain/signing-key.ts';
import { runAgent } from '../e2e/agent.ts';
import { removeData, type Server, startServer } from '../server.ts';
import { databaseOf } from '../server-database.ts';
import { type HonestRun, honestRun, post, problemOf, storedOf, submitted } from './honest-run.ts';

let server: Server;
let other: Server;
/** A run whose result nobody submits. */
let another: HonestRun;
let keysFile: string;
let keys: KeySet;
/** Ids of results that nobody forged. */
const honest = new Set<string>();

beforeAll(async () => {
  [server, other] = await Promise.all([startServer(), startServer()]);
  keys = (await (await fetch(server.origin + KEYS_PATH)).json()) as KeySet;
  another = await honestRun(server.origin);
  keysFile = path.join(await mkdtemp(path.join(tmpdir(), 'jissoku-keys-')), 'keys.json');
  await writeFile(keysFile, JSON.stringify(keys));
});

afterAll(async () => {
  await Promise.all([server.end('SIGTERM'), other.end('SIGTERM')]);
  await removeData(server, other);
});

/** A key pair of the forger's own, under a name of the forger's choice. */
async function ownKey(kid?: string): Promise<SigningKey> {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
  const named = await publicKeyOf(x ?? '');
  return {
    privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, { name: 'Ed25519' }, false, ['sign']),
    publicKey: { ...named, kid: kid ?? named.kid },
  };
}

async function signedBy(key: SigningKey, summaries: readonly Summary[]): Promise<Summary[]> {
  return Promise.all(
    summaries.map(async ({ receipt: _receipt, ...summary }) => ({
      ...summary,
      receipt: await signSummary(summary, key),
    })),
  );
}

const scaled = (load: Submission['download'], factor: number) =>
  load && {
    ...load,
    goodputBps: Math.round(load.goodputBps * factor),
    interval: load.interval && {
      ...load.interval,
      lowBps: Math.round(load.interval.lowBps * factor),
      highBps: Math.round(load.interval.highBps * factor),
    },
  };

async function verified(...args: string[]): Promise<{ code: number | null; found: Verified }> {
  const run = runAgent(['verify', ...args, '--json']);
  const code = await run.exited;
  return { code, found: JSON.parse(run.stdout() || '{}') as Verified };
}

const faultsOf = ({ checks }: Verified) =>
  checks.filter(({ fault }) => fault !== null).map(({ check, fault }) => `${check}: ${fault}`);

describe('an honest result', () => {
  test('is stored without a reason against it, and verifies offline', async () => {
    const { session, submission } = await honestRun(server.origin);
    const { url } = await submitted(server.origin, session.token, submission);
    honest.add(session.sessionId);
    const stored = await storedOf(server.origin, session.sessionId);
    expect(stored.verdict).toMatchObject({ valid: true });
    const file = path.join(path.dirname(keysFile), 'honest.json');
    await writeFile(file, JSON.stringify(stored));
    const offline = await verified(file, '--keys', keysFile);
    expect(offline).toMatchObject({ code: 0, found: { valid: true, id: session.sessionId } });
    expect(offline.found.checks.length).toBe(9);
    // The address of its page finds document and keys by itself.
    expect((await verified(url)).code).toBe(0);
    // At most one signature for each phase and one for the whole.
    expect(stored.summaries.map(({ direction }) => direction)).toEqual(['download', 'upload']);
  });
});

interface Forgery {
  name: string;
  forge: (mine: HonestRun, another: HonestRun) => Submission | Promise<Submission>;
  /** The reason in the stored verdict. */
  reason: string;
  /** What `jissoku verify` says. */
  faults: string[];
  /** How long each load is: in half a second, a busy machine may stand still for so long that a third of the rate is true. */
  loadMs?: number;
}

const FORGERIES: Forgery[] = [
  {
    name: 'an inflated download',
    forge: ({ submission }) => ({ ...submission, download: scaled(submission.download, 3) }),
    reason: 'summary-mismatch',
    faults: ['rate: contradicts-receipt'],
  },
  {
    name: 'an inflated upload',
    forge: ({ submission }) => ({ ...submission, upload: scaled(submission.upload, 1.5) }),
    reason: 'summary-mismatch',
    faults: ['rate: contradicts-receipt'],
  },
  {
    name: 'a deflated rival',
    forge: ({ submission }) => ({ ...submission, download: scaled(submission.download, 0.3) }),
    reason: 'summary-mismatch',
    faults: ['rate: contradicts-receipt'],
    loadMs: 3_000,
  },
  {
    name: 'bytes that were never moved',
    forge: ({ submission }) => ({
      ...submission,
      download: submission.download && { ...submission.download, bytes: submission.download.bytes * 2 },
      bytes: { ...submission.bytes, download: submission.bytes.download * 2 },
    }),
    reason: 'summary-mismatch',
    faults: ['bytes: contradicts-receipt'],
  },
  {
    name: 'an edited summary',
    forge: ({ submission }) => ({
      ...submission,
      summaries: submission.summaries.map((summary) => ({ ...summary, bytes: summary.bytes + 1 })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
  {
    name: 'an edited curve',
    forge: ({ submission }) => ({
      ...submission,
      download: scaled(submission.download, 3),
      summaries: submission.summaries.map((summary) => ({
        ...summary,
        ...(summary.curve && {
          curve: { ...summary.curve, bytes: summary.curve.bytes.map((bytes) => bytes * 3) },
        }),
      })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged', 'rate: contradicts-receipt', 'rate: contradicts-receipt'],
  },
  {
    name: 'a clock game: the summary moved to another hour',
    forge: ({ submission }) => ({
      ...submission,
      summaries: submission.summaries.map((summary) => ({
        ...summary,
        closedAt: new Date(Date.parse(summary.closedAt) - 12 * 3_600_000).toISOString(),
      })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
  {
    name: 'a truncated receipt',
    forge: ({ submission }) => ({
      ...submission,
      summaries: submission.summaries.map((summary) => ({
        ...summary,
        receipt: summary.receipt?.slice(0, -20) ?? '',
      })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
  {
    name: 'receipts taken off',
    forge: ({ submission }) => ({
      ...submission,
      summaries: submission.summaries.map(({ receipt: _receipt, ...summary }) => summary),
    }),
    reason: 'receipt-missing',
    faults: ['receipt: missing', 'receipt: missing'],
  },
  {
    name: 'summaries taken off',
    forge: ({ submission }) => ({ ...submission, summaries: [] }),
    reason: 'summary-missing',
    faults: ['summary: missing', 'summary: missing'],
  },
  {
    name: 'the receipts of another session, replayed',
    forge: ({ submission }, another) => ({ ...submission, summaries: another.submission.summaries }),
    reason: 'receipt-foreign',
    faults: ['receipt: foreign', 'receipt: foreign'],
  },
  {
    name: 'sessions mixed: one direction of another',
    forge: ({ submission }, another) => ({
      ...submission,
      summaries: [...submission.summaries.slice(0, 1), ...another.submission.summaries.slice(1)],
    }),
    reason: 'receipt-foreign',
    faults: ['receipt: foreign'],
  },
  {
    name: 'the receipts of another session under this one’s id',
    forge: ({ session, submission }, another) => ({
      ...submission,
      summaries: another.submission.summaries.map((summary) => ({
        ...summary,
        sessionId: session.sessionId,
      })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
  {
    name: 'a receipt twice',
    forge: ({ submission }) => ({
      ...submission,
      summaries: [...submission.summaries, ...submission.summaries.slice(0, 1)],
    }),
    reason: 'receipt-foreign',
    faults: ['receipt: repeated'],
  },
  {
    name: 'a key of the forger’s own',
    forge: async ({ submission }) => ({
      ...submission,
      summaries: await signedBy(await ownKey(), submission.summaries),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: unknown-key', 'receipt: unknown-key'],
  },
  {
    name: 'a key of the forger’s own under the server’s name',
    forge: async ({ submission }) => ({
      ...submission,
      summaries: await signedBy(await ownKey(keys.keys[0]?.kid), submission.summaries),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
  {
    name: 'the receipts of another server, whole',
    forge: async ({ session, submission }) => {
      const elsewhere = await honestRun(other.origin);
      return {
        ...submission,
        summaries: elsewhere.submission.summaries.map((summary) => ({
          ...summary,
          sessionId: session.sessionId,
        })),
      };
    },
    reason: 'receipt-invalid',
    faults: ['receipt: unknown-key', 'receipt: unknown-key'],
  },
  {
    name: 'the wrong family: an upload’s receipt for the download',
    forge: ({ submission }) => ({
      ...submission,
      summaries: submission.summaries.map((summary) => ({
        ...summary,
        direction: summary.direction === 'upload' ? ('download' as const) : ('upload' as const),
      })),
    }),
    reason: 'receipt-invalid',
    faults: ['receipt: forged', 'receipt: forged'],
  },
];

describe('a forged result', () => {
  test.each(FORGERIES)('$name', async ({ forge, reason, faults, loadMs }) => {
    const mine = await honestRun(server.origin, loadMs);
    await submitted(server.origin, mine.session.token, await forge(mine, another));
    const stored = await storedOf(server.origin, mine.session.sessionId);
    expect(stored.verdict.valid).toBe(false);
    expect(stored.verdict.reasons).toContainEqual({ code: reason, excludes: true });
    const { code, found } = await verified(
      `${server.origin}/ja/r/${mine.session.sessionId}`,
      '--keys',
      keysFile,
    );
    expect(code).toBe(8);
    for (const fault of faults) expect(faultsOf(found)).toContain(fault);
    // The server's own signature holds: it vouches for what was submitted, and for the reason against it.
    expect(faultsOf(found)).not.toContain('result-signature: forged');
  });

  test('an edited copy of a stored result', async () => {
    const id = [...honest][0] ?? '';
    const stored = await storedOf(server.origin, id);
    const edits: ((document: ResultDocument) => ResultDocument)[] = [
      (document) => ({ ...document, receivedAt: '2020-01-01T00:00:00.000Z' }),
      (document) => ({ ...document, network: { ...document.network, asn: 64_500 } }),
      (document) => ({
        ...document,
        verdict: { valid: true, reasons: [] },
        cohort: 'independent-agent',
        synthetic: !document.synthetic,
      }),
      (document) => ({ ...document, declared: { ...document.declared, isp: 'rival' } }),
    ];
    for (const [index, edit] of edits.entries()) {
      const file = path.join(path.dirname(keysFile), `edited-${index}.json`);
      await writeFile(file, JSON.stringify(edit(stored)));
      const { code, found } = await verified(file, '--keys', keysFile);
      expect(code).toBe(8);
      expect(faultsOf(found)).toContain('result-signature: forged');
    }
  });

  test('of a session that another server opened is refused', async () => {
    const elsewhere = await honestRun(other.origin);
    const response = await post(server.origin, elsewhere.session.token, elsewhere.submission);
    expect(response.status).toBe(401);
    expect((await problemOf(response)).type).toBe('/problems/bad-token');
  });

  test('under another session’s id is refused', async () => {
    const mine = await honestRun(server.origin);
    const response = await post(server.origin, mine.session.token, another.submission);
    expect(response.status).toBe(403);
    expect((await problemOf(response)).type).toBe('/problems/foreign-token');
  });

  test('cut off in the middle is refused, and the whole is stored after it', async () => {
    const { session, submission } = await honestRun(server.origin);
    const body = JSON.stringify(submission);
    const response = await post(server.origin, session.token, body.slice(0, body.length / 2));
    expect(response.status).toBe(400);
    await submitted(server.origin, session.token, submission);
    honest.add(session.sessionId);
  });

  test('with the id of a stored one changes nothing', async () => {
    const { session, submission } = await honestRun(server.origin);
    await submitted(server.origin, session.token, submission);
    honest.add(session.sessionId);
    const before = await storedOf(server.origin, session.sessionId);
    const second = await post(server.origin, session.token, {
      ...submission,
      download: scaled(submission.download, 2),
    });
    expect(second.status).toBe(200);
    expect(await storedOf(server.origin, session.sessionId)).toEqual(before);
  });

  test('from a network of the forger’s choice is of the one that the server saw', async () => {
    const { session, submission } = await honestRun(server.origin);
    const network = { asn: 2516, asName: 'KDDI', isp: { slug: 'kddi', name: 'KDDI' }, ipVersion: 6 };
    await submitted(server.origin, session.token, {
      ...submission,
      network,
      cohort: 'isp-agent',
      receivedAt: '2020-01-01T00:00:00Z',
    });
    honest.add(session.sessionId);
    const stored = await storedOf(server.origin, session.sessionId);
    expect(stored.network).toEqual(session.network);
    expect(stored.cohort).toBe('independent-agent');
    expect(Date.parse(stored.receivedAt)).toBeGreaterThan(Date.parse('2026-01-01'));
  });

  test('at an hour of the forger’s choice is counted at the server’s', async () => {
    const { session, submission } = await honestRun(server.origin);
    const startedAt = new Date(Date.now() - 12 * 3_600_000).toISOString();
    await submitted(server.origin, session.token, { ...submission, startedAt });
    honest.add(session.sessionId);
    expect((await storedOf(server.origin, session.sessionId)).startedAt).toBe(startedAt);
  });
});

describe('statistics', () => {
  test('hold what is honest, at the server’s time, and nothing else', async () => {
    const code = await server.end('SIGTERM');
    expect(code).toBe(0);
    const database = await databaseOf(server);
    const rows = database
      .prepare('SELECT id, measured_at_ms AS measuredAtMs FROM results WHERE valid = 1')
      .all();
    database.close();
    expect(new Set(rows.map(({ id }) => id))).toEqual(honest);
    for (const { measuredAtMs } of rows) expect(Date.now() - Number(measuredAtMs)).toBeLessThan(3_600_000);
  });
});
