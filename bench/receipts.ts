/**
 * What signing and checking cost a server for one result: both summaries, the result, and both checks of its submission.
 * Milliseconds of one core, in Node; workerd uses the same BoringSSL.
 *
 *   npm run bench:receipts -- [--results 500]
 */
import { parseArgs } from 'node:util';
import {
  receiptFaults,
  signResult,
  signSummary,
  verifyResult,
} from '../measurement-agent/protocol/receipts.ts';
import { RESULT_DOCUMENT } from '../test/fixtures/result-document.ts';
import { signingKeyOf } from '../worker/domain/signing-key.ts';
import { median } from './line-truth.ts';

const { values } = parseArgs({ options: { results: { type: 'string', default: '500' } } });
const ROUNDS = 5;

const key = await signingKeyOf('c2lnbmluZy1rZXktb2YtYS1iZW5jaC1zaWduaW5nLWs');
const keys = { keys: [key.publicKey] };
/** As long as a real one: ten seconds of a gigabit. */
const curve = { binMs: 100, bytes: Array.from({ length: 100 }, (_, bin) => 12_000_000 + bin) };
const summaries = RESULT_DOCUMENT.summaries.map((summary) => ({
  ...summary,
  curve,
  prefixHash: 'AAAAAAAAAAAA',
}));

async function cpuMs(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  for (let each = 0; each < Number(values.results); each += 1) await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / Number(values.results);
}

const signed = await Promise.all(
  summaries.map(async (summary) => ({ ...summary, receipt: await signSummary(summary, key) })),
);
const document = await signResult({ ...RESULT_DOCUMENT, summaries: signed }, key);
const { signature: _signature, ...unsigned } = document;

const STEPS: [string, () => Promise<unknown>][] = [
  ['sign both summaries', () => Promise.all(summaries.map((summary) => signSummary(summary, key)))],
  ['check both on submission', () => receiptFaults(document, keys)],
  ['sign the result', () => signResult(unsigned, key)],
  ['verify the result', () => verifyResult(document, keys)],
];

console.log('| step | CPU, ms a result |');
console.log('| --- | --- |');
for (const [name, work] of STEPS) {
  const rounds: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) rounds.push(await cpuMs(work));
  console.log(`| ${name} | ${median(rounds)?.toFixed(3)} |`);
}
