import { describe, expect, test } from 'vitest';
import type { Problem } from '../../measurement-agent/protocol/problems.ts';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { call, openSession, refusal } from '../../test/worker/calls.ts';
import { enrolledDevice, signedInit } from '../../test/worker/signed-calls.ts';
import type { Env } from '../env.ts';
import { CLOCK_HEADER } from './clock.ts';

const LATER_MS = Date.UTC(2031, 4, 6, 7, 8, 9);
const HEARTBEAT = {
  agentVersion: '0.1.0',
  clockOffsetMs: null,
  results: { queued: 0, refused: 0, dropped: 0 },
  slots: { missed: 0, skipped: 0, failed: 0 },
  monthBytes: 0,
};

/** A heartbeat that was signed in 2031 and says so. */
async function heartbeat(variables: Partial<Env>): Promise<Response> {
  const device = await enrolledDevice();
  const init = await signedInit(API_PATHS.heartbeat, HEARTBEAT, device, { createdAtS: LATER_MS / 1000 });
  const headers = new Headers(init.headers);
  headers.set(CLOCK_HEADER, String(LATER_MS));
  return call(API_PATHS.heartbeat, { ...init, headers }, variables);
}

describe('the clock of requests', () => {
  test('is believed under a simulator', async () => {
    const response = await heartbeat({ CLOCK: 'request' });
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ serverTime: '2031-05-06T07:08:09.000Z' });
  });

  test('is nobody’s to say otherwise', async () => {
    expect((await refusal(await heartbeat({}))).reason).toBe('clock-skew');
  });

  test.each([
    ['not a number', 'soon'],
    ['negative', '-1'],
    ['a fraction', '1.5'],
  ])('that is %s is not listened to', async (_name, said) => {
    const headers = { [CLOCK_HEADER]: said };
    const response = await call(API_PATHS.sessions, { method: 'POST', headers }, { CLOCK: 'request' });
    const { expiresAt } = await response.json<{ expiresAt: string }>();
    expect(Math.abs(Date.parse(expiresAt) - Date.now())).toBeLessThan(3_600_000);
  });

  test('stops every route of a server that is no local start', async () => {
    await openSession();
    for (const path of [API_PATHS.sessions, API_PATHS.heartbeat, API_PATHS.results, API_PATHS.batch]) {
      const response = await call(
        path,
        { method: 'POST' },
        { CLOCK: 'request', LOCAL: '0', NETWORK_OVERRIDE: '' },
      );
      expect(response.status).toBe(503);
      expect((await response.json<Problem>()).detail).toMatch(/^CLOCK is set/);
    }
  });
});
