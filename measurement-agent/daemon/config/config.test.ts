import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byteSize } from './byte-size.ts';
import { CONFIG_KEYS, MAX_CONFIG_BYTES, parseConfig, resolveConfig } from './config.ts';

const SOUND = `# A comment.
server = "https://jissoku.example"
site = "Tokyo 1"
monthly_bytes = "20GB"
quiet_hours = ["23:00-07:00"]
light_probes = false
`;

function faultsOf(text: string) {
  const parsed = parseConfig(text);
  return parsed.ok ? [] : parsed.error;
}

describe('a file', () => {
  test('is read with its lines', () => {
    const parsed = parseConfig(SOUND);
    expect(parsed.ok && parsed.value.get('monthly_bytes')).toEqual({ value: 20e9, line: 4 });
  });

  test.each([
    ['an unknown key', 'server = "https://a.example"\nmontly_bytes = 1', 2, 'Did you mean monthly_bytes?'],
    ['a key unlike any', 'zzz = 1', 1, 'Known are'],
    ['a table', '\n[schedule]\nserver = 1', 2, 'table "schedule"'],
    ['a dotted key', 'server.name = "x"', 1, 'key "server.name"'],
    ['a path in a site name', 'site = "../../etc/passwd"', 1, 'must be 1 to 64 letters'],
    ['dots in a site name', 'site = "a..b"', 1, 'two dots in a row'],
    ['a line in a site name', 'site = "a\\nb"', 1, 'must be 1 to 64 letters'],
    ['an address of everybody', 'listen = "0.0.0.0:9798"', 1, 'a port of this machine alone'],
    ['a server that is none', 'server = "ftp://x"', 1, 'must be an address'],
    ['a server with a path', 'server = "https://a.example/x"', 1, 'must be an address'],
    ['hours that are none', 'quiet_hours = ["25:00-07:00"]', 1, 'must be hours'],
    ['an exchange without a name', 'exchanges = ["203.0.113.0/24"]', 1, 'must be prefixes with names'],
    ['a collector with a path', 'otlp = "http://127.0.0.1:4318/v1"', 1, 'must be an address'],
    ['a size that is none', 'monthly_bytes = "lots"', 1, 'must be a size'],
    ['a test of nothing', 'test_bytes = 1', 1, 'test_bytes'],
    ['broken TOML', 'server = = 1', 1, ''],
    ['the same key twice', 'site = "a"\nsite = "b"', 2, ''],
  ])('with %s is refused with line and reason', (_name, text, line, sentence) => {
    const [fault] = faultsOf(text);
    expect(fault?.line).toBe(line);
    expect(fault?.sentence).toContain(sentence);
  });

  test('tells every fault, not only the first', () => {
    expect(faultsOf('a = 1\nb = 2\nserver = 3')).toHaveLength(3);
  });

  test('of 10 MB is refused before it is parsed', () => {
    expect(faultsOf('# '.repeat(5e6))[0]?.sentence).toContain(String(MAX_CONFIG_BYTES));
  });

  test('of anything at all is taken or refused with a sentence', () => {
    const value = fc.oneof(
      fc.string(),
      fc.integer().map(String),
      fc.constant('[[[['),
      fc.constant('{a=1}'),
      fc.constant('2026-01-01'),
    );
    const line = fc.oneof(
      fc.string(),
      fc.tuple(fc.constantFrom(...CONFIG_KEYS), value).map(([key, text]) => `${key} = ${text}`),
      fc
        .tuple(fc.constantFrom(...CONFIG_KEYS), fc.string())
        .map(([key, text]) => `${key} = ${JSON.stringify(text)}`),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        for (const { sentence } of faultsOf(lines.join('\n'))) expect(sentence.length).toBeGreaterThan(5);
      }),
      { numRuns: 500 },
    );
  });

  test('that nests without end is refused', () => {
    expect(faultsOf(`site = ${'['.repeat(30_000)}`)).toHaveLength(1);
  });
});

describe('resolveConfig()', () => {
  const file = new Map([['server' as const, { value: 'https://file.example' }]]);
  const fromEnv = { JISSOKU_SERVER: 'https://env.example', JISSOKU_LIGHT_PROBES: 'false' };

  test('takes flags above the environment above the file above the defaults', () => {
    const flags = { server: 'https://flag.example' };
    expect(resolveConfig(flags, fromEnv, file)).toMatchObject({
      ok: true,
      value: {
        config: { server: 'https://flag.example', light_probes: false, log_level: 'info' },
        origins: { server: 'flag', light_probes: 'environment', log_level: 'default' },
      },
    });
    expect(resolveConfig({}, fromEnv, file)).toMatchObject({ value: { origins: { server: 'environment' } } });
    expect(resolveConfig({}, {}, file)).toMatchObject({ value: { origins: { server: 'file' } } });
  });

  test('names the variable or the flag that is wrong', () => {
    const resolved = resolveConfig({ listen: '10.0.0.1:1' }, { JISSOKU_IP_VERSION: '5' }, new Map());
    expect(resolved.ok ? [] : resolved.error.map(({ sentence }) => sentence)).toEqual([
      expect.stringMatching(/^JISSOKU_IP_VERSION: ip_version/),
      expect.stringMatching(/^--listen: listen must be a port of this machine/),
    ]);
  });
});

test.each([
  ['20MB', 20e6],
  ['5 MiB', 5 * 1024 ** 2],
  ['1.5kB', 1500],
  ['3000000', 3e6],
  ['20 constructor', null],
  ['-1', null],
  ['1e9', null],
  ['99999999TB', null],
])('byteSize(%s) is %s', (text, bytes) => {
  expect(byteSize(text)).toBe(bytes);
});
