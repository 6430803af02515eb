import { describe, expect, test } from 'vitest';
import { type HeartbeatRequest, heartbeatSchema } from '../../measurement-agent/protocol/agents.ts';
import { DEFAULT_SCHEDULE, type Schedule } from '../../measurement-agent/protocol/schedule.ts';
import { API_PATHS, SIGNED_WITHIN_S } from '../../measurement-agent/protocol/spec.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { call, refusal } from '../../test/worker/calls.ts';
import { byCommand, must } from '../../test/worker/fleet-calls.ts';
import {
  enrol,
  enrolledDevice,
  newDevice,
  signedCall,
  signedInit,
  tokenOf,
} from '../../test/worker/signed-calls.ts';
import { newEnrolmentToken } from '../domain/enrolment-token.ts';
import { changeAgent } from '../fleet/agents.ts';
import { agentOf } from '../storage/agents.ts';

const HEARTBEAT: HeartbeatRequest = {
  agentVersion: '0.1.0',
  clockOffsetMs: -12.5,
  results: { queued: 3, refused: 0, dropped: 0 },
  slots: { missed: 1, skipped: 2, failed: 0 },
  monthBytes: 1_000_000,
};
const nowS = () => Math.floor(Date.now() / 1000);

describe('enrolling', () => {
  test('binds the key to what the token says, once, and answers the same again', async () => {
    const device = await newDevice();
    const token = await tokenOf();
    const first = await enrol(device, token);
    expect(first.status).toBe(201);
    const answer = await first.json();
    expect(answer).toMatchObject({
      agentId: device.id,
      owner: 'Regulator',
      cohort: 'isp-agent',
      site: { name: 'Tokyo 1', declared: { accessTechnology: 'ftth', medium: 'wired', isp: null } },
    });
    const again = await enrol(device, token);
    expect(again.status).toBe(200);
    expect(await again.json()).toEqual(answer);
  });

  test('keeps no token that could be used', async () => {
    const token = await tokenOf();
    const { results } = await ENV.DB.prepare('select * from enrolment_tokens').all();
    expect(JSON.stringify(results)).not.toContain(token);
  });

  test('refuses another device with the same token, also at the same moment', async () => {
    const token = await tokenOf();
    const devices = await Promise.all(Array.from({ length: 5 }, newDevice));
    const responses = await Promise.all(devices.map((device) => enrol(device, token)));
    expect(responses.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(responses.filter(({ status }) => status === 403)).toHaveLength(4);
    const refused = responses.find(({ status }) => status === 403);
    expect((await refusal(refused!)).reason).toBe('token-used');
  });

  test('refuses a second token for the same key', async () => {
    const device = await enrolledDevice();
    expect((await refusal(await enrol(device, await tokenOf()))).reason).toBe('token-used');
  });

  test('refuses a token that expired, and one of another server', async () => {
    const device = await newDevice();
    const expired = await tokenOf({ expiresAtMs: Date.now() - 1 });
    expect((await refusal(await enrol(device, expired))).reason).toBe('token-expired');
    expect((await refusal(await enrol(device, newEnrolmentToken()))).reason).toBe('bad-token');
    expect(await agentOf(ENV.DB, device.id)).toBeNull();
  });

  test('refuses who does not hold the key that it brings', async () => {
    const device = await newDevice();
    const { publicKey, id } = await newDevice();
    const token = await tokenOf();
    for (const claimed of [
      { ...device, publicKey },
      { ...device, publicKey, id },
    ])
      expect((await refusal(await enrol(claimed, token))).reason).toBe('bad-signature');
  });
});

describe('a heartbeat', () => {
  const beat = (...rest: Parameters<typeof signedCall> extends [unknown, unknown, ...infer R] ? R : never) =>
    signedCall(API_PATHS.heartbeat, HEARTBEAT, ...rest);

  test('is kept, and answers the server’s time, the schedule and no suppression', async () => {
    const device = await enrolledDevice();
    const response = await beat(device);
    expect(response.status).toBe(200);
    const answer = heartbeatSchema.parse(await response.json());
    expect(answer).toMatchObject({ schedule: DEFAULT_SCHEDULE, suppression: null, oldestProtocol: 1 });
    expect(await agentOf(ENV.DB, device.id)).toMatchObject({ heartbeat: HEARTBEAT });
  });

  test('tells the schedule that was set, and a suppression until it ends', async () => {
    const device = await enrolledDevice();
    const schedule: Schedule = { ...DEFAULT_SCHEDULE, cadence: { kind: 'stratified', hours: [20, 21] } };
    must(await changeAgent(byCommand(), device.id, { schedule }));
    const untilMs = Date.now() + 60_000;
    must(await changeAgent(byCommand(), device.id, { suppression: { untilMs, reason: 'maintenance' } }));
    expect(await (await beat(device)).json()).toMatchObject({
      schedule,
      suppression: { until: new Date(untilMs).toISOString(), reason: 'maintenance' },
    });
    must(
      await changeAgent(byCommand(), device.id, {
        suppression: { untilMs: Date.now() - 1, reason: 'maintenance' },
      }),
    );
    expect(await (await beat(device)).json()).toMatchObject({ suppression: null });
  });

  test('writes down the gap that it ends, unless the server itself was away', async () => {
    const gapsAfter = async (setUp: (heardAtMs: number) => Promise<unknown>) => {
      const device = await enrolledDevice();
      await beat(device);
      const heardAtMs = Date.now() - 2 * 3_600_000;
      await ENV.DB.prepare('update agents set heard_at_ms = ? where id = ?').bind(heardAtMs, device.id).run();
      await setUp(heardAtMs);
      expect((await beat(device)).status).toBe(200);
      const { results } = await ENV.DB.prepare('select from_ms, to_ms from agent_gaps where agent_id = ?')
        .bind(device.id)
        .all<{ from_ms: number; to_ms: number }>();
      return results.map(({ from_ms, to_ms }) => [from_ms - heardAtMs, to_ms > from_ms]);
    };
    expect(await gapsAfter(async () => null)).toEqual([[900_000, true]]);
    const absence = 'insert into server_absences (from_ms, to_ms) values (?, ?)';
    expect(await gapsAfter((heardAtMs) => ENV.DB.prepare(absence).bind(heardAtMs, Date.now()).run())).toEqual(
      [],
    );
    await ENV.DB.prepare('delete from server_absences').run();
  });

  test('writes down the gap since the device was enrolled when it is the first', async () => {
    const device = await enrolledDevice();
    const enrolledAtMs = Date.now() - 40 * 86_400_000;
    await ENV.DB.prepare('update agents set enrolled_at_ms = ? where id = ?')
      .bind(enrolledAtMs, device.id)
      .run();
    await beat(device);
    await beat(device);
    const { results } = await ENV.DB.prepare('select from_ms from agent_gaps where agent_id = ?')
      .bind(device.id)
      .all();
    expect(results).toEqual([{ from_ms: enrolledAtMs + 900_000 }]);
  });

  test('tells a campaign’s cadence while one runs', async () => {
    const device = await enrolledDevice();
    const nowMs = Date.now();
    const [startsAtMs, endsAtMs] = [nowMs - 60_000, nowMs + 3_600_000];
    await ENV.DB.prepare(
      "insert into campaigns (id, name, starts_at_ms, ends_at_ms, every_s, spread_s, created_at_ms) values ('c', 'c', ?, ?, 600, 60, 0)",
    )
      .bind(startsAtMs, endsAtMs)
      .run();
    expect(await (await beat(device)).json()).toMatchObject({
      schedule: { ...DEFAULT_SCHEDULE, cadence: { kind: 'campaign', everyS: 600, spreadS: 60 } },
    });
    await ENV.DB.prepare("delete from campaigns where id = 'c'").run();
    expect(await (await beat(device)).json()).toMatchObject({ schedule: DEFAULT_SCHEDULE });
  });

  test('is refused of who is not enrolled, retired, or whose key was stolen', async () => {
    expect((await refusal(await beat(await newDevice()))).reason).toBe('unknown-agent');
    const device = await enrolledDevice();
    must(await changeAgent(byCommand(), device.id, { revokedAs: 'retired' }));
    expect((await refusal(await beat(device))).reason).toBe('agent-revoked');
    must(await changeAgent(byCommand(), device.id, { revokedAs: 'stolen' }));
    expect((await refusal(await beat(device))).reason).toBe('key-stolen');
  });

  test('does not tell a stranger that an agent was revoked', async () => {
    const device = await enrolledDevice();
    must(await changeAgent(byCommand(), device.id, { revokedAs: 'stolen' }));
    const stranger = { ...(await newDevice()), id: device.id };
    expect((await refusal(await beat(stranger))).reason).toBe('bad-signature');
  });

  test('is refused the second time, for as long as its signature would be taken', async () => {
    const device = await enrolledDevice();
    const init = await signedInit(API_PATHS.heartbeat, HEARTBEAT, device);
    expect((await call(API_PATHS.heartbeat, init)).status).toBe(200);
    await beat(device);
    expect((await refusal(await call(API_PATHS.heartbeat, init))).reason).toBe('replayed');
  });

  test('is refused outside the time that a signature is taken, with the server’s time', async () => {
    const device = await enrolledDevice();
    for (const offS of [-SIGNED_WITHIN_S - 5, SIGNED_WITHIN_S + 5]) {
      const response = await beat(device, { createdAtS: nowS() + offS });
      expect(await response.clone().json()).toMatchObject({ detail: expect.stringContaining('server') });
      expect((await refusal(response)).reason).toBe('clock-skew');
    }
    expect((await beat(device, { createdAtS: nowS() - SIGNED_WITHIN_S + 30 })).status).toBe(200);
  });

  test.each([
    ['another body', { sentBody: JSON.stringify({ ...HEARTBEAT, monthBytes: 0 }) }],
    ['another path', { path: API_PATHS.batch }],
    ['another host', { authority: 'other.example' }],
  ])('is refused when what was signed is of %s', async (_name, signing) => {
    const device = await enrolledDevice();
    expect((await refusal(await beat(device, signing))).reason).toBe('bad-signature');
  });

  test.each([
    ['no signature', () => ({})],
    ['no input', (headers: Record<string, string>) => ({ ...headers, 'signature-input': '' })],
    ['no digest', (headers: Record<string, string>) => ({ ...headers, 'content-digest': '' })],
    [
      'fewer components',
      (headers: Record<string, string>) => ({
        ...headers,
        'signature-input': headers['signature-input']!.replace(' "content-digest"', ''),
      }),
    ],
    [
      'another algorithm',
      (headers: Record<string, string>) => ({
        ...headers,
        'signature-input': headers['signature-input']!.replace('ed25519', 'hmac-sha256'),
      }),
    ],
  ])('is refused with %s', async (_name, spoil) => {
    const device = await enrolledDevice();
    const init = await signedInit(API_PATHS.heartbeat, HEARTBEAT, device);
    const headers = { 'content-type': 'application/json', ...spoil(init.headers as Record<string, string>) };
    expect((await refusal(await call(API_PATHS.heartbeat, { ...init, headers }))).reason).toBe(
      'bad-signature',
    );
  });

  test('names what is wrong with it', async () => {
    const device = await enrolledDevice();
    const response = await signedCall(API_PATHS.heartbeat, { ...HEARTBEAT, monthBytes: -1 }, device);
    expect(await refusal(response)).toEqual({ reason: 'bad-request', fields: ['monthBytes'] });
  });
});
