/** What the fleet's API says and takes: `/api/v1/fleet` (docs/fleet.md). */
import * as z from 'zod/mini';
import {
  FLEET_COHORTS,
  heartbeatRequestSchema,
  labelSchema,
  siteSchema,
  suppressionSchema,
} from './agents.ts';
import { ispSlugSchema } from './network.ts';
import { agentIdSchema } from './request-signature.ts';
import { declaredSchema } from './result.ts';
import { scheduleSchema } from './schedule.ts';
import { textSchema } from './text.ts';

/** Who agents belong to. Those of an ISP are counted apart from all others. */
export const OWNER_KINDS = ['isp', 'regulator', 'volunteer'] as const;
export type OwnerKind = (typeof OWNER_KINDS)[number];

/** Who asks: an owner sees and changes its own, a regulator sees everything and changes nothing, an admin may do all. */
export const FLEET_ROLES = ['owner', 'regulator', 'admin'] as const;
export type FleetRole = (typeof FLEET_ROLES)[number];

/** Of owners, sites, groups and campaigns: says nothing. */
const fleetIdSchema = z.string().check(z.regex(/^[A-Za-z0-9_-]{22}$/, 'must be an id of 22 characters'));
const moment = z.iso.datetime();

/** A pause that is asked for; at most a year. */
export const suppressRequestSchema = z.strictObject({
  until: moment,
  reason: textSchema(200).check(z.minLength(1)),
});

export const ownerSchema = z.object({
  id: fleetIdSchema,
  kind: z.enum(OWNER_KINDS),
  label: labelSchema,
  /** Brands that it runs: of an ISP's agents only results on their lines count. Null where nobody said, so that all do. */
  isps: z.nullable(z.array(ispSlugSchema)),
  createdAt: moment,
  /** From when on its keys and logins open nothing. */
  closedAt: z.nullable(moment),
  /** What holds of the owner's own and the operator's: the one that ends last. */
  suppression: z.nullable(suppressionSchema),
  /** The operator's, which the owner cannot lift. */
  operatorSuppression: z.nullable(suppressionSchema),
});
export type OwnerView = z.infer<typeof ownerSchema>;
const ispsSchema = z.array(ispSlugSchema).check(z.maxLength(50));
export const newOwnerSchema = z.strictObject({
  kind: z.enum(OWNER_KINDS),
  label: labelSchema,
  isps: z.optional(ispsSchema),
});
/** The operator's pause of everybody's agents. */
export const everybodySchema = z.object({ suppression: z.nullable(suppressionSchema) });
export type EverybodyView = z.infer<typeof everybodySchema>;
/** `closed` false opens an owner again. */
export const ownerChangeSchema = z.strictObject({
  label: z.optional(labelSchema),
  isps: z.optional(z.nullable(ispsSchema)),
  closed: z.optional(z.boolean()),
});

/** Lies in the CONTACT_STORE, never in the database. */
export const contactSchema = z.strictObject({
  name: textSchema(200),
  mail: textSchema(320),
  phone: textSchema(64),
  note: textSchema(2000),
});
export type Contact = z.infer<typeof contactSchema>;

export const fleetSiteSchema = z.object({
  id: fleetIdSchema,
  ownerId: fleetIdSchema,
  ...siteSchema.shape,
});
/** Whose it will be: an admin says it, an owner need not. */
const forOwner = { ownerId: z.optional(fleetIdSchema) };
export const newSiteSchema = z.strictObject({
  ...forOwner,
  name: labelSchema,
  declared: z.optional(z.partial(declaredSchema)),
});
export const siteChangeSchema = z.strictObject({
  name: z.optional(labelSchema),
  declared: z.optional(z.partial(declaredSchema)),
});
export const newTokenSchema = z.strictObject({
  /** Good for so long. */
  days: z._default(z.int().check(z.minimum(1), z.maximum(365)), 7),
});
/** Told once. */
export const madeTokenSchema = z.object({ token: z.string(), expiresAt: moment });

/** A token that was made, without what it is recognised by. */
export const tokenViewSchema = z.object({
  cohort: z.enum(FLEET_COHORTS),
  createdAt: moment,
  expiresAt: moment,
  /** The device that enrolled with it; null while none has. */
  usedBy: z.nullable(agentIdSchema),
});
export type TokenView = z.infer<typeof tokenViewSchema>;

export const tagsSchema = z.array(labelSchema).check(z.maxLength(20));

const agentFactsSchema = z.object({
  id: agentIdSchema,
  owner: z.string(),
  ownerId: z.nullable(fleetIdSchema),
  cohort: z.enum(FLEET_COHORTS),
  site: siteSchema,
  siteId: z.nullable(fleetIdSchema),
  groupId: z.nullable(fleetIdSchema),
  tags: tagsSchema,
  enrolledAt: moment,
  revokedAs: z.nullable(z.enum(['retired', 'stolen'])),
  /** What it is told now, and whose that is. */
  schedule: scheduleSchema,
  scheduleOf: z.enum(['agent', 'group', 'campaign', 'default']),
  suppression: z.nullable(suppressionSchema),
  /** The last heartbeat, and what it said; null before the first. */
  heardAt: z.nullable(moment),
  heartbeat: z.nullable(heartbeatRequestSchema),
});
export type AgentFacts = z.infer<typeof agentFactsSchema>;

