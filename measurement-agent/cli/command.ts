import { isIP } from 'node:net';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { byteSize } from '../daemon/config/byte-size.ts';
import { type Declared, declaredSchema } from '../protocol/result.ts';
import { DATA_SAVER_BYTES, KEYS_PATH, LEAST_MAX_BYTES, MAX_RATE_BPS } from '../protocol/spec.ts';
import { ACCESS_TECHNOLOGIES, CONNECTION_METHODS, DWELLINGS, MEDIA } from '../protocol/vocabulary.ts';
import { type AgentActions, addAgentCommands } from './agent-command.ts';
import { THRESHOLD_NAMES, type Threshold, thresholdOf } from './thresholds.ts';
import type { VerifyRequest } from './verify.ts';

/** How a result is written to stdout. */
export type Format = 'human' | 'json' | 'jsonl' | 'csv';

/** What `jissoku test` was asked to do. */
export interface TestRequest {
  /** Origin of the server, as `https://jissoku.example`. */
  origin: string;
  format: Format;
  /** Which IP versions to measure over, each in a run of its own; null is whichever the system prefers. */
  ipVersions: readonly (4 | 6 | null)[];
  timeoutMs: number;
  submit: boolean;
  /** Load may move so many bytes at most; null for as many as the plan takes. */
  maxBytes: number | null;
  /** Both directions at once as well. */
  bidirectional: boolean;
  /** Bounds that the result is held to; broken ones are the exit code's. */
  thresholds: readonly Threshold[];
  declared: Declared;
}

/** What `jissoku test` was asked to do with the protocol of others. Nothing is stored: their servers keep what they keep. */
export type ForeignTestRequest = Pick<TestRequest, 'format' | 'ipVersions' | 'timeoutMs' | 'declared'> & {
  protocol: 'ndt7';
  /** A server by its origin, or a Locate service that names servers. */
  by: { server: string } | { locate: string };
};

const DEFAULT_TIMEOUT_S = 120;
/** A timer of Node that is to run longer, some 25 days, runs at once. */
const MAX_TIMEOUT_S = Math.floor((2 ** 31 - 1) / 1000);

interface Options {
  json?: true;
  jsonl?: true;
  csv?: true;
  ipv4?: true;
  ipv6?: true;
  timeout: number;
  submit: boolean;
  bidirectional?: true;
  maxBytes?: number;
  protocol?: 'jissoku' | 'ndt7';
  locate?: string;
  dataSaver?: true;
  threshold?: Threshold[];
  isp?: string;
  region?: string;
  access?: Declared['accessTechnology'];
  method?: Declared['connectionMethod'];
  dwelling?: Declared['dwelling'];
  medium?: Declared['medium'];
  contractDownload?: number;
  contractUpload?: number;
}

/** Checks one value against the contract, so that a bad answer is named before a byte is measured. */
function declaredAs<Field extends keyof Declared>(field: Field) {
  return (value: string): Declared[Field] => {
    const parsed = declaredSchema.shape[field].safeParse(value);
    if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
    return parsed.data as Declared[Field];
  };
}

function positiveNumber(value: string): number {
  const parsed = Number(value);
  if (!(parsed > 0 && Number.isFinite(parsed))) throw new InvalidArgumentError('It must be above 0.');
  return parsed;
}

function timeoutSeconds(value: string): number {
  const seconds = positiveNumber(value);
  if (seconds > MAX_TIMEOUT_S) throw new InvalidArgumentError(`It must be ${MAX_TIMEOUT_S} at most.`);
  return seconds;
}

function megabitsToBps(value: string): number {
  const bps = Math.round(positiveNumber(value) * 1e6);
  if (bps > MAX_RATE_BPS) throw new InvalidArgumentError(`It must be ${MAX_RATE_BPS / 1e6} at most.`);
  return bps;
}

function bytesOf(value: string): number {
  const bytes = byteSize(value);
  if (bytes === null) throw new InvalidArgumentError('It must be a size such as 20MB, 5MiB or 3000000.');
  if (bytes < LEAST_MAX_BYTES)
    throw new InvalidArgumentError(
      `It must be ${LEAST_MAX_BYTES} bytes at least: less says nothing of a line.`,
    );
  return bytes;
}

function thresholdsOf(value: string, before: Threshold[] = []): Threshold[] {
  const threshold = thresholdOf(value);
  if (threshold === null)
    throw new InvalidArgumentError(
      `It must be a bound such as download=100, of ${THRESHOLD_NAMES.join(', ')}.`,
    );
  return [...before, threshold];
}

