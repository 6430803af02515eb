/** Every table. Text that is a closed list is typed by the list; a number's unit is in its name or beside it. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { HeartbeatRequest } from '../measurement-agent/protocol/agents.ts';
import type { Declared } from '../measurement-agent/protocol/result.ts';
import type { Schedule } from '../measurement-agent/protocol/schedule.ts';
import {
  ACCESS_TECHNOLOGIES,
  COHORTS,
  CONNECTION_METHODS,
  DWELLINGS,
  MEDIA,
  VERDICT_CODES,
} from '../measurement-agent/protocol/vocabulary.ts';
import { bytes } from './bytes.ts';
import { agentGroups, owners, sites } from './fleet.ts';

/** What statistics see of a result. */
const counted = () => ({
  measuredAtMs: integer('measured_at_ms').notNull(),
  methodVersion: integer('method_version').notNull(),
  cohort: text('cohort', { enum: COHORTS }).notNull(),
  synthetic: integer('synthetic', { mode: 'boolean' }).notNull(),
  valid: integer('valid', { mode: 'boolean' }).notNull(),
  /** Why it does not count; of several reasons the first in the list of reasons. Null when it counts. */
  excludedBy: text('excluded_by', { enum: VERDICT_CODES }),
  /** A brand's slug, `shared:a~b` for an AS that several brands use, `as-64500` for one that none claims. */
  ispKey: text('isp_key'),
  countryCode: text('country_code'),
  subdivisionCode: text('subdivision_code'),
  regionSource: text('region_source', { enum: ['declared', 'geoip'] }),
  /** What the region's clocks showed over UTC at `measuredAtMs`, minutes; null where its time zone is not known. */
  utcOffsetMin: integer('utc_offset_min'),
  /** 4 or 6. */
  ipVersion: integer('ip_version'),
  accessTechnology: text('access_technology', { enum: ACCESS_TECHNOLOGIES }),
  connectionMethod: text('connection_method', { enum: CONNECTION_METHODS }),
  dwelling: text('dwelling', { enum: DWELLINGS }),
  medium: text('medium', { enum: MEDIA }),
  contractDownloadBps: real('contract_download_bps'),
  contractUploadBps: real('contract_upload_bps'),
  /** 16 bytes: tells lines apart within one calendar month. */
  subscriberKey: bytes('subscriber_key'),
  /** 8 bytes: a /24 or /48, for anonymity rules and caps. */
  prefixKey: bytes('prefix_key'),
  downloadBps: real('download_bps'),
  uploadBps: real('upload_bps'),
  idleRttMs: real('idle_rtt_ms'),
  workingRttDownloadMs: real('working_rtt_download_ms'),
  workingRttUploadMs: real('working_rtt_upload_ms'),
  /** p95 of PDV on the idle line. */
  pdvP95Ms: real('pdv_p95_ms'),
  /** 0–1. */
  lossRatio: real('loss_ratio'),
  /** Round trips a minute. */
  rpm: real('rpm'),
  /**
   * The day (as days since the epoch, UTC) whose rolling windows the rollup has this row in as it is; null when it has not,
   * or not as it is now. Set by the refresh, cleared by a trigger at every change that statistics see.
   */
  rolledUpAsOf: integer('rolled_up_as_of'),
});

/**
 * What statistics need of a result; the whole document lies in R2 under the same id. At most 600 bytes a row with its
 * indexes. docs/data-format.md describes every column.
 */
export const results = sqliteTable(
  'results',
  {
    /** The sessionId. */
    id: text('id').primaryKey(),
    /** When the server accepted it; ms since the epoch, as every `…AtMs`. */
    receivedAtMs: integer('received_at_ms').notNull(),
    asn: integer('asn'),
    ispSource: text('isp_source', { enum: ['declared', 'network', 'shared', 'as'] }),
    idleRttP95Ms: real('idle_rtt_p95_ms'),
    /** Mean of |IPDV| on the idle line. */
    ipdvMs: real('ipdv_ms'),
    ...counted(),
    /** The line it was measured on: its subscriberKey, else the result itself. */
    line: bytes('line')
      .notNull()
      .generatedAlwaysAs(sql`coalesce(subscriber_key, cast(id as blob))`, { mode: 'virtual' }),
  },
  (table) => [index('results_by_line').on(table.line), index('results_by_time').on(table.measuredAtMs)],
);

