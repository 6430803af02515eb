/** What the commands of an agent that stays do. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { CONFIG_KEYS, type Config } from '../../daemon/config/config.ts';
import { deliver } from '../../daemon/deliver.ts';
import { type DeviceKey, makeDeviceKey, readDeviceKey } from '../../daemon/device-key.ts';
import { probeLightly } from '../../daemon/light-probes.ts';
import { replaceFile } from '../../daemon/replace-file.ts';
import { monthOf } from '../../daemon/schedule/byte-budget.ts';
import { failureText } from '../../daemon/signed-client.ts';
import { Spool } from '../../daemon/spool.ts';
import { makeStateDir } from '../../daemon/state-dir.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { enrolledSchema } from '../../protocol/agents.ts';
import type { AgentActions, ConfigRequest } from '../agent-command.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { clientOf } from './client.ts';
import { type Configured, configured } from './configured.ts';
import { fail } from './fail.ts';

/** The configuration, or null after its faults were told. */
function readyConfig(request: ConfigRequest): Configured | null {
  const read = configured(request, process.env);
  return read.ok ? read.value : fail(EXIT_CODES.usage, ...read.error);
}

function withServer(
  read: Configured | null,
): (Configured & { config: Config & { server: string; state_dir: string } }) | null {
  if (read === null) return null;
  const { server } = read.config;
  if (server === null)
    return fail(EXIT_CODES.usage, 'No server: set server in the configuration, JISSOKU_SERVER or --server.');
  return { ...read, config: { ...read.config, server: new URL(server).origin } };
}

function openSpool(read: Configured): Spool | null {
  makeStateDir(read.state.path);
  const spool = Spool.open(read.state.spool, read.config.spool_bytes ?? 0, (movedTo) =>
    process.stderr.write(`The spool was damaged: it lies in ${movedTo}, and a new one was begun.\n`),
  );
  return spool.ok ? spool.value : fail(EXIT_CODES.usage, spool.error.sentence);
}

async function deviceKey(read: Configured): Promise<DeviceKey | null> {
  const key = await readDeviceKey(read.state.key);
  return key.ok ? key.value : fail(EXIT_CODES.usage, key.error.sentence);
}

function print(value: unknown): void {
  process.stdout.write(`${typeof value === 'string' ? value : JSON.stringify(value)}\n`);
}

function tokenIn(given: string | null): string | null {
  if (given !== null) return given;
  if (process.env.JISSOKU_TOKEN) return process.env.JISSOKU_TOKEN;
  const file = process.env.JISSOKU_TOKEN_FILE;
  return file ? readFileSync(file, 'utf8').trim() : null;
}

