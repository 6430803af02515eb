/** Alarms of a fleet and the webhooks that tell them: what `/api/v1/fleet` takes and answers (docs/alarms.md). */
import * as z from 'zod/mini';
import { labelSchema } from './agents.ts';
import { agentIdSchema } from './request-signature.ts';
import { quietHoursSchema } from './schedule.ts';
import { textSchema } from './text.ts';

/** Figures of a result that a rule may watch. Of working round trips, each direction by itself. */
export const ALARM_FIGURES = [
  'downloadBps',
  'uploadBps',
  'idleRttMs',
  'workingRttDownloadMs',
  'workingRttUploadMs',
  'lossRatio',
  'rpm',
] as const;
export type AlarmFigure = (typeof ALARM_FIGURES)[number];

/** Of these, less is worse; of the others, more. */
export const LESS_IS_WORSE: ReadonlySet<AlarmFigure> = new Set(['downloadBps', 'uploadBps', 'rpm']);

const count = z.int().check(z.minimum(1), z.maximum(20));

/** What a figure is held against. */
export const alarmBoundSchema = z.discriminatedUnion('kind', [
  /** A value in the figure's unit. */
  z.strictObject({ kind: z.literal('fixed'), value: z.number().check(z.nonnegative(), z.maximum(1e13)) }),
  /** A share of the rate in the line's contract, 0–1. Rates only. */
  z.strictObject({ kind: z.literal('contract'), share: z.number().check(z.minimum(0.01), z.maximum(1)) }),
  /**
   * So many times the line's own median of the last 28 days: under 1 where less is worse, over 1 where more is. Not of loss, whose
   * median is mostly 0.
   */
  z.strictObject({ kind: z.literal('past'), factor: z.number().check(z.minimum(0.01), z.maximum(100)) }),
]);
export type AlarmBound = z.infer<typeof alarmBoundSchema>;

/** So many valid results in a row are beyond a bound. */
const thresholdSchema = z.strictObject({
  kind: z.literal('threshold'),
  figure: z.enum(ALARM_FIGURES),
  bound: alarmBoundSchema,
  consecutive: count,
  /** Over once so many in a row are within. */
  recoverAfter: count,
  /** Another test is asked for first, and the alarm waits for it so long; null to raise it at once. */
  retestWithinS: z.nullable(z.int().check(z.minimum(1200), z.maximum(86_400))),
});

/** Nothing was heard of an agent for so long. */
const silenceSchema = z.strictObject({
  kind: z.literal('silence'),
  /** An agent is heard every 15 min; 20 at least. */
  afterS: z.int().check(z.minimum(1200), z.maximum(30 * 86_400)),
});

/** Tests and probes have moved this share of the month's bytes; all of it is moved once what is left is too little for a test. */
const budgetSchema = z.strictObject({
  kind: z.literal('budget'),
  share: z.number().check(z.minimum(0.1), z.maximum(1)),
});

/** An agent's clock is off by more than this at so many heartbeats in a row. */
const clockSchema = z.strictObject({
  kind: z.literal('clock'),
  offsetMs: z.number().check(z.minimum(100), z.maximum(1e9)),
  consecutive: count,
});

export const alarmConditionSchema = z
  .discriminatedUnion('kind', [thresholdSchema, silenceSchema, budgetSchema, clockSchema])
  .check(
    z.refine(
      (condition) => condition.kind !== 'threshold' || isSensible(condition.figure, condition.bound),
      'bound: contract is for rates; past is under 1 where less is worse, over 1 where more is, and not for loss',
    ),
  );
export type AlarmCondition = z.infer<typeof alarmConditionSchema>;
export type ThresholdCondition = Extract<AlarmCondition, { kind: 'threshold' }>;

function isSensible(figure: AlarmFigure, bound: AlarmBound): boolean {
  switch (bound.kind) {
    case 'fixed':
      return true;
    case 'contract':
      return figure === 'downloadBps' || figure === 'uploadBps';
    case 'past':
      return figure !== 'lossRatio' && bound.factor !== 1 && bound.factor < 1 === LESS_IS_WORSE.has(figure);
  }
}