/** `silent`: its heartbeat is overdue; `never`: it was not heard yet. */
export const AGENT_STATES = ['heard', 'silent', 'never', 'paused', 'retired', 'stolen'] as const;
/** `too-new`: enrolled within the window; `server-away`: the server was for more than half of it. */
export const STABILITY_WORDS = ['stable', 'unstable', 'too-new', 'server-away'] as const;
const stabilitySchema = z.object({
  word: z.enum(STABILITY_WORDS),
  /** Hours of the window in which it was mostly unheard, of those that count; null where it is not known. */
  unstableHours: z.nullable(z.int()),
  hours: z.nullable(z.int()),
});
/** An agent, and what the server makes of when it was heard (RIPE Atlas's stability). */
export const fleetAgentSchema = z.extend(agentFactsSchema, {
  state: z.enum(AGENT_STATES),
  /** Over a day, 30 and 90 days. */
  stability: z.object({ day: stabilitySchema, month: stabilitySchema, quarter: stabilitySchema }),
  /** Within 90 days, the newest first; `to` null while it goes on. */
  gaps: z.array(z.object({ from: moment, to: z.nullable(moment) })),
});
export type FleetAgent = z.infer<typeof fleetAgentSchema>;
export const agentChangeSchema = z.strictObject({
  groupId: z.optional(z.nullable(fleetIdSchema)),
  tags: z.optional(tagsSchema),
});
export const revocationSchema = z.strictObject({ as: z.enum(['retired', 'stolen']) });

export const fleetGroupSchema = z.object({
  id: fleetIdSchema,
  ownerId: fleetIdSchema,
  name: labelSchema,
  schedule: z.nullable(scheduleSchema),
  suppression: z.nullable(suppressionSchema),
});
export type FleetGroup = z.infer<typeof fleetGroupSchema>;
export const newGroupSchema = z.strictObject({ ...forOwner, name: labelSchema });
export const groupChangeSchema = z.strictObject({ name: labelSchema });

const seconds = (least: number, most: number) => z.int().check(z.minimum(least), z.maximum(most));
const campaignShape = {
  name: labelSchema,
  startsAt: moment,
  endsAt: moment,
  everyS: seconds(60, 30 * 86_400),
  spreadS: seconds(0, 30 * 86_400),
};
export const campaignSchema = z.object({
  id: fleetIdSchema,
  /** Null for everybody's agents; `groupId` null for all of the owner's. */
  ownerId: z.nullable(fleetIdSchema),
  groupId: z.nullable(fleetIdSchema),
  ...campaignShape,
});
export type Campaign = z.infer<typeof campaignSchema>;
export const newCampaignSchema = z
  .strictObject({ ...forOwner, groupId: z.optional(z.nullable(fleetIdSchema)), ...campaignShape })
  .check(z.refine(({ startsAt, endsAt }) => startsAt < endsAt, 'must end after it starts'));

export const apiKeySchema = z.object({
  /** Begins the key. */
  prefix: z.string(),
  role: z.enum(FLEET_ROLES),
  ownerId: z.nullable(fleetIdSchema),
  label: labelSchema,
  createdAt: moment,
  expiresAt: z.nullable(moment),
  revokedAt: z.nullable(moment),
});
export type ApiKeyView = z.infer<typeof apiKeySchema>;
export const newKeySchema = z.strictObject({
  ...forOwner,
  role: z.enum(FLEET_ROLES),
  label: labelSchema,
  /** Good for so long; null for no end. */
  days: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(3650))), 365),
});
/** `key` is told once. */
export const madeKeySchema = z.object({ key: z.string(), ...apiKeySchema.shape });

const mailSchema = z.string().check(z.minLength(3), z.maxLength(254), z.regex(/^[^\s@]+@[^\s@]+$/));
/** Lets a mail address in through Cloudflare Access, as a role. */
export const accessGrantRequestSchema = z.strictObject({
  ...forOwner,
  mail: mailSchema,
  role: z._default(z.enum(FLEET_ROLES), 'owner'),
});
export const accessRevocationSchema = z.strictObject({ mail: mailSchema });
/** `subject` is the keyed hash that is kept of the address. */
export const accessGrantSchema = z.object({ subject: z.string() });

export const auditEntrySchema = z.object({
  id: z.int(),
  at: moment,
  actor: z.string(),
  role: z.enum(FLEET_ROLES),
  ownerId: z.nullable(z.string()),
  action: z.string(),
  target: z.string(),
  before: z.nullable(z.record(z.string(), z.unknown())),
  after: z.nullable(z.record(z.string(), z.unknown())),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;

/** One result of an agent, as its row tells. */
export const agentResultSchema = z.object({
  id: z.string(),
  measuredAt: moment,
  valid: z.boolean(),
  excludedBy: z.nullable(z.string()),
  ipVersion: z.nullable(z.int()),
  downloadBps: z.nullable(z.number()),
  uploadBps: z.nullable(z.number()),
  idleRttMs: z.nullable(z.number()),
  workingRttDownloadMs: z.nullable(z.number()),
  workingRttUploadMs: z.nullable(z.number()),
  pdvP95Ms: z.nullable(z.number()),
  lossRatio: z.nullable(z.number()),
  rpm: z.nullable(z.number()),
});
export type AgentResult = z.infer<typeof agentResultSchema>;
