import { describe, expect, test } from 'vitest';
import { NOTHING_DECLARED } from '../protocol/result.ts';
import { agentActions } from './agent/lazily.ts';
import { type ForeignTestRequest, program, type TestRequest } from './command.ts';
import type { VerifyRequest } from './verify.ts';

/** Parses a command line; answers what was asked for, or commander's exit code and words. */
async function parse(
  ...args: string[]
): Promise<TestRequest | ForeignTestRequest | VerifyRequest | { exitCode: number; words: string }> {
  let asked: TestRequest | ForeignTestRequest | VerifyRequest | null = null;
  let words = '';
  const take = (request: TestRequest | ForeignTestRequest | VerifyRequest) => {
    asked = request;
    return Promise.resolve();
  };
  const root = program('0.0.0', { test: take, testForeign: take, verify: take, ...agentActions });
  const quiet = { writeOut: (text: string) => (words += text), writeErr: (text: string) => (words += text) };
  for (const each of [root, ...root.commands]) each.configureOutput(quiet);
  try {
    await root.parseAsync(['node', 'jissoku', ...args]);
  } catch (error) {
    return { exitCode: (error as { exitCode: number }).exitCode, words };
  }
  if (asked === null) throw new Error('nothing was asked for');
  return asked;
}

const ORIGIN = 'http://127.0.0.1:8787';

describe('jissoku verify', () => {
  test.each([
    [['result.json', '--keys', 'keys.json'], { source: 'result.json', keys: 'keys.json', json: false }],
    [[`${ORIGIN}/r/x`, '--json'], { source: `${ORIGIN}/r/x`, keys: null, json: true }],
  ])('%s', async (args, expected) => {
    expect(await parse('verify', ...args)).toEqual(expected);
  });
  test('needs something to look at', async () => {
    expect(await parse('verify')).toMatchObject({ exitCode: 1, words: expect.stringContaining('result') });
  });
});

describe('jissoku test', () => {
  test('asks for a measurement of the server, a person reading', async () => {
    expect(await parse('test', `${ORIGIN}/ja/`)).toEqual({
      origin: ORIGIN,
      format: 'human',
      ipVersions: [null],
      timeoutMs: 120_000,
      submit: true,
      maxBytes: null,
      bidirectional: false,
      thresholds: [],
      declared: NOTHING_DECLARED,
    });
  });

  test.each([
    [['--json'], { format: 'json' }],
    [['--jsonl'], { format: 'jsonl' }],
    [['--csv'], { format: 'csv' }],
    [['-4'], { ipVersions: [4] }],
    [['-6'], { ipVersions: [6] }],
    [['-4', '-6'], { ipVersions: [4, 6] }],
    [['--timeout', '30'], { timeoutMs: 30_000 }],
    [['--no-submit'], { submit: false }],
    [['--max-bytes', '20MB'], { maxBytes: 20_000_000 }],
    [['--max-bytes', '1.5MiB'], { maxBytes: 1_572_864 }],
    [['--data-saver'], { maxBytes: 8_500_000 }],
    [['--bidirectional'], { bidirectional: true }],
    [
      ['--threshold', 'download=100', '--threshold', 'loss=0.5'],
      {
        thresholds: [
          { name: 'download', value: 100 },
          { name: 'loss', value: 0.5 },
        ],
      },
    ],
    [
      ['--isp', 'ocn', '--region', 'JP-13', '--medium', 'wired', '--contract-download', '1000'],
      {
        declared: {
          ...NOTHING_DECLARED,
          isp: 'ocn',
          subdivisionCode: 'JP-13',
          medium: 'wired',
          contractDownloadBps: 1e9,
        },
      },
    ],
  ])('%j', async (args, expected) => {
    expect(await parse('test', 'https://jissoku.example', ...args)).toMatchObject(expected);
  });

  test.each([
    [['test', 'not-an-address'], 'address'],
    [['test', 'ftp://example.org'], 'address'],
    [['test', ORIGIN, '--json', '--csv'], 'cannot be used with'],
    [['test', ORIGIN, '-6'], 'is an IPv4 address'],
    [['test', 'http://[::1]:8787', '-4'], 'is an IPv6 address'],
    [['test', ORIGIN, '--region', 'Tokyo'], 'ISO 3166-2'],
    [['test', ORIGIN, '--medium', 'fibre'], 'wired'],
    [['test', ORIGIN, '--timeout', '0'], 'above 0'],
    [['test', ORIGIN, '--timeout', '2147484'], '2147483 at most'],
    [['test', ORIGIN, '--contract-download', 'fast'], 'above 0'],
    [['test', ORIGIN, '--contract-download', '1000001'], '1000000 at most'],
    [['test', ORIGIN, '--max-bytes', '20constructor'], 'such as 20MB'],
    [['test', ORIGIN, '--max-bytes', '9999999999999999999'], 'such as 20MB'],
    [['test', ORIGIN, '--max-bytes', '10'], '200000 bytes at least'],
    [['test', ORIGIN, '--max-bytes', '10 apples'], 'such as 20MB'],
    [['test', ORIGIN, '--max-bytes', '10MB', '--data-saver'], 'cannot be used with'],
    [['test', ORIGIN, '--threshold', 'speed=100'], 'working-rtt'],
    [['test', ORIGIN, '--threshold', 'download=fast'], 'such as download=100'],
    [['test', ORIGIN, '--unknown'], 'unknown option'],
    [['walk'], 'walk'],
  ])('refuses %j', async (args, reason) => {
    const outcome = await parse(...args);
    expect(outcome).toMatchObject({ words: expect.stringContaining(reason) });
    expect(outcome).not.toMatchObject({ exitCode: 0 });
  });
});

describe('jissoku test with the protocol of others', () => {
  const common = { protocol: 'ndt7', format: 'human', ipVersions: [null], timeoutMs: 120_000 };
  const LOCATE = 'https://locate.measurementlab.net/v2/nearest/ndt/ndt7';
  test.each([
    [['wss://ndt.example/x', '--protocol', 'ndt7'], { ...common, by: { server: 'wss://ndt.example' } }],
    [[ORIGIN, '--protocol', 'ndt7', '--json'], { ...common, format: 'json', by: { server: ORIGIN } }],
    [['--locate', LOCATE, '-4'], { ...common, ipVersions: [4], by: { locate: LOCATE } }],
  ])('%s', async (args, expected) => {
    expect(await parse('test', ...args)).toEqual({ ...expected, declared: NOTHING_DECLARED });
  });

  test.each([
    [['--protocol', 'ndt7'], 'no server'],
    [['wss://ndt.example', '--protocol', 'ndt7', '--locate', LOCATE], 'not both'],
    [['wss://ndt.example', '--protocol', 'ndt7', '--data-saver'], '--data-saver'],
    [['--locate', LOCATE, '--protocol', 'jissoku'], '--locate'],
    [['--locate', 'ndt.example'], 'must be an address'],
    [['wss://jissoku.example'], 'ws and wss'],
  ])('%s is refused: %s', async (args, words) => {
    expect(await parse('test', ...args)).toMatchObject({
      exitCode: expect.any(Number),
      words: expect.stringContaining(words),
    });
  });
});
