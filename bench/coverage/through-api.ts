import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import {
  type FigureAnswer,
  type QualityAnswer,
  qualityAnswerSchema,
} from '../../measurement-agent/protocol/quality.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { FIGURES } from '../../measurement-agent/protocol/statistics.ts';
import { askFrom } from '../../test/ask-from.ts';
import { removeData, startServer } from '../../test/server.ts';
import { ispKeyText } from '../../worker/domain/isp-key.ts';
import { openSession } from '../../worker/domain/open-session.ts';
import { sealSession } from '../../worker/domain/session-token.ts';
import { signingKeyOf } from '../../worker/domain/signing-key.ts';
import { told } from '../../worker/domain/statistics/cell-answer.ts';
import { monthNumberOf } from '../../worker/domain/statistics/cell-key.ts';
import { emptySums } from '../../worker/domain/statistics/cell-sums.ts';
import { estimate } from '../../worker/domain/statistics/estimate.ts';
import type { LineTest } from '../../worker/domain/statistics/line-test.ts';
import { add } from '../../worker/domain/statistics/sketch.ts';
import { toldCount } from '../../worker/domain/statistics/suppression.ts';
import { ownAddress } from '../soak/addresses.ts';
import { monthFigureBps } from './pool.ts';
import { drawLine, MONTHS, type Random, testsOf } from './population.ts';
import { submissionOfTest } from './submission.ts';

const DAY_MS = 86_400_000;
const DOWNLOAD = FIGURES.indexOf('downloadBps');

/** Keys of a server that nobody else asks: so sessions can be opened for tests of the last months. */
const KEYS = {
  TOKEN_KEY: 'Y292ZXJhZ2UtYmVuY2gtdG9rZW4ta2V5LTAwMDAwMDA',
  SIGNING_KEY: 'Y292ZXJhZ2UtYmVuY2gtc2lnbmluZy1rZXktMDAwMDA',
};

/** The last of the range of private use (RFC 6996): one AS for the lines of each run, which no brand uses. */
const FIRST_ASN = 4_200_000_000;
/** Half of them test in a month: enough to carry p5 and p95. */
const LINES = 180;
/**
 * Of each run, those that test least: all their results come between two publications, so that ten lines at least have changed at
 * the second. A cell in which fewer have is not published anew, and would rightly be told as it was before its last results.
 */
const HELD_BACK = 24;
/** Runs whose last results are submitted at once: in less than the minute between two publications. */
const RUNS_AT_ONCE = 4;
/** Two months, which a rolling period of 90 days holds whole. */
const MONTHS_TESTED = 2;
const AT_ONCE = 8;
const PUBLISHED_WITHIN_MS = 180_000;
const ASK_EVERY_MS = 3_000;

/** One test of one line of one run. */
interface Tested {
  run: number;
  line: number;
  test: LineTest;
}

export interface ApiOutcome {
  runs: number;
  results: number;
  /** Runs whose every quantile and end of an interval is, digit for digit, what the API tells. */
  same: number;
  /** Quantiles with their intervals that the lines could carry. */
  figures: number;
  differences: string[];
}

/**
 * Runs whose every test is submitted to the product as `npm start` serves it: through acceptance with receipts and verdict, the
 * rollup and its publication, to `GET /api/v1/quality`; beside what the functions make of the same tests.
 */
export async function tryThroughApi(
  runs: number,
  random: Random,
  tell: (text: string) => void,
): Promise<ApiOutcome> {
  const tested = drawTests(runs, random, Date.now());
  const server = await startServer(KEYS);
  try {
    const heldBack = new Set(Array.from({ length: runs }, (_, run) => leastTesting(tested, run)).flat());
    const isHeldBack = ({ line }: Tested) => heldBack.has(line);
    await submitAll(
      server.origin,
      tested.filter((each) => !isHeldBack(each)),
      tell,
    );
    for (let from = 0; from < runs; from += RUNS_AT_ONCE) {
      await nextPublication(server.origin);
      const own = tested.filter((each) => each.run >= from && each.run < from + RUNS_AT_ONCE);
      await submitAll(server.origin, own.filter(isHeldBack), tell);
    }
    const outcome: ApiOutcome = { runs, results: tested.length, same: 0, figures: 0, differences: [] };
    for (let run = 0; run < runs; run += 1) {
      const own = tested.filter((each) => each.run === run);
      const expected = expectedOf(own);
      const answered = await publishedOf(server.origin, run, own.length, expected);
      compare(outcome, `run ${run} of ${own.length} results`, expected, answered);
    }
    return outcome;
  } finally {
    await server.end('SIGTERM');
    await removeData(server);
  }
}

/** The tests of all runs, moved to the weeks before now. */
function drawTests(runs: number, random: Random, nowMs: number): Tested[] {
  const [year, month] = MONTHS[MONTHS_TESTED - 1] ?? MONTHS[0];
  const days = Math.floor((nowMs - Date.UTC(year, month + 1, 1)) / DAY_MS);
  return Array.from({ length: runs * LINES }, (_, index) => index).flatMap((index) => {
    const line = drawLine(random);
    return Array.from({ length: MONTHS_TESTED }, (_, ofMonth) => testsOf(line, ofMonth, random))
      .flat()
      .map((test) => ({
        run: Math.floor(index / LINES),
        line: index,
        test: { ...test, measuredAtMs: test.measuredAtMs + days * DAY_MS },
      }));
  });
}

/** The lines of a run that test least, and do test. */
function leastTesting(tested: readonly Tested[], run: number): number[] {
  const byLine = Map.groupBy(
    tested.filter((each) => each.run === run),
    ({ line }) => line,
  );
  const ascending = [...byLine].toSorted(([, a], [, b]) => a.length - b.length);
  return ascending.slice(0, HELD_BACK).map(([line]) => line);
}

