/** The fleet's part of the OpenAPI document: a line for each route of the table of permissions. */
import * as z from 'zod/mini';
import {
  alarmRuleRequestSchema,
  alarmRuleSchema,
  alarmSchema,
  createdWebhookSchema,
  deliverySchema,
  webhookRequestSchema,
  webhookSchema,
} from '../../../measurement-agent/protocol/alarms.ts';
import {
  accessGrantRequestSchema,
  accessGrantSchema,
  accessRevocationSchema,
  agentChangeSchema,
  agentResultSchema,
  apiKeySchema,
  auditEntrySchema,
  campaignSchema,
  contactSchema,
  everybodySchema,
  fleetAgentSchema,
  fleetGroupSchema,
  fleetSiteSchema,
  groupChangeSchema,
  madeKeySchema,
  madeTokenSchema,
  newCampaignSchema,
  newGroupSchema,
  newKeySchema,
  newOwnerSchema,
  newSiteSchema,
  newTokenSchema,
  ownerChangeSchema,
  ownerSchema,
  revocationSchema,
  siteChangeSchema,
  suppressRequestSchema,
  tokenViewSchema,
} from '../../../measurement-agent/protocol/fleet.ts';
import { scheduleSchema } from '../../../measurement-agent/protocol/schedule.ts';
import type { FleetRoute } from './permissions.ts';

/** What a route takes and tells. */
export interface FleetOperation {
  operationId: string;
  summary: string;
  body?: z.ZodMiniType;
  /** Null for CSV. */
  answer: z.ZodMiniType | null;
  /** What is made is answered 201. */
  makes?: true;
  query?: readonly (keyof typeof FLEET_QUERY)[];
}

/** What members of a query say. */
export const FLEET_QUERY = {
  owner: 'Id of the owner.',
  group: 'Id of the group.',
  site: 'Id of the site.',
  tag: 'One of the agent’s tags.',
  after: '`next` of the page before.',
  before: '`next` of the page before.',
  agent: 'Id of the agent.',
  silent: 'Given, only agents in service whose heartbeat is overdue.',
  text: 'In the name of the site, the owner’s label or a tag, in whatever case.',
  state: 'Only messages in this state: waiting, delivered or dead.',
  lasting: 'Given, only alarms that are not over.',
  from: 'RFC 3339; thirty days before `to` where it is not given.',
  to: 'RFC 3339; now where it is not given. `next` of the page before goes on.',
} as const;

const all = (item: z.ZodMiniType) => z.object({ items: z.array(item) });
const page = (item: z.ZodMiniType, next: z.ZodMiniType) =>
  z.object({ items: z.array(item), next: z.nullable(next) });
const contact = z.object({ contact: z.nullable(contactSchema) });