/**
 * Rows as the rollup still has them, after they changed or were deleted: what a refresh must take out. Written by triggers,
 * emptied by the refresh.
 */
export const supersededResults = sqliteTable(
  'superseded_results',
  { id: text('id').notNull(), ...counted(), line: bytes('line').notNull() },
  (table) => [index('superseded_results_by_line').on(table.line)],
);

/** Lines of which something changed since the last refresh. Written by triggers, so that no way of writing is forgotten. */
export const dirtyLines = sqliteTable('dirty_lines', {
  line: bytes('line').primaryKey(),
  /** Random, new at every change: a refresh that read another mark has read an older line. */
  mark: integer('mark').notNull(),
});

/**
 * One row a refresh step, and only the last is kept: two steps at once would take the same number and one of them fail,
 * and so does one that finds a line changed under it (`lines` is then null).
 */
export const rollupSteps = sqliteTable('rollup_steps', {
  step: integer('step').primaryKey(),
  lines: integer('lines').notNull(),
  /** ROLLUP_VERSION of the code that counted. */
  version: integer('version').notNull(),
  /** The last day (days since the epoch, UTC) that rolling windows reach. */
  asOf: integer('as_of').notNull(),
  atMs: integer('at_ms').notNull(),
});

/**
 * What one line measured in one month, counted once (docs/statistics.md). A line has a row for each medium, IP version and
 * part of the day it was measured with, and further ones for several of them together where these differ from every single
 * one.
 */
export const lineMonths = sqliteTable(
  'line_months',
  {
    line: bytes('line').notNull(),
    month: text('month').notNull(),
    methodVersion: integer('method_version').notNull(),
    synthetic: integer('synthetic', { mode: 'boolean' }).notNull(),
    cohort: text('cohort', { enum: COHORTS }).notNull(),
    /** A medium, `unknown`, or `any`: of several together. So are the two that follow. */
    medium: text('medium').notNull(),
    ipVersion: text('ip_version').notNull(),
    band: text('band').notNull(),
    /**
     * Which generalisations this row stands for, as they hold the same results: bit m is set for m, a sum of 1 (any medium),
     * 2 (any IP version), 4 (any part of the day).
     */
    standsFor: integer('stands_for').notNull(),
    isp: text('isp'),
    country: text('country'),
    area: text('area'),
    subdivision: text('subdivision'),
    access: text('access').notNull(),
    method: text('method').notNull(),
    dwelling: text('dwelling').notNull(),
    tier: text('tier').notNull(),
    prefixBucket: integer('prefix_bucket'),
    results: integer('results').notNull(),
    /** The line's figures, one for each of FIGURES, as a JSON array; null where it has none. */
    figures: text('figures').notNull(),
  },
  (table) => [
    index('line_months_by_line').on(table.line),
    index('line_months_by_isp').on(table.month, table.isp),
    index('line_months_by_region').on(table.month, table.subdivision),
  ],
);

/**
 * Rollups: how many lines and results a cell has in a period. Its sums are those of its last publication (`published_cells`);
 * what changed since lies in `cell_changes`.
 */
export const cells = sqliteTable(
  'cells',
  {
    /** Which of GROUPING_SETS. */
    groupingSet: text('grouping_set').notNull(),
    /** A day, month or rolling window. */
    period: text('period').notNull(),
    /** Method version, cohort, medium, IP version, part of the day. */
    slice: text('slice').notNull(),
    /** Values of the set's dimensions. */
    place: text('place').notNull(),
    /** Lines and counted results now. */
    lines: integer('lines').notNull(),
    results: integer('results').notNull(),
    /** The same in what was published last; null where nothing is told. */
    publishedLines: integer('published_lines'),
    publishedResults: integer('published_results'),
    /** The publication that it was published by last; null before the first. */
    publishedAtMs: integer('published_at_ms'),
    /** Lines when the last publication, of this cell or others, had all its cells: what is not told goes by it. In all hours only. */
    countedLines: integer('counted_lines').notNull().default(0),
    /**
     * Lines that came, went or changed since this cell was published, once for every refresh in which they did: from ten on
     * `cell_changes` says how many they are.
     */
    changedLines: integer('changed_lines').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupingSet, table.period, table.slice, table.place] }),
    // Cells that changed enough to be published: the only ones that a publication looks at.
    index('cells_to_publish').on(table.changedLines).where(sql`changed_lines >= 10`),
    index('cells_to_count')
      .on(table.period, table.slice)
      .where(sql`lines <> counted_lines and substr(slice, -4) = ' any'`),
  ],
);

