import { describe, expect, test } from 'vitest';
import { powerCuts } from '../../bench/power-cuts/power-cuts.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { cutPower } from '../processes.ts';
import { removeData, startServer } from '../server.ts';
import { runAgent } from './agent.ts';

describe('a server that is killed', () => {
  test('in mid-test: the agent says so and exits with 3 or 4', async () => {
    const server = await startServer();
    const run = runAgent(['test', server.origin, '--json']);
    await expect.poll(() => run.stderr(), { timeout: 30_000 }).toMatch(/download/i);
    await server.end('SIGKILL');
    const code = await run.exited;
    expect([3, 4]).toContain(code);
    expect(run.stderr()).toMatch(/connection|server/i);
    expect(run.stderr()).not.toMatch(/\bat .+:\d+:\d+/);
    await removeData(server);
  });

  test('right after an accepted result: the result is there after a restart', async () => {
    const server = await startServer();
    const run = runAgent(['test', server.origin, '--json']);
    expect(await run.exited, run.stderr()).toBe(0);
    await cutPower(server.process.pid ?? 0);
    const document = JSON.parse(run.stdout()) as { measurementId: string; url: string };
    const again = await startServer({ DATA_DIR: server.dataDir, PORT: String(server.port) });
    const stored = await fetch(`${again.origin}${API_PATHS.results}/${document.measurementId}`);
    expect(stored.status).toBe(200);
    const { url: _url, ...expected } = document;
    expect(await stored.json()).toEqual(expected);
    await again.end('SIGTERM');
    await removeData(server);
  });

  test('under load, three times: what was answered with 201 is there once, and the rest can be sent again', async () => {
    const found = await powerCuts({ cuts: 3, clients: 5, seed: 1 });
    expect(found.answered).toBeGreaterThan(0);
    expect(found).toMatchObject({ lost: [], duplicates: [], changed: [], halfWritten: [], unreadable: [] });
  });
});
