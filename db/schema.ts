/** Every table. Text that is a closed list is typed by the list; a number's unit is in its name or beside it. */
import { index, integer, primaryKey, real, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import {
  ACCESS_TECHNOLOGIES,
  COHORTS,
  CONNECTION_METHODS,
  MEDIA,
} from '../measurement-agent/protocol/vocabulary.ts';
import { bytes } from './bytes.ts';

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
    measuredAtMs: integer('measured_at_ms').notNull(),
    methodVersion: integer('method_version').notNull(),
    cohort: text('cohort', { enum: COHORTS }).notNull(),
    synthetic: integer('synthetic', { mode: 'boolean' }).notNull(),
    valid: integer('valid', { mode: 'boolean' }).notNull(),
    asn: integer('asn'),
    /** A brand's slug, `shared:a~b` for an AS that several brands use, `as-64500` for one that none claims. */
    ispKey: text('isp_key'),
    ispSource: text('isp_source', { enum: ['declared', 'network', 'shared', 'as'] }),
    countryCode: text('country_code'),
    subdivisionCode: text('subdivision_code'),
    regionSource: text('region_source', { enum: ['declared', 'geoip'] }),
    /** 4 or 6. */
    ipVersion: integer('ip_version'),
    accessTechnology: text('access_technology', { enum: ACCESS_TECHNOLOGIES }),
    connectionMethod: text('connection_method', { enum: CONNECTION_METHODS }),
    medium: text('medium', { enum: MEDIA }),
    /** 16 bytes: tells lines apart within one calendar month. */
    subscriberKey: bytes('subscriber_key'),
    /** 8 bytes: a /24 or /48, for anonymity rules and caps. */
    prefixKey: bytes('prefix_key'),
    downloadBps: real('download_bps'),
    uploadBps: real('upload_bps'),
    idleRttMs: real('idle_rtt_ms'),
    idleRttP95Ms: real('idle_rtt_p95_ms'),
    workingRttDownloadMs: real('working_rtt_download_ms'),
    workingRttUploadMs: real('working_rtt_upload_ms'),
    /** Mean of |IPDV| on the idle line. */
    ipdvMs: real('ipdv_ms'),
    /** 0–1. */
    lossRatio: real('loss_ratio'),
    /** Round trips a minute. */
    rpm: real('rpm'),
  },
  (table) => [
    index('results_by_isp').on(table.ispKey, table.measuredAtMs),
    index('results_by_subdivision').on(table.subdivisionCode, table.measuredAtMs),
    index('results_by_country').on(table.countryCode, table.measuredAtMs),
  ],
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
    enum: ['fixed', 'catv', 'mno', 'mvno', 'vne', 'satellite', 'cloud', 'education', 'business', 'other'],
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