/**
 * Cells as publications made them. An answer reads of each the last one up to the publication that it rests on, so that nobody
 * sees half of one that is under way.
 */
export const publishedCells = sqliteTable(
  'published_cells',
  {
    id: integer('id').primaryKey(),
    groupingSet: text('grouping_set').notNull(),
    /** As of a cell, or a quarter. */
    period: text('period').notNull(),
    slice: text('slice').notNull(),
    place: text('place').notNull(),
    /** When the publication began that it is of. */
    publication: integer('publication').notNull(),
    /** What is told of the cell (domain/statistics/cell-summary.ts); null where nothing is. */
    summary: text('summary'),
    /** As domain/statistics/cell-code.ts writes them; null of what is added up from others. */
    sums: text('sums'),
  },
  (table) => [
    uniqueIndex('published_cells_by_key').on(
      table.groupingSet,
      table.period,
      table.slice,
      table.place,
      table.publication,
    ),
    index('published_cells_by_publication').on(table.publication, table.slice, table.period),
  ],
);

/** Published cells in whose place a later publication put another: removed once nobody reads the one before any more. */
export const replacedCells = sqliteTable(
  'replaced_cells',
  {
    /** Of `published_cells`. */
    id: integer('id').primaryKey(),
    /** The later publication. */
    publication: integer('publication').notNull(),
  },
  (table) => [index('replaced_cells_by_publication').on(table.publication)],
);

/** Quarters, and cells that are added up from others, of which a publication under way has yet to add up the published parts. */
export const cellsToAddUp = sqliteTable(
  'cells_to_add_up',
  {
    groupingSet: text('grouping_set').notNull(),
    period: text('period').notNull(),
    slice: text('slice').notNull(),
    place: text('place').notNull(),
  },
  (table) => [primaryKey({ columns: [table.groupingSet, table.period, table.slice, table.place] })],
);

/**
 * What is told of cells and what is not, as publications worked it out: of whole periods at a time, in all hours. An answer
 * reads of each period the last one up to the publication that it rests on.
 */
export const toldCells = sqliteTable(
  'told_cells',
  {
    /** As of a cell, or a quarter. */
    period: text('period').notNull(),
    slice: text('slice').notNull(),
    publication: integer('publication').notNull(),
    /** Which of GROUPING_SETS, or one that is added up from one of these. */
    groupingSet: text('grouping_set').notNull(),
    place: text('place').notNull(),
    /** Lines at that publication, and lines and results of what is published of the cell; null where nothing is. */
    lines: integer('lines').notNull(),
    publishedLines: integer('published_lines'),
    publishedResults: integer('published_results'),
    /** Why its figures are not told; null where they are. */
    hidden: text('hidden', { enum: ['too-few-lines', 'one-prefix', 'complementary'] }),
  },
  (table) => [
    primaryKey({
      columns: [table.period, table.slice, table.publication, table.groupingSet, table.place],
    }),
  ],
);

/** Which publications worked out what is told of a period: a period may have no cell left. */
export const toldPeriods = sqliteTable(
  'told_periods',
  {
    period: text('period').notNull(),
    slice: text('slice').notNull(),
    publication: integer('publication').notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.slice, table.publication] })],
);

/** Periods of which the publication under way has yet to work out what is told. */
export const periodsToTell = sqliteTable(
  'periods_to_tell',
  {
    period: text('period').notNull(),
    slice: text('slice').notNull(),
  },
  (table) => [primaryKey({ columns: [table.period, table.slice] })],
);

