/** What comes back from a server, or from whatever answers in its place, whatever it is. */
import fc from 'fast-check';
import { generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { anyJson, jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import type { RequestFailure } from '../engine/transport.ts';
import type { HttpResponse } from '../engine/transports/api-client.ts';
import { seededRandom } from '../engine/transports/simulated/seeded-random.ts';
import { SimulatedTime } from '../engine/transports/simulated/simulated-time.ts';
import { type Batch, batchSchema, enrolledSchema, heartbeatSchema } from '../protocol/agents.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import { PROBLEMS } from '../protocol/problems.ts';
import { resolveConfig } from './config/config.ts';
import { Daemon } from './daemon.ts';
import { deliver } from './deliver.ts';
import { failureText, signedClient } from './signed-client.ts';
import { Spool } from './spool.ts';

const IDS = ['A', 'B', 'C', 'D'].map((letter) => `${letter.repeat(21)}A`);
/** A timer of Node that is to run longer runs at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const problem = fc
  .constantFrom(...Object.entries(PROBLEMS))
  .map(([reason, { status, title }]) => ({ type: `/problems/${reason}`, status, title, detail: '' }));

function spoolWith(count: number): Spool {
  const opened = Spool.open(':memory:', 256e6, () => {});
  if (!opened.ok) throw new Error(opened.error.sentence);
  for (const id of IDS.slice(0, count))
    opened.value.addResult(
      { submission: submissionOf(id), token: 't', submitByMs: 1 },
      { plannedAtMs: 1, kind: 'poisson', outcome: 'measured', reason: null },
      0,
      0,
    );
  return opened.value;
}

describe('signedClient()', async () => {
  const { privateKey } = await generateKeyPair('Ed25519');
  const key = { id: 'A'.repeat(43), publicKey: 'A'.repeat(43), privateKey };
  const texts = fc.oneof(
    fc.string(),
    fc.constant('<!doctype html><title>Sign in to the Wi-Fi</title>'),
    anyJson.map(jsonText),
    problem.map(jsonText),
    ...[enrolledSchema, heartbeatSchema, batchSchema].map((schema) =>
      spoiltOf(arbitraryOf<unknown>(schema)).map(({ value }) => jsonText(value)),
    ),
  );
  const answers: fc.Arbitrary<HttpResponse> = fc.record({
    status: fc.oneof(fc.constantFrom(200, 201, 204, 302, 400, 401, 429, 503), fc.nat(999)),
    retryAfter: fc.option(
      fc.oneof(fc.string(), fc.constantFrom('-1', '1e300', 'Infinity', 'NaN', '', '-9e9', 'Fri, 31 Dec')),
    ),
    dateMs: fc.option<number>(fc.oneof(fc.double(), fc.integer()), { nil: null }),
    text: texts,
  });

  /** What is wrong with what became of an answer. */
  function faultsOf(
    outcome: Fallible<unknown, RequestFailure>,
    schema: z.ZodMiniType,
    status: number,
  ): string[] {
    if (outcome.ok) {
      const sound = schema.safeParse(outcome.value).success;
      return [sound ? '' : 'not of the contract', status >= 200 && status < 300 ? '' : 'no success'].filter(
        Boolean,
      );
    }
    const { error } = outcome;
    const retryAfterMs = (error.reason === 'problem' ? error.retryAfterMs : null) ?? 0;
    const sane = retryAfterMs >= 0 && Number.isFinite(retryAfterMs);
    return [
      failureText(error).length > 3 ? '' : 'no words',
      sane ? '' : `again after ${retryAfterMs}`,
    ].filter(Boolean);
  }

  test('makes a value of the contract or a failure with words of any answer, and asks twice at most', async () => {
    await fc.assert(
      fc.asyncProperty(answers, fc.boolean(), async (answer, dies) => {
        let asked = 0;
        const client = signedClient(
          {
            origin: 'https://edge.example',
            async send() {
              asked += 1;
              if (dies) throw new Error('socket hang up');
              return answer;
            },
            signal: new AbortController().signal,
          },
          key,
          () => 1e12,
        );
        const counts = { queued: 0, refused: 0, dropped: 0 };
        const beat = {
          agentVersion: '0',
          clockOffsetMs: null,
          results: counts,
          slots: { missed: 0, skipped: 0, failed: 0 },
          monthBytes: 0,
        };
        const asks: [Promise<Fallible<unknown, RequestFailure>>, z.ZodMiniType][] = [
          [client.enroll('t', '0'), enrolledSchema],
          [client.heartbeat(beat), heartbeatSchema],
          [client.batch([]), batchSchema],
        ];
        for (const [promise, schema] of asks)
          expect(faultsOf(await promise, schema, answer.status)).toEqual([]);
        expect(asked).toBeLessThanOrEqual(6);
      }),
      { numRuns: 400 },
    );
  });
});

