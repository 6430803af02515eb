/** What an agent is told by its file, its environment and its command line. */
import { type AST, getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import * as z from 'zod/mini';
import { labelSchema } from '../../protocol/agents.ts';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import { LEAST_MAX_BYTES } from '../../protocol/spec.ts';
import { exchangeOf } from '../traceroute.ts';
import { byteSize } from './byte-size.ts';
import { closest } from './closest.ts';

/** Longest file that is read: a hundred times what every key takes. */
export const MAX_CONFIG_BYTES = 64 * 1024;

const size = (least: number) =>
  z.pipe(
    z.pipe(
      z.union([z.string(), z.number()]),
      z.transform((value) => byteSize(String(value)) ?? Number.NaN),
    ),
    z.number('must be a size such as "20GB", "500MiB" or 3000000').check(z.minimum(least)),
  );
const server = z
  .string()
  .check(
    z.refine(
      (text) =>
        /^https?:\/\//.test(text) && URL.canParse(text) && new URL(text).origin === text.replace(/\/$/, ''),
      'must be an address such as https://jissoku.example',
    ),
  );
const directory = z.string().check(
  z.refine((text) => text.startsWith('/') || /^[A-Za-z]:[\\/]/.test(text), 'must be an absolute path'),
  z.refine((text) => !text.includes('\0'), 'must not contain a NUL'),
);
const listen = z.string().check(
  z.refine((text) => {
    const [, host = '', port = ''] = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost):(\d{1,5})$/.exec(text) ?? [];
    return host !== '' && Number(port) >= 1 && Number(port) <= 65_535;
  }, 'must be a port of this machine alone, as 127.0.0.1:9798'),
);
const quiet = z
  .string()
  .check(z.regex(/^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/, 'must be hours such as "23:00-07:00"'));

const exchange = z
  .string()
  .check(
    z.refine(
      (text) => text.length <= 120 && exchangeOf(text) !== null,
      'must be prefixes with names, such as ["203.0.113.0/24 Example-IX"]',
    ),
  );

/** Every key, what it may be, and what it is when nobody says. */
const KEYS = {
  server: { schema: server, default: null },
  state_dir: { schema: directory, default: null },
  site: { schema: labelSchema, default: null },
  ip_version: { schema: z.enum(['any', '4', '6', 'both']), default: 'any' },
  monthly_bytes: { schema: size(0), default: null },
  test_bytes: { schema: size(LEAST_MAX_BYTES), default: null },
  quiet_hours: { schema: z.array(quiet).check(z.maxLength(24)), default: [] },
  light_probes: { schema: z.boolean(), default: true },
  traceroute: { schema: z.enum(['off', 'rtt', 'as']), default: 'off' },
  exchanges: { schema: z.array(exchange).check(z.maxLength(200)), default: [] },
  spool_bytes: { schema: size(4 * 1024 * 1024), default: 256 * 1024 * 1024 },
  listen: { schema: listen, default: null },
  textfile: { schema: directory, default: null },
  otlp: { schema: server, default: null },
  log_level: { schema: z.enum(['debug', 'info', 'warn', 'error', 'silent']), default: 'info' },
} as const;

export type ConfigKey = keyof typeof KEYS;
export const CONFIG_KEYS = Object.keys(KEYS) as ConfigKey[];

export type Config = { [Key in ConfigKey]: z.output<(typeof KEYS)[Key]['schema']> | null };

/** Where a value comes from. */
export type Origin = 'flag' | 'environment' | 'file' | 'enrolment' | 'default';

/** A line of a file, from 1; null where the fault is not of a line. */
export interface ConfigFault {
  line: number | null;
  sentence: string;
}

