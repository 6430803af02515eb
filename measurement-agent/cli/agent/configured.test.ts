import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { configured } from './configured.ts';

let directory: string;
let file: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'jissoku-config-'));
  file = path.join(directory, 'agent.toml');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const faultsOf = (env: Record<string, string> = {}) => {
  const read = configured({ file, flags: {} }, { XDG_STATE_HOME: directory, ...env });
  return read.ok ? [] : read.error;
};

test('a file is read with what stands above it', () => {
  writeFileSync(file, 'server = "https://a.example"\nip_version = "both"\ntraceroute = "as"\n');
  const read = configured({ file, flags: { server: 'https://b.example' } }, { JISSOKU_TRACEROUTE: 'rtt' });
  expect(read).toMatchObject({
    ok: true,
    value: {
      file,
      config: { server: 'https://b.example', ip_version: 'both', traceroute: 'rtt' },
      origins: { server: 'flag', ip_version: 'file', traceroute: 'environment', otlp: 'default' },
    },
  });
});

test('where nothing names a server, it is the one that the device is enrolled at', () => {
  const read = (flags = {}) => configured({ file: null, flags }, { XDG_STATE_HOME: directory });
  expect(read()).toMatchObject({ value: { config: { server: null }, origins: { server: 'default' } } });
  mkdirSync(path.join(directory, 'jissoku'));
  const enrolment = path.join(directory, 'jissoku/enrolment.json');
  writeFileSync(enrolment, '{"server":"https://a.example","agentId":"x"}\n');
  expect(read()).toMatchObject({
    value: { config: { server: 'https://a.example' }, origins: { server: 'enrolment' } },
  });
  expect(read({ server: 'https://b.example' })).toMatchObject({
    value: { config: { server: 'https://b.example' }, origins: { server: 'flag' } },
  });
  writeFileSync(enrolment, '{"ser');
  expect(read()).toMatchObject({ value: { config: { server: null } } });
});

test('a file of 10 MB is refused by its size alone', () => {
  writeFileSync(file, 'server = "https://a.example"\n');
  // Zeros that no disk holds: whoever read them would say so of their first line.
  truncateSync(file, 10_000_000);
  expect(faultsOf()).toEqual([`${file}: It has 10000000 bytes, and a configuration 65536 at most.`]);
});

test('a path in a site name is refused with its line, and out of the environment', () => {
  writeFileSync(file, '\nsite = "../../etc/passwd"\n');
  expect(faultsOf()).toEqual([expect.stringMatching(/agent\.toml:2: site must be 1 to 64 letters/)]);
  writeFileSync(file, '');
  expect(faultsOf({ JISSOKU_SITE: 'a/b' })).toEqual([expect.stringMatching(/^JISSOKU_SITE: site must be/)]);
});

test('what is no file is refused', () => {
  expect(faultsOf()).toEqual([expect.stringContaining('ENOENT')]);
  mkdirSync(file);
  expect(faultsOf()).toEqual([expect.stringContaining('EISDIR')]);
});

test('bytes of any kind are a configuration or sentences', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      writeFileSync(file, bytes);
      for (const sentence of faultsOf()) expect(sentence).toMatch(/^.{10,}/);
    }),
    { numRuns: 300 },
  );
});
