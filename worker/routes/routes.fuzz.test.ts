/** Requests that nobody planned for: every one gets an answer, and none of them is that the server failed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { amendResultRequestSchema } from '../../measurement-agent/protocol/api.ts';
import { problemSchema } from '../../measurement-agent/protocol/problems.ts';
import { verifyResult } from '../../measurement-agent/protocol/receipts.ts';
import { resultSchema } from '../../measurement-agent/protocol/result.ts';
import { keySetSchema } from '../../measurement-agent/protocol/signed.ts';
import { API_PATHS, KEYS_PATH } from '../../measurement-agent/protocol/spec.ts';
import { sessionIdSchema } from '../../measurement-agent/protocol/summary.ts';
import { arbitraryOf } from '../../test/fuzz/arbitrary-of.ts';
import { jsonText, spoiltOf } from '../../test/fuzz/spoilt.ts';
import { consistentSubmission } from '../../test/fuzz/submissions.ts';
import { call, ORIGIN, openSession, submitted } from '../../test/worker/calls.ts';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '..',
    '.',
    '%',
    '\0',
    '__proto__',
    'constructor',
    "x'); DROP TABLE results; --",
    '//evil.example',
  ),
  fc.constantFrom('ocn', 'as-64500', 'as-4294967295', 'shared:hi-ho~iij', 'JP', 'JP-13', 'JP-kanto', 'AT-9'),
  fc.stringMatching(/^[a-z0-9:~-]{1,80}$/),
  fc.constantFrom(64, 65, 1_010, 1_100, 4_000).map((length) => 'a'.repeat(length)),
  arbitraryOf(sessionIdSchema),
);
/** Encoded well, or left as it is where that makes a URL all the same. */
const segment = fc.oneof(
  text.map((each) => encodeURIComponent(each)),
  fc.constantFrom(
    '%',
    '%E0%A4%A',
    '%00',
    '%2e%2e',
    '%2F',
    '%5c',
    '%ff',
    '&',
    ';',
    '=',
    '+',
    '@',
    ':',
    '*',
    '~',
  ),
);
const before = fc.constantFrom(
  ...Object.values(API_PATHS),
  '/api/v1',
  '/api',
  '/m/v1',
  '/m/v1/echo',
  KEYS_PATH,
  '/r',
  ...['/ja', '/en'].flatMap((lang) => [
    lang,
    ...['isp', 'region', 'r', 'method', 'api'].map((page) => `${lang}/${page}`),
  ]),
  '',
);
/** Addresses that take a name of something, with any name. */
const named = fc
  .tuple(
    fc.constantFrom(
      API_PATHS.results,
      '/r',
      ...['/ja', '/en'].flatMap((lang) => [`${lang}/isp`, `${lang}/region`, `${lang}/r`]),
    ),
    segment,
  )
  .map((parts) => parts.join('/'));
const anyPath = fc
  .tuple(before, fc.array(segment, { maxLength: 2 }), fc.constantFrom('', '/', '//', '.json', '.csv'))
  .map(([start, segments, end]) => `${[start, ...segments].join('/')}${end}`)
  .map((each) => (each.startsWith('/') ? each : `/${each}`));