/** POST /api/v1/fleet/alarm-rules */
export const alarmRuleRequestSchema = z.strictObject({
  /** Whose it will be: an admin says it, an owner need not. */
  ownerId: z.optional(z.string()),
  name: labelSchema,
  /** The agent that it is of; null for every one of the owner's. */
  agentId: z.nullable(agentIdSchema),
  condition: alarmConditionSchema,
  /** No alarm is raised or taken back in these stretches of the site's local day; it is afterwards, if it still holds. */
  quietHours: quietHoursSchema,
});
export type AlarmRuleRequest = z.infer<typeof alarmRuleRequestSchema>;

const id = z.string();
const moment = z.iso.datetime();

export const alarmRuleSchema = z.object({
  id,
  ownerId: id,
  name: z.string(),
  agentId: z.nullable(agentIdSchema),
  condition: alarmConditionSchema,
  quietHours: quietHoursSchema,
  createdAt: moment,
});
export type AlarmRuleAnswer = z.infer<typeof alarmRuleSchema>;

/** How it was made sure before it was raised: by results alone, by the retest, or because none came in time. */
export const ALARM_CONFIRMATIONS = ['readings', 'retest', 'retest-missed'] as const;
export type AlarmConfirmation = (typeof ALARM_CONFIRMATIONS)[number];

/** Why an alarm is over: its condition is, or nobody watches it any more. */
export const ALARM_ENDINGS = ['recovered', 'withdrawn'] as const;
export type AlarmEnding = (typeof ALARM_ENDINGS)[number];

export const alarmSchema = z.object({
  id,
  ownerId: id,
  ruleId: id,
  ruleName: z.string(),
  agentId: agentIdSchema,
  site: z.string(),
  condition: alarmConditionSchema,
  raisedAt: moment,
  confirmedBy: z.enum(ALARM_CONFIRMATIONS),
  /** What was seen when it was raised: in the figure's unit; s of silence; share of the month's bytes; ms of offset. */
  value: z.nullable(z.number()),
  /** What that was held against, in the same unit. */
  bound: z.nullable(z.number()),
  /** Null while it lasts. */
  endedAt: z.nullable(moment),
  endedAs: z.nullable(z.enum(ALARM_ENDINGS)),
});
export type AlarmAnswer = z.infer<typeof alarmSchema>;

/** Why nothing is sent to an endpoint any more: it answered 410, or its owner switched it off. */
export const WEBHOOK_ENDINGS = ['gone', 'by-owner'] as const;
export type WebhookEnding = (typeof WEBHOOK_ENDINGS)[number];

/** POST /api/v1/fleet/webhooks */
export const webhookRequestSchema = z.strictObject({
  /** Whose it will be: an admin says it, an owner need not. */
  ownerId: z.optional(z.string()),
  /** https, of a public host. */
  url: textSchema(512).check(z.minLength(1)),
});
export type WebhookRequest = z.infer<typeof webhookRequestSchema>;

export const webhookSchema = z.object({
  id,
  ownerId: id,
  url: z.string(),
  createdAt: moment,
  /** Nothing is sent to it since then; null while it is in use. */
  disabledAt: z.nullable(moment),
  disabledAs: z.nullable(z.enum(WEBHOOK_ENDINGS)),
});
export type WebhookAnswer = z.infer<typeof webhookSchema>;

/** With the secret, which signs what is sent to it. */
export const createdWebhookSchema = z.object({ ...webhookSchema.shape, secret: z.string() });

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export const MESSAGE_TYPES = ['alarm.raised', 'alarm.recovered', 'alarm.withdrawn', 'webhook.test'] as const;
export type MessageType = (typeof MESSAGE_TYPES)[number];

/** What is sent: one message of an alarm to an endpoint. */
export const deliverySchema = z.object({
  /** `webhook-id` of the message. */
  messageId: id,
  webhookId: id,
  alarmId: z.nullable(id),
  type: z.enum(MESSAGE_TYPES),
  createdAt: moment,
  state: z.enum(DELIVERY_STATES),
  attempts: z.int(),
  /** Null when it is not tried again. */
  nextAttemptAt: z.nullable(moment),
  /** What the last attempt came to: the HTTP status, or a word where there was none. */
  lastOutcome: z.nullable(z.string()),
});
export type DeliveryAnswer = z.infer<typeof deliverySchema>;

/** The body of a message (Standard Webhooks). */
export const webhookMessageSchema = z.object({
  type: z.enum(MESSAGE_TYPES),
  /** When it happened. */
  timestamp: moment,
  data: z.union([alarmSchema, z.object({ webhookId: id })]),
});
export type WebhookMessage = z.infer<typeof webhookMessageSchema>;
