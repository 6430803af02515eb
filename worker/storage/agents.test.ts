import type { D1Migration } from 'cloudflare:test';
import { describe, expect, test } from 'vitest';
import type { HeartbeatRequest } from '../../measurement-agent/protocol/agents.ts';
import { DEFAULT_SCHEDULE } from '../../measurement-agent/protocol/schedule.ts';
import { ENV } from '../../test/worker/bindings.ts';
import { openSession, submitted } from '../../test/worker/calls.ts';
import { byCommand, must } from '../../test/worker/fleet-calls.ts';
import { enrolledDevice } from '../../test/worker/signed-calls.ts';
import { heartbeatAnswer } from '../domain/agent-service.ts';
import { changeAgent } from '../fleet/agents.ts';
import { pauseEverybody, pauseOwner } from '../fleet/owners.ts';
import { agentOf, noteResultsOf } from './agents.ts';
import { noteHeartbeat } from './heartbeats.ts';
import { deleteResult } from './results.ts';

const HEARTBEAT: HeartbeatRequest = {
  agentVersion: '0.1.0',
  clockOffsetMs: null,
  results: { queued: 0, refused: 0, dropped: 0 },
  slots: { missed: 0, skipped: 0, failed: 0 },
  monthBytes: 0,
};
const DAY = 20_000;
const at = (hour: number, minute: number) => ((DAY * 24 + hour) * 60 + minute) * 60_000;
const all = async (query: string, ...values: unknown[]) =>
  (
    await ENV.DB.prepare(query)
      .bind(...values)
      .all()
  ).results;

test('noteHeartbeat() keeps the gap before it, once', async () => {
  const { id } = await enrolledDevice();
  const gap = { fromMs: at(1, 0), toMs: at(3, 0) };
  await noteHeartbeat(ENV.DB, id, HEARTBEAT, at(0, 45), null, 0);
  await noteHeartbeat(ENV.DB, id, HEARTBEAT, at(3, 0), gap, 0);
  await noteHeartbeat(ENV.DB, id, HEARTBEAT, at(3, 0), gap, 0);
  expect(await all('select from_ms, to_ms from agent_gaps where agent_id = ?', id)).toEqual([
    { from_ms: gap.fromMs, to_ms: gap.toMs },
  ]);
  expect(await agentOf(ENV.DB, id)).toMatchObject({ heartbeat: HEARTBEAT, heardAtMs: at(3, 0) });
});

test('noteResultsOf() keeps whose a stored result is, for the first that says so and as long as the result', async () => {
  const [first, second] = [await enrolledDevice(), await enrolledDevice()];
  const { id } = await submitted(await openSession());
  const owned = () => all('select agent_id from agent_results where result_id = ?', id);
  await noteResultsOf(ENV.DB, first.id, [id, 'not-stored']);
  await noteResultsOf(ENV.DB, second.id, [id]);
  expect(await owned()).toEqual([{ agent_id: first.id }]);
  expect(await all("select * from agent_results where result_id = 'not-stored'")).toEqual([]);
  await deleteResult(ENV.DB, id);
  expect(await owned()).toEqual([]);
});