export const agentActions: AgentActions = {
  async enroll(request) {
    const read = withServer(readyConfig(request));
    if (read === null) return;
    const token = tokenIn(request.token);
    if (token === null) {
      fail(EXIT_CODES.usage, 'No token: give --token, or set JISSOKU_TOKEN or JISSOKU_TOKEN_FILE.');
      return;
    }
    makeStateDir(read.state.path);
    if (request.newKey) rmSync(read.state.key, { force: true });
    if (!existsSync(read.state.key)) await makeDeviceKey(read.state.key);
    const key = await deviceKey(read);
    if (key === null) return;
    const client = clientOf(read.config.server, key, new AbortController().signal);
    const enrolled = await client.enroll(token, packageJson.version);
    if (!enrolled.ok) {
      const code = enrolled.error.reason === 'problem' ? EXIT_CODES.refused : EXIT_CODES.network;
      fail(code, `Not enrolled. ${failureText(enrolled.error)}`);
      return;
    }
    replaceFile(
      read.state.enrolment,
      `${JSON.stringify({ server: read.config.server, ...enrolled.value })}\n`,
    );
    const { owner, site, cohort, agentId } = enrolled.value;
    print(`Enrolled for ${owner} at ${site.name} (${cohort}) as ${agentId}.`);
  },

  async daemon(request) {
    const read = withServer(readyConfig(request));
    if (read === null) return;
    if (!existsSync(read.state.enrolment)) {
      fail(
        EXIT_CODES.usage,
        `This device is not enrolled: run jissoku enroll --server ${read.config.server} --token TOKEN.`,
      );
      return;
    }
    const key = await deviceKey(read);
    const spool = key === null ? null : openSpool(read);
    if (key === null || spool === null) return;
    const { runDaemon } = await import('./run-daemon.ts');
    await runDaemon(read.config, read.state, key, spool, siteOf(read));
  },

  async status(request, json) {
    const read = readyConfig(request);
    const spool = read === null ? null : openSpool(read);
    if (read === null || spool === null) return;
    const key = await readDeviceKey(read.state.key);
    const observed = {
      version: packageJson.version,
      server: read.config.server,
      agentId: key.ok ? key.value.id : null,
      site: siteOf(read),
      ...spool.counts(),
      monthBytes: spool.monthBytes(monthOf(Date.now())),
      next: spool.state('slot'),
      schedule: spool.state('schedule'),
      suppression: spool.state('suppression'),
      newestAgent: spool.state('newestAgent'),
      last: spool.last()?.startedAt ?? null,
      slotsLately: spool.slots(5),
    };
    spool.close();
    if (json) print(observed);
    else for (const [name, value] of Object.entries(observed)) print(`${name.padEnd(14)} ${shown(value)}`);
    if (!key.ok) fail(EXIT_CODES.usage, key.error.sentence);
  },

  async queue(request, action) {
    const read = action.name === 'flush' ? withServer(readyConfig(request)) : readyConfig(request);
    const spool = read === null ? null : openSpool(read);
    if (read === null || spool === null) return;
    switch (action.name) {
      case 'list':
        for (const { document: _document, ...row } of spool.list(null)) {
          if (row.state === 'sent') continue;
          print(
            action.json
              ? row
              : `${row.measurementId}  ${row.state}  until ${row.submitBy}  ${row.reason ?? ''}`,
          );
        }
        break;
      case 'drop':
        print(`${spool.drop(action.id)} removed.`);
        break;
      case 'flush': {
        if (action.refused) spool.requeue();
        const key = await deviceKey(read);
        if (key === null) break;
        const client = clientOf(read.config.server ?? '', key, new AbortController().signal);
        for (;;) {
          const delivery = await deliver(spool, client);
          if (delivery.outcome === 'sent') {
            print(`${delivery.sent} delivered, ${delivery.refused} refused.`);
            continue;
          }
          if (delivery.outcome !== 'empty')
            fail(
              delivery.outcome === 'barred' ? EXIT_CODES.refused : EXIT_CODES.queued,
              `Results are kept. ${failureText(delivery.failure)}`,
            );
          break;
        }
      }
    }
    spool.close();
  },

  async export(request) {
    const read = readyConfig(request);
    const spool = read === null ? null : openSpool(read);
    if (spool === null) return;
    for (const { document, ...row } of spool.list(null))
      print({ type: 'result', ...row, document: parsed(document) });
    for (const slot of spool.slots(-1))
      print({ type: 'slot', ...slot, plannedAt: new Date(slot.plannedAtMs).toISOString() });
    for (const { atMs, round } of spool.lightProbes(0))
      print({ type: 'light-probes', at: new Date(atMs).toISOString(), ...(round as object) });
    spool.close();
  },

  async servers(request) {
    const read = withServer(readyConfig(request));
    if (read === null) return;
    const { edge } = await probeLightly(read.config.server);
    const reached = edge.filter(({ rttMs }) => rttMs !== null);
    print(
      `${read.config.server}  ${reached.map(({ ipVersion, rttMs }) => `IPv${ipVersion} ${rttMs} ms`).join(', ') || 'not reached'}`,
    );
    if (reached.length === 0) process.exitCode = EXIT_CODES.network;
  },

  async config(request, action, origin) {
    const read = readyConfig(request);
    if (read === null) return;
    if (action === 'check') {
      print(read.file === null ? 'There is no file: the defaults hold.' : `${read.file} is sound.`);
      return;
    }
    for (const key of CONFIG_KEYS)
      print(`${key} = ${shown(read.config[key])}${origin ? `  # ${read.origins[key]}` : ''}`);
  },

  async doctor(request, json) {
    const read = withServer(readyConfig(request));
    if (read === null) return;
    const { runDoctor } = await import('./run-doctor.ts');
    await runDoctor(read, json, print);
  },

  /** Loaded apart: a daemon never measures in its own process, and has to stay small. */
  slot: async (order) => (await import('./run-order.ts')).runOrder(order),
};

/** What the agent is called: the configuration's word, else what it was enrolled as. */
function siteOf(read: Configured): string {
  if (read.config.site !== null) return read.config.site;
  const enrolled = enrolledSchema.safeParse(
    parsed(existsSync(read.state.enrolment) ? readFileSync(read.state.enrolment, 'utf8') : ''),
  );
  return enrolled.success ? enrolled.data.site.name : '';
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
