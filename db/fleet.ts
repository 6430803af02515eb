/** Tables of the fleet: who its agents belong to, who may see and change what, and what changed. Contact data lies elsewhere (CONTACT_STORE). */
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { FLEET_ROLES, OWNER_KINDS } from '../measurement-agent/protocol/fleet.ts';
import type { Declared } from '../measurement-agent/protocol/result.ts';
import type { Schedule } from '../measurement-agent/protocol/schedule.ts';

/** No tests until then; null for none. What stands higher holds for all below: owner, group, agent. */
const suppression = () => ({
  suppressedUntilMs: integer('suppressed_until_ms'),
  suppressedWhy: text('suppressed_why'),
});

/** Who agents belong to. No name of a person and no address: a label, and an id that says nothing. */
export const owners = sqliteTable('owners', {
  id: text('id').primaryKey(),
  kind: text('kind', { enum: OWNER_KINDS }).notNull(),
  label: text('label').notNull().unique(),
  /** Slugs of the brands that it runs, JSON: results of an ISP's agents on other lines are not counted. Null where nobody said. */
  isps: text('isps', { mode: 'json' }).$type<string[]>(),
  createdAtMs: integer('created_at_ms').notNull(),
  /** From when on its keys and logins open nothing; null while it is in service. */
  closedAtMs: integer('closed_at_ms'),
  ...suppression(),
});

/** Pauses that the operator made and an owner cannot lift. */
export const operatorPauses = sqliteTable('operator_pauses', {
  /** An owner's id, or `all` for everybody's agents. */
  scope: text('scope').primaryKey(),
  untilMs: integer('until_ms').notNull(),
  reason: text('reason').notNull(),
});

/** Where agents stand: a line, as its owner declares it. */
export const sites = sqliteTable(
  'sites',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => owners.id),
    name: text('name').notNull(),
    declared: text('declared', { mode: 'json' }).$type<Declared>().notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [uniqueIndex('sites_by_owner').on(table.ownerId, table.name)],
);

/** Agents of one owner that are told the same; an agent is in one group or none. */
export const agentGroups = sqliteTable(
  'agent_groups',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id')
      .notNull()
      .references(() => owners.id),
    name: text('name').notNull(),
    /** Of its agents that have none of their own, JSON; null for the default. */
    schedule: text('schedule', { mode: 'json' }).$type<Schedule>(),
    createdAtMs: integer('created_at_ms').notNull(),
    ...suppression(),
  },
  (table) => [uniqueIndex('agent_groups_by_owner').on(table.ownerId, table.name)],
);

/** Between two moments agents test so often, whatever their schedule says. */
export const campaigns = sqliteTable(
  'campaigns',
  {
    id: text('id').primaryKey(),
    /** Whose agents; null for everybody's. */
    ownerId: text('owner_id').references(() => owners.id),
    /** Which of them; null for all of the owner's. */
    groupId: text('group_id').references(() => agentGroups.id),
    name: text('name').notNull(),
    startsAtMs: integer('starts_at_ms').notNull(),
    endsAtMs: integer('ends_at_ms').notNull(),
    everyS: integer('every_s').notNull(),
    /** Each test at random within so long after its time. */
    spreadS: integer('spread_s').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [index('campaigns_by_end').on(table.endsAtMs)],
);

/** Keys of the fleet's API. */
export const apiKeys = sqliteTable(
  'api_keys',
  {
    /** Begins the key, so that one is recognised without being known. */
    prefix: text('prefix').primaryKey(),
    /** SHA-256 of the whole key, base64url. */
    keyHash: text('key_hash').notNull(),
    role: text('role', { enum: FLEET_ROLES }).notNull(),
    /** Whose, of the role `owner`; null of the others. */
    ownerId: text('owner_id').references(() => owners.id),
    label: text('label').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms'),
    revokedAtMs: integer('revoked_at_ms'),
  },
  (table) => [index('api_keys_by_owner').on(table.ownerId)],
);

/** Links that log in once, as `npm run admin -- login-link` makes them. */
export const loginLinks = sqliteTable('login_links', {
  /** SHA-256, base64url. */
  tokenHash: text('token_hash').primaryKey(),
  role: text('role', { enum: FLEET_ROLES }).notNull(),
  ownerId: text('owner_id').references(() => owners.id),
  expiresAtMs: integer('expires_at_ms').notNull(),
  usedAtMs: integer('used_at_ms'),
});

/** Who may log in through Cloudflare Access. */
export const accessGrants = sqliteTable('access_grants', {
  /** Keyed hash of the mail address: it is recognised, and cannot be read. */
  subject: text('subject').primaryKey(),
  role: text('role', { enum: FLEET_ROLES }).notNull(),
  ownerId: text('owner_id').references(() => owners.id),
  createdAtMs: integer('created_at_ms').notNull(),
  revokedAtMs: integer('revoked_at_ms'),
});

/** Who is logged in. */
export const logins = sqliteTable(
  'logins',
  {
    /** SHA-256 of what the cookie holds, base64url. */
    id: text('id').primaryKey(),
    role: text('role', { enum: FLEET_ROLES }).notNull(),
    ownerId: text('owner_id').references(() => owners.id),
    /** Of `access_grants`, where it came through Cloudflare Access; null where through a link. */
    subject: text('subject'),
    createdAtMs: integer('created_at_ms').notNull(),
    expiresAtMs: integer('expires_at_ms').notNull(),
    revokedAtMs: integer('revoked_at_ms'),
  },
  (table) => [index('logins_by_end').on(table.expiresAtMs)],
);

/** Every change of the fleet. Never changed itself, and without personal data. */
export const auditLog = sqliteTable(
  'audit_log',
  {
    id: integer('id').primaryKey({ autoIncrement: true }),
    atMs: integer('at_ms').notNull(),
    /** As `key:PREFIX`, `login:BEGINNING-OF-ITS-ID` or `command`. */
    actor: text('actor').notNull(),
    role: text('role', { enum: FLEET_ROLES }).notNull(),
    /** Whose thing was changed; null for nobody's. */
    ownerId: text('owner_id'),
    /** As `group.update`. */
    action: text('action').notNull(),
    target: text('target').notNull(),
    /** What was changed, before and after, JSON; null where there was nothing. */
    before: text('before', { mode: 'json' }).$type<Record<string, unknown>>(),
    after: text('after', { mode: 'json' }).$type<Record<string, unknown>>(),
  },
  (table) => [index('audit_log_by_owner').on(table.ownerId, table.id)],
);

/** When agents were not heard though a heartbeat was due: from when it was due to when the next one came. */
export const agentGaps = sqliteTable(
  'agent_gaps',
  {
    agentId: text('agent_id').notNull(),
    fromMs: integer('from_ms').notNull(),
    toMs: integer('to_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.agentId, table.fromMs] })],
);

/** Which agent brought a result. A trigger removes a row with its result. */
export const agentResults = sqliteTable(
  'agent_results',
  {
    resultId: text('result_id').primaryKey(),
    agentId: text('agent_id').notNull(),
    measuredAtMs: integer('measured_at_ms').notNull(),
  },
  (table) => [index('agent_results_by_agent').on(table.agentId, table.measuredAtMs)],
);