export const FLEET_OPERATIONS: Record<FleetRoute, FleetOperation> = {
  'PUT /suppression': {
    operationId: 'suppressEverybody',
    summary: 'Pause everybody’s agents, also those that enrol meanwhile',
    body: suppressRequestSchema,
    answer: everybodySchema,
  },
  'DELETE /suppression': {
    operationId: 'unsuppressEverybody',
    summary: 'Let everybody’s agents go on, but for what owners paused',
    answer: everybodySchema,
  },
  'GET /owners': { operationId: 'listOwners', summary: 'Owners of agents', answer: all(ownerSchema) },
  'POST /owners': {
    operationId: 'createOwner',
    summary: 'Add an owner',
    body: newOwnerSchema,
    answer: ownerSchema,
    makes: true,
  },
  'GET /owners/:id': { operationId: 'getOwner', summary: 'One owner', answer: ownerSchema },
  'PATCH /owners/:id': {
    operationId: 'changeOwner',
    summary: 'Rename, close or open an owner',
    body: ownerChangeSchema,
    answer: ownerSchema,
  },
  'PUT /owners/:id/suppression': {
    operationId: 'suppressOwner',
    summary: 'Pause all agents of an owner',
    body: suppressRequestSchema,
    answer: ownerSchema,
  },
  'DELETE /owners/:id/suppression': {
    operationId: 'unsuppressOwner',
    summary: 'End the pause of an owner',
    answer: ownerSchema,
  },
  'GET /owners/:id/contact': { operationId: 'getContact', summary: 'How to reach an owner', answer: contact },
  'PUT /owners/:id/contact': {
    operationId: 'putContact',
    summary: 'Keep how to reach an owner',
    body: contactSchema,
    answer: contact,
  },
  'DELETE /owners/:id/contact': {
    operationId: 'deleteContact',
    summary: 'Remove how to reach an owner',
    answer: contact,
  },
  'GET /sites': { operationId: 'listSites', summary: 'Where agents stand', answer: all(fleetSiteSchema) },
  'POST /sites': {
    operationId: 'createSite',
    summary: 'Add a site',
    body: newSiteSchema,
    answer: fleetSiteSchema,
    makes: true,
  },
  'PATCH /sites/:id': {
    operationId: 'changeSite',
    summary: 'Change what is said of a site; its agents’ results are filed under it from then on',
    body: siteChangeSchema,
    answer: fleetSiteSchema,
  },
  'POST /sites/:id/tokens': {
    operationId: 'createEnrolmentToken',
    summary: 'Make a token that lets one device enrol; it is told once',
    body: newTokenSchema,
    answer: madeTokenSchema,
    makes: true,
  },
  'GET /sites/:id/tokens': {
    operationId: 'listEnrolmentTokens',
    summary: 'Tokens of a site: until when they are good, and which device used them',
    answer: all(tokenViewSchema),
  },
  'DELETE /sites/:id/tokens': {
    operationId: 'endEnrolmentTokens',
    summary: 'End the tokens of a site that no device has used; devices that did stay enrolled',
    answer: all(tokenViewSchema),
  },
  'GET /agents': {
    operationId: 'listAgents',
    summary: 'Agents, 500 a page, with their last heartbeat and what they are told now',
    answer: page(fleetAgentSchema, z.string()),
    query: ['owner', 'group', 'site', 'tag', 'silent', 'text', 'after'],
  },
  'GET /agents.csv': {
    operationId: 'getAgentsCsv',
    summary: 'Agents as CSV',
    answer: null,
    query: ['owner', 'group', 'site', 'tag', 'silent', 'text'],
  },
  'GET /agents/:id': { operationId: 'getAgent', summary: 'One agent', answer: fleetAgentSchema },
  'PATCH /agents/:id': {
    operationId: 'changeAgent',
    summary: 'Change an agent’s group and tags',
    body: agentChangeSchema,
    answer: fleetAgentSchema,
  },
  'PUT /agents/:id/schedule': {
    operationId: 'putAgentSchedule',
    summary: 'Give an agent a schedule of its own',
    body: scheduleSchema,
    answer: fleetAgentSchema,
  },
  'DELETE /agents/:id/schedule': {
    operationId: 'deleteAgentSchedule',
    summary: 'Go back to the group’s schedule or the default',
    answer: fleetAgentSchema,
  },
  'PUT /agents/:id/suppression': {
    operationId: 'suppressAgent',
    summary: 'Pause an agent',
    body: suppressRequestSchema,
    answer: fleetAgentSchema,
  },
  'DELETE /agents/:id/suppression': {
    operationId: 'unsuppressAgent',
    summary: 'End the pause of an agent',
    answer: fleetAgentSchema,
  },
  'POST /agents/:id/revocation': {
    operationId: 'revokeAgent',
    summary: 'Take an agent out of service for good',
    body: revocationSchema,
    answer: fleetAgentSchema,
  },
  'GET /agents/:id/results': {
    operationId: 'listAgentResults',
    summary: 'Results of an agent, newest first, 500 a page; the last thirty days unless said otherwise',
    answer: page(agentResultSchema, z.string()),
    query: ['from', 'to'],
  },
  'GET /agents/:id/results.csv': {
    operationId: 'getAgentResultsCsv',
    summary: 'Results of an agent as CSV',
    answer: null,
    query: ['from', 'to'],
  },
  'GET /groups': { operationId: 'listGroups', summary: 'Groups of agents', answer: all(fleetGroupSchema) },
  'POST /groups': {
    operationId: 'createGroup',
    summary: 'Add a group',
    body: newGroupSchema,
    answer: fleetGroupSchema,
    makes: true,
  },
  'PATCH /groups/:id': {
    operationId: 'renameGroup',
    summary: 'Rename a group',
    body: groupChangeSchema,
    answer: fleetGroupSchema,
  },
  'DELETE /groups/:id': {
    operationId: 'deleteGroup',
    summary: 'Remove a group; its agents stay, its campaigns end',
    answer: fleetGroupSchema,
  },
  'PUT /groups/:id/schedule': {
    operationId: 'putGroupSchedule',
    summary: 'Give a group a schedule',
    body: scheduleSchema,
    answer: fleetGroupSchema,
  },
  'DELETE /groups/:id/schedule': {
    operationId: 'deleteGroupSchedule',
    summary: 'Give a group the default schedule',
    answer: fleetGroupSchema,
  },
  'PUT /groups/:id/suppression': {
    operationId: 'suppressGroup',
    summary: 'Pause a group',
    body: suppressRequestSchema,
    answer: fleetGroupSchema,
  },
  'DELETE /groups/:id/suppression': {
    operationId: 'unsuppressGroup',
    summary: 'End the pause of a group',
    answer: fleetGroupSchema,
  },
  'GET /campaigns': { operationId: 'listCampaigns', summary: 'Campaigns', answer: all(campaignSchema) },
  'POST /campaigns': {
    operationId: 'createCampaign',
    summary: 'Test so often between two moments',
    body: newCampaignSchema,
    answer: campaignSchema,
    makes: true,
  },
  'DELETE /campaigns/:id': { operationId: 'endCampaign', summary: 'End a campaign', answer: campaignSchema },
  'GET /keys': { operationId: 'listKeys', summary: 'Keys of this API', answer: all(apiKeySchema) },
  'POST /keys': {
    operationId: 'createKey',
    summary: 'Make a key; it is told once',
    body: newKeySchema,
    answer: madeKeySchema,
    makes: true,
  },
  'DELETE /keys/:prefix': {
    operationId: 'revokeKey',
    summary: 'Revoke a key, from the next request on',
    answer: apiKeySchema,
  },
  'POST /access-grants': {
    operationId: 'grantAccess',
    summary: 'Let a mail address in through Cloudflare Access; only its keyed hash is kept',
    body: accessGrantRequestSchema,
    answer: accessGrantSchema,
    makes: true,
  },
  'POST /access-grants/revocation': {
    operationId: 'revokeAccess',
    summary: 'Let a mail address in no more, from the next request on',
    body: accessRevocationSchema,
    answer: z.object({}),
  },
  'GET /alarms': {
    operationId: 'listAlarms',
    summary: 'Alarms, newest first, 500 at a time; of one agent or all, lasting ones or all',
    answer: page(alarmSchema, z.string()),
    query: ['lasting', 'agent', 'after'],
  },
  'GET /alarm-rules': {
    operationId: 'listAlarmRules',
    summary: 'Rules of alarms',
    answer: all(alarmRuleSchema),
  },
  'POST /alarm-rules': {
    operationId: 'createAlarmRule',
    summary: 'Add a rule; it looks at what comes from now on',
    body: alarmRuleRequestSchema,
    answer: alarmRuleSchema,
    makes: true,
  },
  'DELETE /alarm-rules/:id': {
    operationId: 'deleteAlarmRule',
    summary: 'Remove a rule; its alarms are withdrawn',
    answer: alarmRuleSchema,
  },
  'GET /webhooks': {
    operationId: 'listWebhooks',
    summary: 'Endpoints that alarms are sent to',
    answer: all(webhookSchema),
  },
  'POST /webhooks': {
    operationId: 'createWebhook',
    summary: 'Add an endpoint; its secret is told now and not again',
    body: webhookRequestSchema,
    answer: createdWebhookSchema,
    makes: true,
  },
  'DELETE /webhooks/:id': {
    operationId: 'disableWebhook',
    summary: 'Send nothing more to an endpoint',
    answer: webhookSchema,
  },
  'POST /webhooks/:id/secret': {
    operationId: 'renewWebhookSecret',
    summary: 'Give an endpoint another secret, which signs from now on',
    answer: createdWebhookSchema,
  },
  'POST /webhooks/:id/test': {
    operationId: 'tryWebhook',
    summary: 'Send a trial message',
    answer: deliverySchema,
    makes: true,
  },
  'GET /webhook-deliveries': {
    operationId: 'listWebhookDeliveries',
    summary: 'Messages and what became of them, newest first, 500 at a time; kept for 90 days',
    answer: page(deliverySchema, z.string()),
    query: ['state', 'after'],
  },
  'POST /webhook-deliveries/:id/retry': {
    operationId: 'retryWebhookMessage',
    summary: 'Send a message that was given up once more, to the endpoints that it did not reach',
    answer: all(deliverySchema),
  },
  'GET /audit': {
    operationId: 'listAudit',
    summary: 'Changes, newest first, 200 a page',
    answer: page(auditEntrySchema, z.int()),
    query: ['before'],
  },
};
