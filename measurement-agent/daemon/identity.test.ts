import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeDeviceKey, readDeviceKey } from './device-key.ts';
import { takeLock } from './lock.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'jissoku-identity-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('a key is its owner’s alone, and is not made twice', async () => {
  const file = path.join(directory, 'key.json');
  await makeDeviceKey(file);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const first = readFileSync(file, 'utf8');
  await makeDeviceKey(file);
  expect(readFileSync(file, 'utf8')).toBe(first);
  expect(await readDeviceKey(file)).toMatchObject({
    ok: true,
    value: { id: expect.stringMatching(/^[\w-]{43}$/) },
  });
});

test.each([0o640, 0o604, 0o660, 0o644])('a key of mode %o is refused', async (mode) => {
  const file = path.join(directory, 'key.json');
  await makeDeviceKey(file);
  chmodSync(file, mode);
  expect(await readDeviceKey(file)).toMatchObject({ ok: false, error: { reason: 'readable-by-others' } });
});

test.each(['', '{}', '{"kty":"RSA"}', '{"kty":"OKP","crv":"Ed25519","x":"AA","d":"AA"}'])(
  'a file with %s is no key',
  async (text) => {
    const file = path.join(directory, 'key.json');
    writeFileSync(file, text, { mode: 0o600 });
    expect(await readDeviceKey(file)).toMatchObject({ ok: false, error: { reason: 'unreadable' } });
  },
);

test('a lock is held by one, and let go', () => {
  const file = path.join(directory, 'lock');
  const lock = takeLock(file);
  expect(takeLock(file)).toEqual({ ok: false, error: { reason: 'held', pid: process.pid } });
  if (lock.ok) lock.value.release();
  expect(takeLock(file).ok).toBe(true);
});

test.each([
  ['a process that is gone', '4194304 1'],
  ['a process whose number another has got', `${process.pid} 1`],
  ['nobody', ''],
  ['something else', 'x y z'],
])('a lock of %s is stale', (_name, text) => {
  const file = path.join(directory, 'lock');
  writeFileSync(file, text);
  expect(takeLock(file).ok).toBe(true);
});