/**
 * What refresh steps brought into cells since these were published: a refresh writes as much as it counted, however much the
 * cells hold already.
 */
export const cellChanges = sqliteTable(
  'cell_changes',
  {
    groupingSet: text('grouping_set').notNull(),
    period: text('period').notNull(),
    slice: text('slice').notNull(),
    place: text('place').notNull(),
    step: integer('step').notNull(),
    /** To be added to those of the cell. */
    sums: text('sums').notNull(),
    /** Tags of the lines that changed, with a space between (domain/statistics/changed-lines.ts). */
    lines: text('lines').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.groupingSet, table.period, table.slice, table.place, table.step] }),
  ],
);

/** The last publication that ended, and one that has begun since. */
export const publications = sqliteTable('publications', {
  atMs: integer('at_ms').primaryKey(),
  /** Null while cells are still being published; from then on it works out what is told. */
  cellsEndedAtMs: integer('cells_ended_at_ms'),
  /** Null while it is under way: no answer rests on it yet. */
  endedAtMs: integer('ended_at_ms'),
  /** The last day of rolling windows, days since the epoch. */
  asOf: integer('as_of').notNull(),
});

/**
 * Editions of reports: figures of a month as they were published, kept for good. What they tell lies in R2, one document a region.
 */
export const reportEditions = sqliteTable(
  'report_editions',
  {
    /** As `2026-11`. */
    month: text('month').notNull(),
    /** 1 for the first edition of the month, then one more for every correction. */
    revision: integer('revision').notNull(),
    synthetic: integer('synthetic', { mode: 'boolean' }).notNull(),
    /** The publication that it is made from. */
    publishedAtMs: integer('published_at_ms').notNull(),
    /** SHA-256 over the published sums of the month, hex. */
    inputHash: text('input_hash').notNull(),
    /** Regions whose document lies there; it goes on with the next. */
    doneRegions: integer('done_regions').notNull(),
    /** Codes of the regions whose figures differ from those of the edition before, as a JSON array. */
    changedRegions: text('changed_regions').notNull(),
    /** Null while it is being made: nobody sees it until then. */
    frozenAtMs: integer('frozen_at_ms'),
    /** The newest month with an edition when this one was last looked at for corrections. */
    checkedWith: text('checked_with'),
  },
  (table) => [primaryKey({ columns: [table.month, table.revision, table.synthetic] })],
);

/** Ids of results that their owners deleted, so that a late submission does not bring one back. */
export const deletedResults = sqliteTable('deleted_results', {
  id: text('id').primaryKey(),
  deletedAtMs: integer('deleted_at_ms').notNull(),
});

/** Secrets of address hashes: random, one per calendar month (UTC), destroyed 35 days after it ends. */
export const addressKeys = sqliteTable('address_keys', {
  /** As `2026-11`. */
  month: text('month').primaryKey(),
  /** 32 bytes. */
  secret: bytes('secret').notNull(),
});

/** Public keys of everything that was ever signed here: results outlive the key that signed them. */
export const signingKeys = sqliteTable('signing_keys', {
  /** Thumbprint of the key (RFC 7638). */
  kid: text('kid').primaryKey(),
  /** 32 bytes of Ed25519, base64url. */
  publicKey: text('public_key').notNull(),
  addedAtMs: integer('added_at_ms').notNull(),
});

/** Brands. */
export const isps = sqliteTable('isps', {
  slug: text('slug').primaryKey(),
  kind: text('kind', {
    enum: [
      'fixed',
      'fvno',
      'catv',
      'mno',
      'mvno',
      'vne',
      'satellite',
      'cloud',
      'education',
      'business',
      'other',
    ],
  }).notNull(),
  nameJa: text('name_ja').notNull(),
  nameEn: text('name_en').notNull(),
});

/** Which brand uses which AS, and how. Many to many. */
export const ispAsns = sqliteTable(
  'isp_asns',
  {
    slug: text('slug')
      .notNull()
      .references(() => isps.slug),
    asn: integer('asn').notNull(),
    role: text('role', { enum: ['own', 'vne', 'wholesale', 'mno-host'] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.slug, table.asn] })],
);