function keyOf(text: string, bytes: number): string {
  return createHash('sha256').update(text).digest().subarray(0, bytes).toString('base64url');
}

/** A line's name in a month, as its subscriberKey is in every month another. */
function lineMonthOf({ line, test }: Tested): string {
  return `${line} ${monthNumberOf(test.measuredAtMs)}`;
}

async function submitAll(
  origin: string,
  tested: readonly Tested[],
  tell: (text: string) => void,
): Promise<void> {
  const key = await signingKeyOf(KEYS.SIGNING_KEY);
  let next = 0;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let index = next; index < tested.length; index = next) {
        next += 1;
        if (index % 1_000 === 0) tell(`submitted ${index} of ${tested.length}`);
        const each = tested[index];
        if (each === undefined) return;
        const claims = openSession(
          {
            groupId: null,
            network: { ...UNKNOWN_NETWORK, asn: FIRST_ASN + each.run, countryCode: 'JP', ipVersion: 6 },
            hash: { subscriberKey: keyOf(lineMonthOf(each), 16), prefixKey: keyOf(`prefix ${each.line}`, 8) },
            prefixTag: null,
          },
          each.test.measuredAtMs,
        );
        const body = JSON.stringify(await submissionOfTest(claims, each.test, key));
        const answer = await askFrom(origin + API_PATHS.results, {
          // Caps count by /24.
          localAddress: ownAddress(index % 1_000),
          method: 'POST',
          headers: {
            authorization: `Bearer ${await sealSession(claims, KEYS.TOKEN_KEY)}`,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
          body,
        });
        if (answer.status !== 201) throw new Error(`A result was refused: ${answer.status} ${answer.text}`);
      }
    }),
  );
}

/** Waits until something is published. */
async function nextPublication(origin: string): Promise<void> {
  const deadlineMs = performance.now() + PUBLISHED_WITHIN_MS;
  const before = (await answerOf(origin, 0)).updatedAt;
  while ((await answerOf(origin, 0)).updatedAt === before) {
    if (performance.now() > deadlineMs) throw new Error('Nothing is published.');
    await pause(ASK_EVERY_MS);
  }
}

/** What the API tells of a run. */
async function answerOf(origin: string, run: number): Promise<QualityAnswer> {
  const isp = ispKeyText({ kind: 'as', asn: FIRST_ASN + run });
  const path = `/api/v1/quality?isp=${encodeURIComponent(isp)}&period=r90&metrics=downloadBps`;
  const { status, text } = await askFrom(origin + path, { localAddress: ownAddress(run) });
  if (status !== 200) throw new Error(`The API answered ${status}: ${text}`);
  return qualityAnswerSchema.parse(JSON.parse(text));
}

/** What the functions make of the tests of one run: quantiles and intervals as they are told. */
function expectedOf(own: readonly Tested[]): FigureAnswer['quantiles'] {
  const sums = emptySums();
  const sketch = sums.sketches[DOWNLOAD];
  if (sketch === undefined) throw new Error('Nobody counts downloads.');
  const months = new Map<number, number>();
  for (const lineMonth of Map.groupBy(own, lineMonthOf).values()) {
    const tests = lineMonth.map(({ test }) => test);
    const [first] = tests;
    if (first === undefined) continue;
    const figure = monthFigureBps(tests, first.contractDownloadBps ?? 0);
    if (figure === null) continue;
    add(sketch, figure, 1);
    const month = monthNumberOf(first.measuredAtMs);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  sums.months.set(DOWNLOAD, months);
  const { quantiles } = estimate(sums, 'downloadBps');
  return {
    p5: told(quantiles.p5),
    p10: told(quantiles.p10),
    p25: told(quantiles.p25),
    p50: told(quantiles.p50),
    p75: told(quantiles.p75),
    p90: told(quantiles.p90),
    p95: told(quantiles.p95),
  };
}

interface Published {
  quantiles: FigureAnswer['quantiles'] | null;
  /** In tens, as it is told. */
  results: number | null;
}

/** What the API tells of a run once all its results are published; what it told last when that took too long. */
async function publishedOf(
  origin: string,
  run: number,
  results: number,
  expected: FigureAnswer['quantiles'],
): Promise<Published> {
  const deadlineMs = performance.now() + PUBLISHED_WITHIN_MS;
  for (;;) {
    const [cell] = (await answerOf(origin, run)).cells;
    const quantiles = cell?.figures?.['downloadBps']?.quantiles ?? null;
    const published = { quantiles, results: cell?.results ?? null };
    const isWhole = cell?.results === toldCount(results) && cell.excluded?.length === 0;
    if (isWhole && JSON.stringify(quantiles) === JSON.stringify(expected)) return published;
    if (performance.now() > deadlineMs) return published;
    await pause(ASK_EVERY_MS);
  }
}

function compare(
  outcome: ApiOutcome,
  run: string,
  expected: FigureAnswer['quantiles'],
  { quantiles: answered, results }: Published,
): void {
  const names = Object.keys(expected) as (keyof typeof expected)[];
  outcome.figures += names.filter((name) => expected[name] !== null).length;
  const different = names.filter(
    (name) => JSON.stringify(expected[name]) !== JSON.stringify(answered?.[name]),
  );
  if (different.length === 0) outcome.same += 1;
  for (const name of different)
    outcome.differences.push(
      `${run}, ${name}: ${JSON.stringify(expected[name])} by the functions, ${JSON.stringify(answered?.[name])} by the API, of ${results}`,
    );
}
