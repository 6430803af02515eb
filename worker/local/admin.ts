/**
 * `npm run admin -- …`: what an operator does to the fleet of a local start, on its database. The server may run meanwhile.
 * docs/operate.md says how the same is done on Cloudflare.
 */
import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { FLEET_COHORTS, type FleetCohort, labelSchema } from '../../measurement-agent/protocol/agents.ts';
import { type Declared, declaredSchema } from '../../measurement-agent/protocol/result.ts';
import { type Schedule, scheduleSchema } from '../../measurement-agent/protocol/schedule.ts';
import { hashEnrolmentToken, newEnrolmentToken } from '../domain/enrolment-token.ts';
import { isTimeZone } from '../domain/time-zone.ts';
import {
  allAgents,
  insertEnrolmentToken,
  revokeAgent,
  setSchedule,
  setSuppression,
} from '../storage/agents.ts';
import { openDatabase } from './app-process.ts';
import { readSettings } from './settings.ts';

const EXIT_NOT_THERE = 1;
const EXIT_USAGE = 2;
const DAY_MS = 86_400_000;

interface TokenOptions {
  owner: string;
  site: string;
  cohort: FleetCohort;
  days: number;
  isp?: Declared['isp'];
  region?: Declared['subdivisionCode'];
  access?: Declared['accessTechnology'];
  method?: Declared['connectionMethod'];
  dwelling?: Declared['dwelling'];
  medium?: Declared['medium'];
  contractDownload?: Declared['contractDownloadBps'];
  contractUpload?: Declared['contractUploadBps'];
}

const root = new Command('admin').exitOverride().helpCommand(false);

root
  .command('token-create')
  .description('Make a token that lets one device enrol, and tell it; it is told once.')
  .requiredOption('--owner <name>', 'who the device belongs to', label)
  .requiredOption('--site <name>', 'where it stands', label)
  .addOption(
    new Option('--cohort <cohort>', 'what its results are counted as')
      .choices([...FLEET_COHORTS])
      .default('independent-agent'),
  )
  .option('--days <n>', 'good for so many days', days, 7)
  .option('--isp <slug>', 'provider of the line', declared('isp'))
  .option('--region <code>', 'ISO 3166-2, as JP-13', declared('subdivisionCode'))
  .option('--access <technology>', 'access technology', declared('accessTechnology'))
  .option('--method <method>', 'connection method', declared('connectionMethod'))
  .option('--dwelling <kind>', 'kind of building and wiring', declared('dwelling'))
  .option('--medium <medium>', 'how the device is connected', declared('medium'))
  .option('--contract-download <Mbit/s>', 'rate in the contract', contract('contractDownloadBps'))
  .option('--contract-upload <Mbit/s>', 'rate in the contract', contract('contractUploadBps'))
  .action((options: TokenOptions) =>
    onDatabase(async (database) => {
      const token = newEnrolmentToken();
      const nowMs = Date.now();
      const record = {
        tokenHash: await hashEnrolmentToken(token),
        owner: options.owner,
        ownerId: null,
        siteId: null,
        cohort: options.cohort,
        site: { name: options.site, declared: declaredOf(options) },
        expiresAtMs: nowMs + options.days * DAY_MS,
      };
      await insertEnrolmentToken(database, record, nowMs);
      console.log(token);
    }),
  );

root
  .command('agent-list')
  .description('Every enrolled agent, one JSON object a line.')
  .action(() =>
    onDatabase(async (database) => {
      for (const agent of await allAgents(database)) console.log(JSON.stringify(agent));
    }),
  );

root
  .command('agent-revoke')
  .description('Take nothing more of an agent.')
  .argument('<id>')
  .addOption(new Option('--as <why>').choices(['retired', 'stolen']).default('retired'))
  .action((id: string, { as }: { as: 'retired' | 'stolen' }) =>
    onDatabase(async (database) => told(await revokeAgent(database, id, as, Date.now()), id)),
  );