/** Registered names of autonomous systems. */
export const asNames = sqliteTable('as_names', {
  asn: integer('asn').primaryKey(),
  name: text('name').notNull(),
  countryCode: text('country_code'),
});

/** Countries, the areas above Japan's prefectures, and subdivisions. */
export const regions = sqliteTable('regions', {
  /** ISO 3166-1 alpha-2, ISO 3166-2, or `JP-kanto` for an area. */
  code: text('code').primaryKey(),
  nameJa: text('name_ja').notNull(),
  nameEn: text('name_en').notNull(),
  parentCode: text('parent_code'),
  level: text('level', { enum: ['country', 'area', 'subdivision'] }).notNull(),
  /** Where it stands among its siblings in official lists. */
  position: integer('position').notNull(),
});

/** What lets one device enrol, once. Made by `npm run admin -- token create`; the token itself is told once and not kept. */
export const enrolmentTokens = sqliteTable('enrolment_tokens', {
  /** SHA-256, base64url: the token is 32 random bytes, so that nothing can be searched for. */
  tokenHash: text('token_hash').primaryKey(),
  /** Label of the owner, as the device is told. */
  owner: text('owner').notNull(),
  /** Null of what was made before there were owners, and belongs to none. */
  ownerId: text('owner_id').references(() => owners.id),
  siteId: text('site_id').references(() => sites.id),
  siteName: text('site_name').notNull(),
  /** As `declared` of a result, JSON: results of the agent are filed under it. */
  declared: text('declared', { mode: 'json' }).$type<Declared>().notNull(),
  cohort: text('cohort', { enum: COHORTS }).notNull(),
  createdAtMs: integer('created_at_ms').notNull(),
  expiresAtMs: integer('expires_at_ms').notNull(),
});

/** Enrolled devices. */
export const agents = sqliteTable(
  'agents',
  {
    /** Thumbprint of its key (RFC 7638). */
    id: text('id').primaryKey(),
    /** 32 bytes of Ed25519, base64url. */
    publicKey: text('public_key').notNull(),
    /** The token that it enrolled with: no other device can. */
    tokenHash: text('token_hash').notNull().unique(),
    owner: text('owner').notNull(),
    ownerId: text('owner_id').references(() => owners.id),
    siteId: text('site_id').references(() => sites.id),
    groupId: text('group_id').references(() => agentGroups.id),
    /** Words of its owner's, JSON. */
    tags: text('tags', { mode: 'json' }).$type<string[]>().notNull().default([]),
    siteName: text('site_name').notNull(),
    declared: text('declared', { mode: 'json' }).$type<Declared>().notNull(),
    cohort: text('cohort', { enum: COHORTS }).notNull(),
    enrolledAtMs: integer('enrolled_at_ms').notNull(),
    /** What it is to do, JSON; null for the default. */
    schedule: text('schedule', { mode: 'json' }).$type<Schedule>(),
    /** No tests until then; null for none. */
    suppressedUntilMs: integer('suppressed_until_ms'),
    suppressedWhy: text('suppressed_why'),
    /** From when on nothing of it is taken; null while it is in service. */
    revokedAtMs: integer('revoked_at_ms'),
    revokedAs: text('revoked_as', { enum: ['retired', 'stolen'] }),
    /** The last heartbeat, and what it said, JSON; null before the first. */
    heardAtMs: integer('heard_at_ms'),
    heartbeat: text('heartbeat', { mode: 'json' }).$type<HeartbeatRequest>(),
  },
  (table) => [index('agents_by_owner').on(table.ownerId)],
);

/** Nonces of signed requests, for as long as their signature would be taken. */
export const agentNonces = sqliteTable(
  'agent_nonces',
  {
    agentId: text('agent_id').notNull(),
    nonce: text('nonce').notNull(),
    /** s since the epoch, by the agent. */
    createdAtS: integer('created_at_s').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.agentId, table.nonce] }),
    index('agent_nonces_by_time').on(table.createdAtS),
  ],
);
