import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { freePort, removeData, startRefused, startServer } from '../server.ts';

describe('npm start', () => {
  test('answers, keeps its keys to itself, and ends cleanly on SIGTERM', async () => {
    const server = await startServer();
    const health = await fetch(server.origin + API_PATHS.health);
    expect(health.status).toBe(200);
    const secrets = path.join(server.dataDir, 'secrets.json');
    expect((await stat(secrets)).mode & 0o077).toBe(0);
    const before = await readFile(secrets, 'utf8');
    expect(await server.end('SIGTERM')).toBe(0);
    await expect(fetch(server.origin)).rejects.toThrow();

    const again = await startServer({ DATA_DIR: server.dataDir, PORT: String(server.port) });
    expect(await readFile(secrets, 'utf8')).toBe(before);
    await again.end('SIGTERM');
    await removeData(server);
  });

  test('leaves nothing behind when killed, and starts again on the same port', async () => {
    const server = await startServer();
    await server.end('SIGKILL');
    await expect
      .poll(
        () =>
          fetch(server.origin).then(
            () => 'serves',
            () => 'gone',
          ),
        { timeout: 10_000 },
      )
      .toBe('gone');
    const again = await startServer({ DATA_DIR: server.dataDir, PORT: String(server.port) });
    expect((await fetch(again.origin + API_PATHS.health)).status).toBe(200);
    await again.end('SIGTERM');
    await removeData(server);
  });

  test('says in one sentence that the port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-test-'));
    const { code, output } = await startRefused({ PORT: String(port), DATA_DIR: dataDir });
    expect({ code, output }).toEqual({
      code: 1,
      output: `Port ${port} is taken on 127.0.0.1: set PORT to a free one.\n`,
    });
    other.close();
    await rm(dataDir, { recursive: true });
  });

  test.each([
    [
      'DATA_DIR that cannot be made',
      { DATA_DIR: '/dev/null/data' },
      /^DATA_DIR \/dev\/null\/data cannot be written/,
    ],
    ['PORT that is none', { PORT: 'http' }, /^PORT must be a number from 1 to 65535, got "http"\.$/],
    ['HOST that is not here', { HOST: '203.0.113.1' }, /^Cannot listen on 203\.0\.113\.1:/],
    ['NETWORK_OVERRIDE that is no JSON', { NETWORK_OVERRIDE: '{' }, /^NETWORK_OVERRIDE is not valid JSON\.$/],
  ])('refuses a %s', async (_name, env, sentence) => {
    const dataDir = await mkdtemp(path.join(tmpdir(), 'jissoku-test-'));
    const { code, output } = await startRefused({
      PORT: String(await freePort()),
      DATA_DIR: dataDir,
      ...env,
    });
    expect(code).toBe(1);
    expect(output.trim()).toMatch(sentence);
    expect(output.trim().split('\n')).toHaveLength(1);
    await rm(dataDir, { recursive: true, force: true });
  });
});
