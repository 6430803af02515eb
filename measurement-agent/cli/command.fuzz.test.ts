import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { declaredSchema } from '../protocol/result.ts';
import { LEAST_MAX_BYTES } from '../protocol/spec.ts';
import { ACCESS_TECHNOLOGIES, CONNECTION_METHODS, DWELLINGS, MEDIA } from '../protocol/vocabulary.ts';
import type { AgentActions } from './agent-command.ts';
import { type ForeignTestRequest, program, type TestRequest } from './command.ts';
import type { VerifyRequest } from './verify.ts';

/** Longest delay of a timer in Node and browsers; a longer one is over at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

const nothing = async () => {};
const NO_AGENT: AgentActions = {
  enroll: nothing,
  daemon: nothing,
  status: nothing,
  queue: nothing,
  export: nothing,
  servers: nothing,
  config: nothing,
  doctor: nothing,
  slot: nothing,
};

type Outcome =
  | { test: TestRequest }
  | { foreign: ForeignTestRequest }
  | { verify: VerifyRequest }
  | { exitCode: number };

/** What a command line asks for, or commander's exit code. Rejects with whatever else is thrown. */
async function parse(args: readonly string[]): Promise<Outcome | null> {
  let asked: Outcome | null = null;
  const root = program('0.0.0', {
    test: async (request) => {
      asked = { test: request };
    },
    testForeign: async (request) => {
      asked = { foreign: request };
    },
    verify: async (request) => {
      asked = { verify: request };
    },
    ...NO_AGENT,
  });
  for (const each of [root, ...root.commands])
    each.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  try {
    await root.parseAsync(['node', 'jissoku', ...args]);
  } catch (error) {
    if (!(error instanceof Error) || !('exitCode' in error)) throw error;
    return { exitCode: Number(error.exitCode) };
  }
  return asked;
}

const number = fc.oneof(
  fc.double().map(String),
  fc.double({ min: 1, max: 1e6 }).map(String),
  fc.bigInt({ min: 0n, max: 10n ** 30n }).map(String),
  fc.constantFrom('1e400', '1e308', '1e-400', '-0', '0x10', 'Infinity', 'NaN', '', ' ', '1_000', '９'),
  fc.constant('9'.repeat(400)),
);
const size = fc
  .tuple(
    number,
    fc.constantFrom('', ' '),
    fc.constantFrom('', 'B', 'kB', 'MB', 'GiB', 'mb', 'constructor', 'toString', 'valueOf', '__proto__'),
  )
  .map((parts) => parts.join(''));
const word = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '--', '-', '-46', '__proto__', 'constructor', '\0', '\ud800'),
  fc.constantFrom('ocn', 'JP-13', ...ACCESS_TECHNOLOGIES, ...CONNECTION_METHODS, ...DWELLINGS, ...MEDIA),
);
const server = fc.oneof(
  fc.webUrl(),
  fc.constantFrom(
    'http://127.0.0.1:8787',
    'http://[::1]:8787',
    'https://u:p@a.example/x?y#z',
    'http://',
    'file:///x',
  ),
);
const option = fc.oneof(
  fc.constantFrom(
    ...[
      '--json',
      '--jsonl',
      '--csv',
      '-4',
      '-6',
      '--no-submit',
      '--bidirectional',
      '--data-saver',
      '--help',
    ].map((flag) => [flag]),
  ),
  ...(
    [
      ['--timeout', number],
      ['--max-bytes', size],
      ['--contract-download', number],
      ['--contract-upload', number],
      ['--isp', word],
      ['--region', word],
      ['--access', word],
      ['--method', word],
      ['--dwelling', word],
      ['--medium', word],
    ] as const
  ).map(([name, value]) => value.map((text) => [`${name}=${text}`])),
  word.map((text) => [text]),
);

/** What no request may ask for, whatever the words were. */
function faultsIn({ origin, timeoutMs, maxBytes, declared, ipVersions }: TestRequest): string[] {
  const rules: [string, boolean][] = [
    ['origin', URL.canParse(origin) && new URL(origin).origin === origin && origin.startsWith('http')],
    ['timeoutMs', timeoutMs > 0 && timeoutMs <= LONGEST_TIMER_MS],
    ['maxBytes', maxBytes === null || (Number.isSafeInteger(maxBytes) && maxBytes >= LEAST_MAX_BYTES)],
    ['declared', declaredSchema.safeParse(declared).success],
    ['ipVersions', ipVersions.length > 0],
  ];
  return rules.filter(([, holds]) => !holds).map(([name]) => name);
}

describe('the command line', () => {
  test.each([
    ['any words', fc.array(word, { maxLength: 6 })],
    [
      'a test with any options',
      fc
        .tuple(server, fc.array(option, { maxLength: 4 }))
        .map(([address, options]) => ['test', address, ...options.flat()]),
    ],
    [
      'a test with a number or a size',
      fc
        .tuple(
          fc.constantFrom('--timeout', '--max-bytes', '--contract-download', '--contract-upload'),
          fc.oneof(number, size),
        )
        .map(([name, value]) => ['test', 'http://127.0.0.1:8787', `${name}=${value}`]),
    ],
    ['a verification', fc.array(word, { maxLength: 4 }).map((words) => ['verify', ...words])],
  ])('of %s is a request that can be done, or an exit code', async (_name, words) => {
    await fc.assert(
      fc.asyncProperty(words, async (args) => {
        const outcome = await parse(args);
        expect(outcome).not.toBeNull();
        expect(outcome && 'test' in outcome ? faultsIn(outcome.test) : []).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('takes a size as it was written', async () => {
    const factors = { '': 1, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 };
    const unit = fc.constantFrom(...(Object.keys(factors) as (keyof typeof factors)[]));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: LEAST_MAX_BYTES, max: 1e6 }), unit, async (amount, name) => {
        const outcome = await parse(['test', 'http://127.0.0.1:8787', '--max-bytes', `${amount}${name}`]);
        expect(outcome).toMatchObject({ test: { maxBytes: amount * factors[name] } });
      }),
    );
  });
});