root
  .command('agent-schedule')
  .description('Give an agent a schedule (docs/agent.md), a JSON file; without one the default.')
  .argument('<id>')
  .argument('[file]')
  .action((id: string, file: string | undefined) =>
    onDatabase(async (database) => {
      const schedule = file === undefined ? null : await scheduleIn(file);
      if (schedule === 'broken') return;
      told(await setSchedule(database, id, schedule), id);
    }),
  );

root
  .command('suppress')
  .description('No tests and no probes of an agent, or of all, until a moment; without one they go on.')
  .argument('<id|all>')
  .argument('[until]', 'RFC 3339')
  .option('--reason <text>', 'told to the agents', 'by the operator')
  .action((id: string, until: string | undefined, { reason }: { reason: string }) =>
    onDatabase(async (database) => {
      const untilMs = until === undefined ? null : Date.parse(until);
      if (Number.isNaN(untilMs)) return fail(`${until} is no moment such as 2026-12-01T00:00:00Z.`);
      const suppression = untilMs === null ? null : { untilMs, reason };
      const count = await setSuppression(database, id === 'all' ? null : id, suppression);
      console.log(`${count} ${count === 1 ? 'agent' : 'agents'}.`);
    }),
  );

try {
  await root.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
}

/** Runs on the database of DATA_DIR. */
async function onDatabase(act: (database: D1Database) => Promise<void>): Promise<void> {
  const settings = readSettings(process.env);
  if (!settings.ok) return fail(settings.error.sentence);
  const { dataDir } = settings.value;
  const found = await access(path.join(dataDir, 'v3')).then(
    () => true,
    () => false,
  );
  if (!found) return fail(`DATA_DIR ${dataDir} holds no database yet: start the server once.`);
  const opened = await openDatabase(dataDir);
  try {
    await act(opened.database);
  } finally {
    await opened.close();
  }
}

async function scheduleIn(file: string): Promise<Schedule | 'broken'> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path.resolve(file), 'utf8'));
  } catch (error) {
    fail(`${file}: ${String(error)}`);
    return 'broken';
  }
  const parsed = scheduleSchema.safeParse(json);
  const { timeZone = null } = parsed.data ?? {};
  if (timeZone !== null && !isTimeZone(timeZone)) {
    fail(`${file}: timeZone is not an IANA time zone: ${timeZone}`);
    return 'broken';
  }
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  fail(`${file}: ${issue?.path.join('.')} ${issue?.message}`);
  return 'broken';
}

function told(found: boolean, id: string): void {
  if (!found) fail(`No agent has the id ${id}.`);
}

function fail(sentence: string): void {
  console.error(sentence);
  process.exitCode = EXIT_NOT_THERE;
}

function label(value: string): string {
  const parsed = labelSchema.safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
  return parsed.data;
}

function days(value: string): number {
  const count = Number(value);
  if (!Number.isInteger(count) || count < 1 || count > 365)
    throw new InvalidArgumentError('It must be 1 to 365.');
  return count;
}

function declared<Field extends keyof Declared>(field: Field) {
  return (value: string): Declared[Field] => checkDeclared(field, value);
}

function contract(field: 'contractDownloadBps' | 'contractUploadBps') {
  return (value: string) => checkDeclared(field, Math.round(Number(value) * 1e6));
}

function checkDeclared<Field extends keyof Declared>(field: Field, value: unknown): Declared[Field] {
  const parsed = declaredSchema.shape[field].safeParse(value);
  if (!parsed.success) throw new InvalidArgumentError(`It ${parsed.error.issues[0]?.message}.`);
  return parsed.data as Declared[Field];
}

function declaredOf(options: TokenOptions): Declared {
  return {
    isp: options.isp ?? null,
    subdivisionCode: options.region ?? null,
    accessTechnology: options.access ?? null,
    connectionMethod: options.method ?? null,
    dwelling: options.dwelling ?? null,
    medium: options.medium ?? null,
    contractDownloadBps: options.contractDownload ?? null,
    contractUploadBps: options.contractUpload ?? null,
  };
}