const path = fc.oneof(named, anyPath);
const query = fc.oneof(
  fc.constant(''),
  fc.webQueryParameters().map((each) => `?${each}`),
  fc
    .array(fc.tuple(segment, segment), { maxLength: 4 })
    .map((all) => `?${all.map((each) => each.join('=')).join('&')}`),
  segment.map((each) => `?${each}`),
);
// workerd warns of every byte beyond ASCII; the raw sockets of test/hostile send those.
const headerText = fc.stringMatching(/^[ -~]{0,60}$/);
const headers = fc.record(
  {
    accept: headerText,
    'accept-language': fc.oneof(headerText, fc.stringMatching(/^[a-z*;=,.0-9 -]{0,40}$/)),
    authorization: fc.oneof(
      headerText,
      text.map((each) => `Bearer ${encodeURIComponent(each)}`),
    ),
    'cf-connecting-ip': fc.oneof(headerText, fc.ipV6(), fc.ipV4()),
    'content-type': fc.oneof(headerText, fc.constant('application/json')),
    cookie: headerText,
    origin: headerText,
    range: headerText,
    'if-none-match': headerText,
    upgrade: fc.oneof(headerText, fc.constant('websocket')),
    'sec-websocket-protocol': fc.oneof(
      headerText,
      fc.stringMatching(/^jissoku\.measure\.v1, jissoku\.token\.[a-z.]{0,40}$/),
    ),
    'x-forwarded-proto': headerText,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const method = fc.constantFrom('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PURGE');
const body = fc.oneof(fc.constant(null), fc.json(), fc.string({ unit: 'binary' }));

/** What is wrong with an answer. */
async function faultsOf(
  response: Response,
  { url, method }: { url: string; method: string },
): Promise<string[]> {
  const faults: string[] = [];
  const { status } = response;
  const location = response.headers.get('location');
  const content = await response.text();
  const isApi = new URL(url).pathname.startsWith('/api/v1/');
  if (status >= 500) faults.push(`answers ${status}: ${content.slice(0, 200)}`);
  if (location !== null && new URL(location, ORIGIN).origin !== ORIGIN) faults.push(`sends to ${location}`);
  if (response.headers.has('set-cookie')) faults.push('sets a cookie');
  if (isApi && status >= 400 && method !== 'HEAD') {
    const isProblem = response.headers.get('content-type') === 'application/problem+json';
    const problem = problemSchema.safeParse(isProblem ? JSON.parse(content) : null);
    if (!problem.success || problem.data.status !== status)
      faults.push(`${status} without a problem document`);
  }
  return faults;
}

describe('any request', () => {
  test('is answered, by the API with a problem document where it is refused', async () => {
    await fc.assert(
      fc.asyncProperty(method, path, query, headers, body, async (verb, where, what, given, sent) => {
        const hasBody = sent !== null && verb !== 'GET' && verb !== 'HEAD';
        const init = {
          method: verb,
          headers: given,
          redirect: 'manual' as const,
          ...(hasBody && { body: sent }),
        };
        const response = await call(where + what, init);
        expect(await faultsOf(response, { url: ORIGIN + where + what, method: verb })).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('to read is answered alike with and without a query that nobody knows', async () => {
    await fc.assert(
      fc.asyncProperty(path, query, async (where, what) => {
        // The statistics and reports refuse what they do not know, lest a filter with a slip in it be none.
        fc.pre(!where.startsWith(API_PATHS.quality) && !where.startsWith(API_PATHS.reports));
        const [plain, asked] = await Promise.all([call(where), call(where + what)]);
        expect(asked.status).toBe(plain.status);
        expect(asked.status).toBeLessThan(500);
      }),
      { numRuns: 300 },
    );
  });
});

/** What stands on a page where a figure went wrong. */
const NOT_A_FIGURE = /\b(NaN|undefined|Infinity)\b|\[object |∞/;

describe('any submission that does not contradict itself', () => {
  test('is stored, signed, and shown in every form', async () => {
    await fc.assert(
      fc.asyncProperty(consistentSubmission, async (submission) => {
        // A text of the client's own, as its version, may well be "∞".
        fc.pre(!NOT_A_FIGURE.test(JSON.stringify(submission)));
        const session = await openSession();
        const id = session.sessionId;
        await submitted(session, { ...submission, measurementId: id });
        const stored = resultSchema.parse(await (await call(`${API_PATHS.results}/${id}`)).json());
        const keys = keySetSchema.parse(await (await call(KEYS_PATH)).json());
        expect(await verifyResult(stored, keys)).toMatchObject({ ok: true });
        for (const address of [`/ja/r/${id}`, `/en/r/${id}`, `/r/${id}.csv`]) {
          const response = await call(address);
          const shown = await response.text();
          expect(response.status, shown).toBe(200);
          expect(shown).not.toMatch(NOT_A_FIGURE);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a submission or a change with one field that is not right', () => {
  const json = { 'content-type': 'application/json' };

  test('is stored or refused, as the answer says', async () => {
    await fc.assert(
      fc.asyncProperty(spoiltOf(consistentSubmission), async ({ value, path: [field] }) => {
        const session = await openSession();
        // The id is the session's, unless it is what was changed.
        const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
        const mine =
          isObject && field !== 'measurementId' ? { ...value, measurementId: session.sessionId } : value;
        const response = await call(API_PATHS.results, {
          method: 'POST',
          headers: { ...json, authorization: `Bearer ${session.token}` },
          body: jsonText(mine),
        });
        expect([201, 400, 403]).toContain(response.status);
        const read = await call(`${API_PATHS.results}/${session.sessionId}`);
        expect(read.status).toBe(response.status === 201 ? 200 : 404);
      }),
      { numRuns: 60 },
    );
  });

  test('of what was said leaves a document that is signed', async () => {
    const session = await openSession();
    const { id, deleteToken } = await submitted(session);
    const keys = keySetSchema.parse(await (await call(KEYS_PATH)).json());
    const change = fc.oneof(
      arbitraryOf(amendResultRequestSchema),
      spoiltOf(arbitraryOf(amendResultRequestSchema)).map(({ value }) => value),
    );
    await fc.assert(
      fc.asyncProperty(change, async (value) => {
        const response = await call(`${API_PATHS.results}/${id}`, {
          method: 'PATCH',
          headers: { ...json, authorization: `Bearer ${deleteToken}` },
          body: jsonText(value),
        });
        const isTaken = amendResultRequestSchema.safeParse(JSON.parse(jsonText(value))).success;
        expect(response.status).toBe(isTaken ? 200 : 400);
        const stored = resultSchema.parse(await (await call(`${API_PATHS.results}/${id}`)).json());
        expect(await verifyResult(stored, keys)).toMatchObject({ ok: true });
      }),
      { numRuns: 60 },
    );
  });
});

describe('any question to the statistics', () => {
  // Words that the contract has, so that more than the first check is reached, and others.
  const terms = {
    period: ['r30', 'r90', 'r365', '2026-11', '2026-Q4', '2026-11-23', '2026-02-30', '0000-01', '9999-12-31'],
    cohort: ['crowd-browser', 'isp-agent'],
    format: ['json', 'csv'],
    isp: ['ocn', 'as-64500', 'as-4294967296', 'shared:a~b', '~'],
    region: ['JP', 'JP-kanto', 'JP-13', 'AT', 'ZZ-zzzz'],
    access: ['ftth', 'unknown'],
    tier: ['to-1g', 'unknown'],
    ipVersion: ['4', '6'],
    groupBy: ['isp', 'subdivision', 'isp,area', 'isp,isp', 'constructor', ',', 'dwelling,medium,method,tier'],
    metrics: ['downloadBps', 'downloadBps,rpm', '__proto__'],
    limit: ['1', '1000', '1001', '0'],
    cursor: ['', 'AAAA', 'eyJhIjoxfQ', 'bnVsbA', 'W10', '%00', 'x'.repeat(400)],
    metric: ['downloadBps', 'lossRatio'],
    step: ['day', 'month'],
  };
  const term = fc
    .constantFrom(...Object.entries(terms))
    .chain(([name, values]) =>
      fc.tuple(
        fc.constant(name),
        fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...values) }, { weight: 1, arbitrary: text }),
      ),
    );

  test('is answered, or refused with a problem document', async () => {
    const where = fc.constantFrom('', '/hours', '/trend', '/sketch', '/rank', '/compare', '/change');
    await fc.assert(
      fc.asyncProperty(where, fc.uniqueArray(term, { maxLength: 5 }), async (at, asked) => {
        const query = new URLSearchParams(asked);
        const url = `${API_PATHS.quality}${at}?${query.toString()}`;
        const response = await call(url);
        expect(await faultsOf(response.clone(), { url: ORIGIN + url, method: 'GET' })).toEqual([]);
        expect(await response.text()).not.toMatch(/\b(NaN|Infinity)\b/);
      }),
      { numRuns: 400 },
    );
  });
});
