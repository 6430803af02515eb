/** Tables of the fleet's alarms: rules, how far each has come on each agent, what was raised, and what is sent of it. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import {
  ALARM_CONFIRMATIONS,
  ALARM_ENDINGS,
  type AlarmCondition,
  DELIVERY_STATES,
  MESSAGE_TYPES,
  WEBHOOK_ENDINGS,
} from '../measurement-agent/protocol/alarms.ts';
import type { QuietHours } from '../measurement-agent/protocol/schedule.ts';

export const alarmRules = sqliteTable(
  'alarm_rules',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').notNull(),
    name: text('name').notNull(),
    /** Null for every agent of the owner's. */
    agentId: text('agent_id'),
    condition: text('condition', { mode: 'json' }).$type<AlarmCondition>().notNull(),
    quietHours: text('quiet_hours', { mode: 'json' }).$type<QuietHours>().notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [uniqueIndex('alarm_rules_by_name').on(table.ownerId, table.name)],
);

/** A rule on an agent. Made when either comes, changed together with what is told of it. */
export const alarmWatches = sqliteTable(
  'alarm_watches',
  {
    ruleId: text('rule_id').notNull(),
    agentId: text('agent_id').notNull(),
    /** One more at every change: of two that begin from the same step, one fails. */
    step: integer('step').notNull(),
    /** As domain/fleet/alarm-rules.ts makes it, JSON. */
    watch: text('watch', { mode: 'json' }).$type<unknown>().notNull(),
    /** Of it: what was measured or heard until then has been looked at. */
    seenToMs: integer('seen_to_ms').notNull(),
    /** When the clock alone may change it; null when only something new can. */
    lookAgainAtMs: integer('look_again_at_ms'),
    /** Until when a test of the agent is asked for, and since when; null for none. */
    retestAskedAtMs: integer('retest_asked_at_ms'),
    retestUntilMs: integer('retest_until_ms'),
    /** The alarm that lasts; null for none. */
    alarmId: text('alarm_id'),
  },
  (table) => [
    primaryKey({ columns: [table.ruleId, table.agentId] }),
    index('alarm_watches_by_agent').on(table.agentId),
  ],
);

/** What was raised. It says all that there is to know when rule and agent are gone. */
export const alarms = sqliteTable(
  'alarms',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').notNull(),
    ruleId: text('rule_id').notNull(),
    ruleName: text('rule_name').notNull(),
    agentId: text('agent_id').notNull(),
    site: text('site').notNull(),
    condition: text('condition', { mode: 'json' }).$type<AlarmCondition>().notNull(),
    raisedAtMs: integer('raised_at_ms').notNull(),
    confirmedBy: text('confirmed_by', { enum: ALARM_CONFIRMATIONS }).notNull(),
    /** What was seen, and what it was held against: in the figure's unit, s of silence, a share of the month's bytes, ms of offset. */
    value: real('value'),
    bound: real('bound'),
    /** Null while it lasts. */
    endedAtMs: integer('ended_at_ms'),
    endedAs: text('ended_as', { enum: ALARM_ENDINGS }),
  },
  (table) => [index('alarms_by_owner').on(table.ownerId, table.raisedAtMs)],
);

/** Where messages are sent to. Their secrets are derived (worker/domain/webhooks/sign.ts). */
export const webhookEndpoints = sqliteTable(
  'webhook_endpoints',
  {
    id: text('id').primaryKey(),
    ownerId: text('owner_id').notNull(),
    url: text('url').notNull(),
    secretVersion: integer('secret_version').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    /** Nothing is sent to it from then on; null while it is in use. */
    disabledAtMs: integer('disabled_at_ms'),
    disabledAs: text('disabled_as', { enum: WEBHOOK_ENDINGS }),
  },
  (table) => [index('webhook_endpoints_by_owner').on(table.ownerId)],
);

/** Messages to endpoints, made together with what they tell. */
export const webhookDeliveries = sqliteTable(
  'webhook_deliveries',
  {
    /** `webhook-id`: the same at every attempt and every endpoint. */
    messageId: text('message_id').notNull(),
    endpointId: text('endpoint_id').notNull(),
    ownerId: text('owner_id').notNull(),
    /** Null of a trial message. */
    alarmId: text('alarm_id'),
    type: text('type', { enum: MESSAGE_TYPES }).notNull(),
    /** The body, as it is signed. */
    payload: text('payload').notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
    state: text('state', { enum: DELIVERY_STATES }).notNull(),
    /** Counted when one begins, so that one that crashes is counted. */
    attempts: integer('attempts').notNull(),
    /** While an attempt runs, when it must have ended; null when it is not tried again. */
    nextAttemptAtMs: integer('next_attempt_at_ms'),
    /** HTTP status of the last attempt, or a word where there was no answer. */
    lastOutcome: text('last_outcome'),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.endpointId] }),
    index('webhook_deliveries_due').on(table.nextAttemptAtMs).where(sql`state = 'waiting'`),
    index('webhook_deliveries_by_owner').on(table.ownerId, table.createdAtMs),
  ],
);

/** When the server was away, and nobody could have been heard: by when its scheduled job did not run. The last row's `to_ms` may lie ahead. */
export const serverAbsences = sqliteTable('server_absences', {
  fromMs: integer('from_ms').primaryKey(),
  toMs: integer('to_ms').notNull(),
});

/** When the scheduled job ran last, and the watch up to which it looked: one row. */
export const serverPresence = sqliteTable('server_presence', {
  id: integer('id').primaryKey(),
  lastAtMs: integer('last_at_ms').notNull(),
  /** The next look begins after this watch, whether it still is or not; null for the first. */
  watchedRuleId: text('watched_rule_id'),
  watchedAgentId: text('watched_agent_id'),
});
