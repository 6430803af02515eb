/** A fleet in the database of the worker under test, without the requests that would make it. */

import type { AlarmCondition } from '../../measurement-agent/protocol/alarms.ts';
import { NOTHING_DECLARED } from '../../measurement-agent/protocol/result.ts';
import type { QuietHours } from '../../measurement-agent/protocol/schedule.ts';
import { ENV } from './bindings.ts';

const run = (sql: string, ...values: unknown[]) =>
  ENV.DB.prepare(sql)
    .bind(...values)
    .run();

/** Forgets everything of earlier tests that an alarm might see. */
export async function emptyFleet(): Promise<void> {
  const tables = [
    'alarm_rules',
    'alarm_watches',
    'alarms',
    'webhook_endpoints',
    'webhook_deliveries',
    'server_absences',
    'server_presence',
    'agent_results',
    'results',
    'agents',
    'owners',
  ];
  await ENV.DB.batch(tables.map((table) => ENV.DB.prepare(`delete from ${table}`)));
}

export async function addOwner(id: string): Promise<void> {
  await run('insert into owners(id, kind, label, created_at_ms) values (?, ?, ?, 0)', id, 'isp', id);
}

export async function addAgent(
  id: string,
  ownerId: string,
  times: { enrolledAtMs: number; heardAtMs: number | null },
): Promise<void> {
  await run(
    `insert into agents(id, public_key, token_hash, owner, owner_id, site_name, declared, cohort, enrolled_at_ms, heard_at_ms)
      values (?, '', ?, ?, ?, ?, ?, 'isp-agent', ?, ?)`,
    id,
    id,
    ownerId,
    ownerId,
    `Site of ${id}`,
    JSON.stringify({ ...NOTHING_DECLARED, subdivisionCode: 'JP-13' }),
    times.enrolledAtMs,
    times.heardAtMs,
  );
}

export async function hearAgent(id: string, atMs: number): Promise<void> {
  await run('update agents set heard_at_ms = ? where id = ?', atMs, id);
}

export async function addRule(
  id: string,
  ownerId: string,
  condition: AlarmCondition,
  quietHours: QuietHours = [],
): Promise<void> {
  await run(
    'insert into alarm_rules(id, owner_id, name, condition, quiet_hours, created_at_ms) values (?, ?, ?, ?, ?, 0)',
    id,
    ownerId,
    `Rule ${id}`,
    JSON.stringify(condition),
    JSON.stringify(quietHours),
  );
}

export async function addEndpoint(id: string, ownerId: string, url = 'https://ops.example/'): Promise<void> {
  await run(
    'insert into webhook_endpoints(id, owner_id, url, secret_version, created_at_ms) values (?, ?, ?, 1, 0)',
    id,
    ownerId,
    url,
  );
}

/** A valid result of an agent. */
export async function addResult(
  agentId: string,
  measuredAtMs: number,
  downloadBps: number,
  ipVersion: 4 | 6 | null = null,
): Promise<void> {
  const id = `${agentId} ${measuredAtMs}`;
  await run(
    `insert into results(id, received_at_ms, measured_at_ms, method_version, cohort, synthetic, valid, download_bps, ip_version)
      values (?, ?, ?, 1, 'isp-agent', 0, 1, ?, ?)`,
    id,
    measuredAtMs,
    measuredAtMs,
    downloadBps,
    ipVersion,
  );
  await run('insert into agent_results values (?, ?, ?)', id, agentId, measuredAtMs);
}