describe('an agent of a group and an owner', () => {
  const NOW = at(12, 0);
  const SCHEDULE = { ...DEFAULT_SCHEDULE, lightProbesEveryS: 10 };

  async function inGroup() {
    const { id } = await enrolledDevice();
    const [ownerId, groupId] = [`owner-${id.slice(0, 16)}`, `group-${id.slice(0, 16)}`];
    await ENV.DB.batch([
      ENV.DB.prepare(
        'insert into owners (id, kind, label, created_at_ms, suppressed_until_ms, suppressed_why) values (?, ?, ?, ?, ?, ?)',
      ).bind(ownerId, 'isp', ownerId, NOW, NOW + 2_000, 'owner'),
      ENV.DB.prepare(
        'insert into agent_groups (id, owner_id, name, schedule, created_at_ms, suppressed_until_ms, suppressed_why) values (?, ?, ?, ?, ?, ?, ?)',
      ).bind(groupId, ownerId, 'g', JSON.stringify(SCHEDULE), NOW, NOW + 1_000, 'group'),
      ENV.DB.prepare('update agents set owner_id = ?, group_id = ? where id = ?').bind(ownerId, groupId, id),
    ]);
    return id;
  }

  test('is told its group’s schedule, and the suppression that ends last', async () => {
    const id = await inGroup();
    must(await changeAgent(byCommand(), id, { suppression: { untilMs: NOW + 500, reason: 'agent' } }));
    const agent = (await agentOf(ENV.DB, id))!;
    const answer = heartbeatAnswer(agent, NOW);
    expect(answer.schedule).toEqual(SCHEDULE);
    expect(answer.suppression?.reason).toBe('owner');
    must(await changeAgent(byCommand(), id, { suppression: { untilMs: NOW + 5_000, reason: 'agent' } }));
    const own = heartbeatAnswer((await agentOf(ENV.DB, id))!, NOW);
    expect(own.suppression?.reason).toBe('agent');
    expect(heartbeatAnswer(agent, NOW + 2_000).suppression).toBeNull();
  });

  test('is told the operator’s pause, which its owner neither lifts nor shortens', async () => {
    const id = await inGroup();
    const { ownerId } = (await agentOf(ENV.DB, id))!;
    const told = async () => heartbeatAnswer((await agentOf(ENV.DB, id))!, NOW).suppression?.reason ?? null;
    const asOwner = {
      ...byCommand(),
      caller: { role: 'owner', ownerId, actor: 'key:x', keysEndByMs: null },
      scope: { ownerId: ownerId! },
    } as const;
    must(await pauseOwner(byCommand(), ownerId!, { untilMs: NOW + 9_000, reason: 'operator' }));
    expect(await told()).toBe('operator');
    const lifted = must(await pauseOwner(asOwner, ownerId!, null));
    expect(lifted).toMatchObject({ suppression: null, operatorSuppression: { reason: 'operator' } });
    expect(await told()).toBe('operator');
    must(await pauseOwner(byCommand(), ownerId!, null));
    expect(await told()).toBe('group');
    // What an owner made of all its agents the operator lifts, too.
    must(await pauseOwner(asOwner, ownerId!, { untilMs: NOW + 9_000, reason: 'owner' }));
    expect(await told()).toBe('owner');
    expect(must(await pauseOwner(byCommand(), ownerId!, null)).suppression).toBeNull();
    expect(await told()).toBe('group');
    await pauseEverybody(byCommand(), { untilMs: NOW + 99_000, reason: 'everybody' });
    expect(await told()).toBe('everybody');
    await pauseEverybody(byCommand(), null);
    expect(await told()).toBe('group');
  });
});

test('what was enrolled before there were owners has one afterwards, with its site', async () => {
  const { id } = await enrolledDevice({ owner: 'Before ISP', cohort: 'isp-agent' });
  const other = await enrolledDevice({ owner: 'Before volunteer', cohort: 'independent-agent' });
  const { queries } = (ENV as unknown as Record<'TEST_MIGRATIONS', D1Migration[]>).TEST_MIGRATIONS.find(
    ({ name }) => name === '0010_fleet.sql',
  )!;
  for (const query of queries.filter((each) => /^(?:--.*\s+)*(?:INSERT|UPDATE)/.test(each.trim())))
    await ENV.DB.prepare(query).run();
  const found = await all(
    `select o.label, o.kind, s.name, length(o.id) as characters from agents a join owners o on o.id = a.owner_id
      join sites s on s.id = a.site_id and s.owner_id = o.id where a.id in (?, ?) order by o.label`,
    id,
    other.id,
  );
  expect(found).toEqual([
    { label: 'Before ISP', kind: 'isp', name: 'Tokyo 1', characters: 22 },
    { label: 'Before volunteer', kind: 'volunteer', name: 'Tokyo 1', characters: 22 },
  ]);
});