describe('deliver()', () => {
  /** Answers that name results of this spool, rightly or not. */
  const item: fc.Arbitrary<Batch['items'][number]> = fc.oneof(
    fc
      .tuple(fc.constantFrom(...IDS, 'other'), fc.constantFrom(200 as const, 201 as const))
      .map(([id, status]) => ({
        outcome: 'stored' as const,
        status,
        submitted: { id, url: '', deleteToken: '' },
      })),
    fc.tuple(fc.option(fc.constantFrom(...IDS)), problem).map(([measurementId, refusal]) => ({
      outcome: 'refused' as const,
      measurementId,
      problem: refusal,
    })),
  );

  test('loses no result to any answer: each waits, was taken by its own name, or is kept with the reason', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.array(item, { maxLength: 6 }),
        async (count, items) => {
          const spool = spoolWith(count);
          await deliver(spool, { batch: async () => ok({ items }) });
          const states = [...spool.list(null)];
          expect(states).toHaveLength(count);
          for (const [index, { measurementId, state, reason }] of states.entries()) {
            const answer = items.length === count ? items[index] : undefined;
            const stored = answer?.outcome === 'stored' && answer.submitted.id === measurementId;
            const refused = answer?.outcome === 'refused' && answer.problem.status < 500;
            expect(state).toBe(stored ? 'sent' : refused ? 'refused' : 'queued');
            expect(reason === null).toBe(state !== 'refused');
          }
          spool.close();
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a daemon', () => {
  const heartbeats = fc.oneof(
    arbitraryOf(heartbeatSchema).filter((value) => heartbeatSchema.safeParse(value).success),
    fc.tuple(problem, fc.option(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }))).map(
      ([each, retryAfterMs]): RequestFailure => ({
        reason: 'problem',
        problem: each,
        retryAfterMs,
      }),
    ),
  );

  test('goes on at any heartbeat, waits as long as a timer can, and does not ask in a loop', async () => {
    await fc.assert(
      fc.asyncProperty(heartbeats, fc.nat(), async (heartbeat, seed) => {
        const time = new SimulatedTime(Date.parse('2026-11-10T00:00:00Z'));
        const stop = new AbortController();
        const spool = spoolWith(1);
        const resolved = resolveConfig({}, {}, new Map());
        if (!resolved.ok) throw new Error('no defaults');
        let asked = 0;
        const waits: number[] = [];
        const daemon = new Daemon({
          config: { ...resolved.value.config, server: 'https://edge.example', state_dir: '/nowhere' },
          agentVersion: '0.1.0',
          spool,
          client: {
            enroll: async () => err({ reason: 'unreachable', detail: '' }),
            async heartbeat() {
              asked += 1;
              return 'reason' in heartbeat ? err(heartbeat) : ok(heartbeat);
            },
            async batch() {
              asked += 1;
              return err('reason' in heartbeat ? heartbeat : { reason: 'unreachable', detail: '' });
            },
          },
          clock: {
            now: () => time.now(),
            utc: () => time.utc(),
            after(delayMs, callback) {
              waits.push(delayMs);
              return time.after(delayMs, callback);
            },
          },
          random: seededRandom(seed),
          deviceZone: 'UTC',
          log: { debug: () => {}, info: () => {}, warn: () => {} },
          readCounters: () => null,
          probe: async () => ({ edge: [], resolversMs: [] }),
          measure: async () => ({ outcome: 'failed', reason: 'none' }),
          signal: stop.signal,
        });
        const hours = 1;
        time.after(hours * 3_600_000, () => stop.abort());
        await time.run(daemon.run());
        expect(waits.filter((ms) => !(ms >= 0 && ms <= LONGEST_TIMER_MS))).toEqual([]);
        // A heartbeat every 27 s at the fastest, and a delivery that fails backs off.
        expect(asked).toBeLessThan((hours * 3600) / 27 + 60);
        expect(spool.counts()).toMatchObject({ queued: 1, dropped: 0 });
        spool.close();
      }),
      { numRuns: 25 },
    );
  });
});