/** Values of a file with their lines. Every fault is told, not only the first. */
export function parseConfig(
  text: string,
): Fallible<Map<ConfigKey, { value: unknown; line: number }>, ConfigFault[]> {
  if (Buffer.byteLength(text) > MAX_CONFIG_BYTES)
    return err([
      { line: null, sentence: `The file has more than ${MAX_CONFIG_BYTES} bytes: this is no configuration.` },
    ]);
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError) return err([{ line: error.lineNumber, sentence: `${error.message}.` }]);
    // What nests too deeply for the parser's own stack.
    if (error instanceof RangeError) return err([{ line: null, sentence: 'It nests too deeply.' }]);
    throw error;
  }
  const found = new Map<ConfigKey, { value: unknown; line: number }>();
  const faults: ConfigFault[] = [];
  for (const node of program.body[0].body) {
    const { line } = node.loc.start;
    const name = (node.type === 'TOMLTable' ? node.resolvedKey : node.key.keys.map(nameOf)).join('.');
    if (node.type === 'TOMLTable' || !isKey(name)) {
      const near = closest(name, CONFIG_KEYS);
      const hint = near === null ? `Known are ${CONFIG_KEYS.join(', ')}.` : `Did you mean ${near}?`;
      faults.push({
        line,
        sentence: `There is no ${node.type === 'TOMLTable' ? 'table' : 'key'} "${shortened(name)}". ${hint}`,
      });
      continue;
    }
    const value: unknown = getStaticTOMLValue(node.value);
    const parsed = check(name, value);
    if (parsed.ok) found.set(name, { value: parsed.value, line });
    else faults.push({ line, sentence: parsed.error });
  }
  return faults.length === 0 ? ok(found) : err(faults);
}

export interface Resolved {
  config: Config;
  origins: Record<ConfigKey, Origin>;
}

/** Flags above environment above file above defaults. */
export function resolveConfig(
  flags: Partial<Record<ConfigKey, string>>,
  env: Readonly<Record<string, string | undefined>>,
  file: ReadonlyMap<ConfigKey, { value: unknown }>,
): Fallible<Resolved, ConfigFault[]> {
  const faults: ConfigFault[] = [];
  const config: Record<string, unknown> = {};
  const origins = {} as Record<ConfigKey, Origin>;
  for (const key of CONFIG_KEYS) {
    const variable = `JISSOKU_${key.toUpperCase()}`;
    const text = flags[key] ?? env[variable];
    if (text !== undefined && text !== '') {
      origins[key] = flags[key] === undefined ? 'environment' : 'flag';
      const parsed = check(key, fromText(key, text));
      if (parsed.ok) config[key] = parsed.value;
      else
        faults.push({
          line: null,
          sentence: `${origins[key] === 'flag' ? `--${key.replaceAll('_', '-')}` : variable}: ${parsed.error}`,
        });
    } else if (file.has(key)) {
      origins[key] = 'file';
      config[key] = file.get(key)?.value;
    } else {
      origins[key] = 'default';
      config[key] = KEYS[key].default;
    }
  }
  return faults.length === 0 ? ok({ config: config as Config, origins }) : err(faults);
}

/** Flags and variables are text; the file has types. */
function fromText(key: ConfigKey, text: string): unknown {
  if (key === 'quiet_hours' || key === 'exchanges') return text.split(',').map((part) => part.trim());
  if (key === 'light_probes') return text === 'true' ? true : text === 'false' ? false : text;
  return text;
}

function check(key: ConfigKey, value: unknown): Fallible<unknown, string> {
  const parsed = KEYS[key].schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  const told = shortened(JSON.stringify(value) ?? String(value));
  const rule = issue?.message.replace(/^Invalid (input|option): /, 'is not valid: ') ?? 'is not valid';
  return err(`${key} ${rule}, got ${told}.`);
}

function isKey(name: string): name is ConfigKey {
  return Object.hasOwn(KEYS, name);
}

function nameOf(key: AST.TOMLBare | AST.TOMLQuoted): string {
  return key.type === 'TOMLBare' ? key.name : key.value;
}

function shortened(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
