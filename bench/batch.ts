/**
 * How many results a second the batch path takes: verified, signed, stored as document and row. Batches come from several enrolled agents
 * at once over real sessions. Prints the rate, how long a batch takes, and where the server's time goes as far as its processes tell.
 *
 *   npm run bench:batch -- [--batches 20] [--size 500] [--agents 2]
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { calculateJwkThumbprint, importJWK } from 'jose';
import { type SignedClient, signedClient } from '../measurement-agent/daemon/signed-client.ts';
import { sendFrom } from '../measurement-agent/engine/transports/node.ts';
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import type { Session } from '../measurement-agent/protocol/api.ts';
import { signSummary } from '../measurement-agent/protocol/receipts.ts';
import type { Submission } from '../measurement-agent/protocol/result.ts';
import { admin } from '../test/enrolled-agent.ts';
import { submissionOf } from '../test/fixtures/submission.ts';
import { childrenOf } from '../test/processes.ts';
import { removeData, type Server, startServer } from '../test/server.ts';
import { signingKeyOf } from '../worker/domain/signing-key.ts';
import { runtimeParts } from './batch/runtime-parts.ts';
import { ownAddress } from './soak/addresses.ts';
import { openSessionFrom } from './soak/api-calls.ts';
import { Traffic } from './soak/traffic.ts';

const { values } = parseArgs({
  options: {
    batches: { type: 'string', default: '20' },
    size: { type: 'string', default: '500' },
    agents: { type: 'string', default: '2' },
  },
});
const [batches, size, agents] = [Number(values.batches), Number(values.size), Number(values.agents)];

const signingKey = randomBytes(32).toString('base64url');
const server = await startServer({ SIGNING_KEY: signingKey });
const workersKey = await signingKeyOf(signingKey);
const clients: SignedClient[] = [];
// One after another: each is an operator's process that writes to the same database.
for (let index = 0; index < agents; index += 1) clients.push(await enrolled(server));
const sessions = await sessionsAt(server, batches * size);
const queued = await Promise.all(
  sessions.map(async ({ sessionId, token }) => ({
    measurementId: sessionId,
    token,
    submission: await withReceipts(submissionOf(sessionId)),
  })),
);
const work = Array.from({ length: batches }, (_, index) => queued.slice(index * size, (index + 1) * size));
const latenciesMs: number[] = [];
let stored = 0;
const before = processorMs(server);
const beganAtMs = performance.now();
await Promise.all(
  clients.map(async (client) => {
    for (let batch = work.pop(); batch !== undefined; batch = work.pop()) {
      const sentAtMs = performance.now();
      const answer = await client.batch(batch);
      latenciesMs.push(performance.now() - sentAtMs);
      if (!answer.ok) throw new Error(JSON.stringify(answer.error));
      stored += answer.value.items.filter((item) => item.outcome === 'stored' && item.status === 201).length;
    }
  }),
);
const seconds = (performance.now() - beganAtMs) / 1000;
const used = processorMs(server);
await server.end('SIGTERM');
await removeData(server);
const { packMs, putMs } = await runtimeParts(submissionOf('A'.repeat(22)));

const sorted = ascending(latenciesMs);
console.log(`
| ${agents} agents, batches of ${size} | |
| --- | --- |
| results stored | ${stored} of ${batches * size} |
| results a second | ${Math.round(stored / seconds)} |
| a batch, median and p99 | ${Math.round(quantile(sorted, 0.5) ?? Number.NaN)} and ${Math.round(quantile(sorted, 0.99) ?? Number.NaN)} ms |
| processor time of the server's processes, a result | ${((used - before) / stored).toFixed(2)} ms |
| of the local runtime alone, a result: gzip, and one object in R2 | ${packMs.toFixed(2)} and ${putMs.toFixed(2)} ms |`);
process.exitCode = stored === batches * size ? 0 : 1;

/** As the worker signed what it saw: there is something to verify. */
async function withReceipts(submission: Submission): Promise<Submission> {
  const summaries = submission.summaries.map(async ({ receipt: _receipt, ...summary }) => ({
    ...summary,
    receipt: await signSummary(summary, workersKey),
  }));
  return { ...submission, summaries: await Promise.all(summaries) };
}

async function enrolled(at: Server): Promise<SignedClient> {
  const token = await admin(at, 'token-create', '--owner', 'Bench', '--site', 'Rack');
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  if (x === undefined || d === undefined) throw new TypeError('no key');
  const jwk = { kty: 'OKP', crv: 'Ed25519', x } as const;
  const key = {
    id: await calculateJwkThumbprint(jwk),
    publicKey: x,
    privateKey: await importJWK({ ...jwk, d }, 'Ed25519'),
  };
  const { signal } = new AbortController();
  const client = signedClient({ origin: at.origin, send: sendFrom(at.origin, {}), signal }, key, () =>
    Date.now(),
  );
  const answer = await client.enroll(token, '0.0.0');
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return client;
}

async function sessionsAt({ origin }: Server, count: number): Promise<Session[]> {
  const traffic = new Traffic(origin);
  const opened: Session[] = [];
  let next = 0;
  const opening = Array.from({ length: 8 }, async () => {
    while (opened.length < count) {
      const session = await openSessionFrom(traffic, ownAddress(next++ % 65_024));
      if (session !== null && opened.length < count) opened.push(session);
    }
  });
  await Promise.all(opening);
  return opened;
}

/** User and system time so far of the server and its workerds (proc(5), ticks of 10 ms). */
function processorMs({ process: { pid = 0 } }: Server): number {
  const family = [pid, ...childrenOf(pid).map((child) => child.pid)];
  return family.reduce((sum, one) => {
    const fields = readFileSync(`/proc/${one}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + (Number(fields[11]) + Number(fields[12])) * 10;
  }, 0);
}