/** Of a server of any protocol: `https://…` and `wss://…` are the same one. */
function addressOf(value: string): string {
  if (!/^(https?|wss?):\/\//.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:8787.');
  return value;
}

function locateOf(value: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError(
      'It must be an address such as https://locate.measurementlab.net/v2/nearest/ndt/ndt7.',
    );
  return value;
}

/** What other protocols have no part for. */
const OURS_ONLY = {
  '--max-bytes': ({ maxBytes }: Options) => maxBytes !== undefined,
  '--data-saver': ({ dataSaver }: Options) => dataSaver === true,
  '--bidirectional': ({ bidirectional }: Options) => bidirectional === true,
  '--threshold': ({ threshold }: Options) => threshold !== undefined,
} as const;

function originOf(value: string): string {
  if (!/^https?:\/\//.test(value) || !URL.canParse(value))
    throw new InvalidArgumentError('It must be an address such as http://127.0.0.1:8787.');
  return new URL(value).origin;
}

function formatOf({ json, jsonl, csv }: Options): Format {
  if (json) return 'json';
  if (jsonl) return 'jsonl';
  return csv ? 'csv' : 'human';
}

function versionsOf({ ipv4, ipv6 }: Options): TestRequest['ipVersions'] {
  if (ipv4 && ipv6) return [4, 6];
  if (ipv4) return [4];
  return ipv6 ? [6] : [null];
}

function requestFrom(origin: string, options: Options): TestRequest {
  return {
    origin,
    format: formatOf(options),
    ipVersions: versionsOf(options),
    timeoutMs: options.timeout * 1000,
    submit: options.submit,
    maxBytes: options.maxBytes ?? (options.dataSaver ? DATA_SAVER_BYTES : null),
    bidirectional: options.bidirectional ?? false,
    thresholds: options.threshold ?? [],
    declared: {
      isp: options.isp ?? null,
      subdivisionCode: options.region ?? null,
      accessTechnology: options.access ?? null,
      connectionMethod: options.method ?? null,
      dwelling: options.dwelling ?? null,
      medium: options.medium ?? null,
      contractDownloadBps: options.contractDownload ?? null,
      contractUploadBps: options.contractUpload ?? null,
    },
  };
}

const EXAMPLES = `
Examples:
  $ jissoku test http://127.0.0.1:8787
  $ jissoku test https://jissoku.example -6 --isp ocn --medium wired --region JP-13
  $ jissoku test wss://ndt.example --protocol ndt7
  $ jissoku test --json | jq .download.goodputBps      (server from JISSOKU_SERVER)

The result goes to stdout, progress to stderr. NO_COLOR is honoured.

Exit codes:
  0  measured and stored          4  stored, but a stage is missing
  1  fault of this program        5  a threshold is broken
  2  wrong usage                  7  refused by the server
  3  server not reached,          75 another test of this device runs
     nothing stored               130, 143  stopped by SIGINT, SIGTERM; stored as unfinished
`;

const VERIFY_HELP = `
Examples:
  $ jissoku verify https://jissoku.example/r/ID
  $ jissoku verify result.json --keys keys.json

Exit codes:
  0  as the server signed it      3  not reached
  2  not readable, or wrong usage 7  refused by the server
  8  something does not hold; each such check is named
`;

/**
 * The command line. Parsing rejects with commander's own error, exit code 2 for wrong usage; each command receives what
 * was asked for.
 */
export function program(
  version: string,
  {
    test: runTest,
    testForeign,
    verify,
    ...agent
  }: {
    test: (request: TestRequest) => Promise<void>;
    testForeign: (request: ForeignTestRequest) => Promise<void>;
    verify: (request: VerifyRequest) => Promise<void>;
  } & AgentActions,
): Command {
  const root = new Command('jissoku')
    .description('Measures a broadband line: once (test), or for months (enroll, daemon).')
    .version(version)
    .helpCommand(false)
    // Throws instead of ending the process; commands made from here on do the same.
    .exitOverride()
    .showHelpAfterError('(jissoku test --help shows what is possible)');
  root
    .command('test')
    .description('Measure this line once against a Jissoku server, and store the result there.')
    .addArgument(
      new Argument('[server]', 'address of the server (default: JISSOKU_SERVER)').argParser(addressOf),
    )
    .addOption(
      new Option('--json', 'one line: the stored document and its address').conflicts(['jsonl', 'csv']),
    )
    .addOption(new Option('--jsonl', 'one line per event, the result last').conflicts('csv'))
    .addOption(new Option('--csv', 'a header line and a line of values'))
    .addOption(new Option('-4, --ipv4', 'measure over IPv4 only; with -6 over both, one after the other'))
    .addOption(new Option('-6, --ipv6', 'measure over IPv6 only'))
    .addOption(
      new Option('--timeout <seconds>', 'stop measuring after this long')
        .argParser(timeoutSeconds)
        .default(DEFAULT_TIMEOUT_S),
    )
    .addOption(new Option('--bidirectional', 'load both directions at once as well, after each alone'))
    .addOption(
      new Option('--max-bytes <size>', 'load moves no more than this, as 20MB, 5MiB or 3000000').argParser(
        bytesOf,
      ),
    )
    .addOption(new Option('--data-saver', 'no more than 10 MB in all; less exact').conflicts('maxBytes'))
    .addOption(
      new Option(
        '--threshold <name=value>',
        'exit code 5 when broken, as download=100 (Mbit/s at least), upload, rpm (at least), idle-rtt, working-rtt (ms at most), loss (% at most); may be repeated',
      ).argParser(thresholdsOf),
    )
    .addOption(new Option('--no-submit', 'measure, but store nothing'))
    .addOption(
      new Option('--protocol <name>', 'what the server speaks; with ndt7 nothing is stored').choices([
        'jissoku',
        'ndt7',
      ]),
    )
    .addOption(
      new Option('--locate <url>', 'ndt7 with the servers that this Locate service names').argParser(
        locateOf,
      ),
    )
    .addOption(
      new Option('--isp <slug>', 'your provider, as in its page address /isp/SLUG').argParser(
        declaredAs('isp'),
      ),
    )
    .addOption(
      new Option('--region <code>', 'where the line is, ISO 3166-2, as JP-13').argParser(
        declaredAs('subdivisionCode'),
      ),
    )
    .addOption(new Option('--access <technology>', 'access technology').choices([...ACCESS_TECHNOLOGIES]))
    .addOption(new Option('--method <method>', 'connection method').choices([...CONNECTION_METHODS]))
    .addOption(new Option('--dwelling <kind>', 'kind of building and wiring').choices([...DWELLINGS]))
    .addOption(new Option('--medium <medium>', 'how this device is connected').choices([...MEDIA]))
    .addOption(new Option('--contract-download <Mbit/s>', 'rate in the contract').argParser(megabitsToBps))
    .addOption(new Option('--contract-upload <Mbit/s>', 'rate in the contract').argParser(megabitsToBps))
    .addHelpText('after', EXAMPLES)
    .action(async (server: string | undefined, options: Options, command: Command) => {
      const wrong = (sentence: string): never => command.error(`error: ${sentence}`, { exitCode: 2 });
      if (options.protocol === 'ndt7' || options.locate !== undefined) {
        if (options.protocol === 'jissoku') wrong('--locate is of --protocol ndt7.');
        if (server !== undefined && options.locate !== undefined)
          wrong('give a server or --locate, not both.');
        const ours = Object.entries(OURS_ONLY).find(([, isAsked]) => isAsked(options));
        if (ours !== undefined) wrong(`ndt7 has no ${ours[0]}.`);
        const at =
          options.locate === undefined
            ? (server ?? wrong('no server: give its address, or --locate.'))
            : null;
        const { format, ipVersions, timeoutMs, declared } = requestFrom('', options);
        await testForeign({
          protocol: 'ndt7',
          by:
            at === null
              ? { locate: options.locate ?? '' }
              : { server: `${new URL(at).protocol}//${new URL(at).host}` },
          format,
          ipVersions,
          timeoutMs,
          declared,
        });
        return;
      }
      const address = server ?? process.env.JISSOKU_SERVER;
      if (address === undefined)
        command.error('error: no server: give its address, or set JISSOKU_SERVER.', { exitCode: 2 });
      let origin: string;
      try {
        origin = originOf(address);
      } catch {
        command.error(
          server === undefined
            ? 'error: JISSOKU_SERVER is not an address such as http://127.0.0.1:8787.'
            : 'error: a Jissoku server has an address such as http://127.0.0.1:8787; ws and wss are of --protocol ndt7.',
          { exitCode: 2 },
        );
      }
      const request = requestFrom(origin, options);
      const literal = isIP(new URL(origin).hostname.replace(/^\[|\]$/g, ''));
      const unreachable = request.ipVersions.find((version) => version !== null && version !== literal);
      if (literal !== 0 && unreachable !== undefined)
        command.error(`error: ${origin} is an IPv${literal} address; -${unreachable} cannot reach it.`, {
          exitCode: 2,
        });
      await runTest(request);
    });
  root
    .command('verify')
    .description("Check a stored result against its server's signatures; offline when both are files.")
    .argument('<result>', 'file of a result, - for stdin, or its address (page or API)')
    .addOption(new Option('--keys <source>', `file of the server's ${KEYS_PATH}, or its address`))
    .addOption(new Option('--json', 'one line: id, valid, and every check with its fault'))
    .addHelpText('after', VERIFY_HELP)
    .action((source: string, { keys, json }: { keys?: string; json?: true }) =>
      verify({ source, keys: keys ?? null, json: json ?? false }),
    );
  addAgentCommands(root, agent);
  return root;
}
