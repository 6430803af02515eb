/**
 * The document of one measurement, formatVersion 1. A public contract: fields are added, never renamed.
 * docs/data-format.md describes every field in prose.
 */
import * as z from 'zod/mini';
import { ispSlugSchema, networkSchema, subdivisionCodeSchema } from './network.ts';
import { FORMAT_VERSION, MAX_RATE_BPS } from './spec.ts';
import { detachedSignatureSchema, sessionIdSchema, summarySchema } from './summary.ts';
import { surroundingsSchema } from './surroundings.ts';
import { textSchema } from './text.ts';
import {
  ACCESS_TECHNOLOGIES,
  COHORTS,
  CONFIDENCES,
  CONNECTION_METHODS,
  DWELLINGS,
  GUESS_REASONS,
  MEDIA,
  MISSING_REASONS,
  VERDICT_CODES,
} from './vocabulary.ts';

/** No path on Earth takes longer and still answers within a measurement. */
const MAX_DELAY_MS = 60_000;

const rateBps = z.number().check(z.nonnegative(), z.maximum(MAX_RATE_BPS));
const delayMs = z.number().check(z.nonnegative(), z.maximum(MAX_DELAY_MS));
const durationMs = z.number().check(z.nonnegative(), z.maximum(3_600_000));
const ratio = z.number().check(z.minimum(0), z.maximum(1));
const count = z.int().check(z.nonnegative(), z.maximum(1e9));
const byteCount = z.int().check(z.nonnegative(), z.maximum(Number.MAX_SAFE_INTEGER));
const shortText = (maxLength: number) => textSchema(maxLength).check(z.minLength(1));

/** What the person says about the line. Nothing here is verified; null is "not said". */
export const declaredSchema = z.strictObject({
  isp: z.nullable(ispSlugSchema),
  subdivisionCode: z.nullable(subdivisionCodeSchema),
  accessTechnology: z.nullable(z.enum(ACCESS_TECHNOLOGIES)),
  connectionMethod: z.nullable(z.enum(CONNECTION_METHODS)),
  dwelling: z.nullable(z.enum(DWELLINGS)),
  medium: z.nullable(z.enum(MEDIA)),
  contractDownloadBps: z.nullable(rateBps),
  contractUploadBps: z.nullable(rateBps),
});
export type Declared = z.infer<typeof declaredSchema>;

export const NOTHING_DECLARED: Declared = {
  isp: null,
  subdivisionCode: null,
  accessTechnology: null,
  connectionMethod: null,
  dwelling: null,
  medium: null,
  contractDownloadBps: null,
  contractUploadBps: null,
};

/** Variation of round trips, each figure under its own name, as "jitter" means all of them. */
const variationShape = {
  /** Mean of |IPDV| between consecutive probes (RFC 3393); null under two samples. */
  ipdvMeanAbsMs: z.nullable(delayMs),
  /** p95 of PDV against the minimum (RFC 5481 section 4.2). */
  pdvP95Ms: z.nullable(delayMs),
};

/** Interarrival jitter of RFC 3550 section 6.4.1, after the last probe; null under two samples. */
const rfc3550Ms = z.optional(z.nullable(delayMs));

/** Round trips on an otherwise idle line. Quantiles are type 7 (Hyndman and Fan), of RTTs per RFC 2681. */
export const idleSchema = z.strictObject({
  rttMs: z.strictObject({ min: delayMs, p50: delayMs, p95: delayMs, p99: z.optional(delayMs) }),
  samples: count,
  ...variationShape,
  rfc3550Ms,
});
export type Idle = z.infer<typeof idleSchema>;

/** Round trips while the line was loaded. */
export const workingRttSchema = z.strictObject({
  p50: delayMs,
  p95: delayMs,
  p99: z.optional(delayMs),
  samples: z.optional(count),
  ipdvMeanAbsMs: z.optional(variationShape.ipdvMeanAbsMs),
  pdvP95Ms: z.optional(variationShape.pdvP95Ms),
  rfc3550Ms,
});
export type WorkingRtt = z.infer<typeof workingRttSchema>;

/** One direction under load. */
export const loadSchema = z.strictObject({
  /** Application bytes × 8 / s at the receiver, start-up left out (RFC 2647 section 3.17). */
  goodputBps: rateBps,
  /** 95% interval of `goodputBps`: batch means with Student's t, and a floor for timing. */
  interval: z.optional(
    z.nullable(z.strictObject({ lowBps: rateBps, highBps: rateBps, level: ratio, method: shortText(40) })),
  ),
  /** Whether the rate held still while it was taken: halves and batches within 10%. */
  steady: z.optional(z.nullable(z.boolean())),
  /** p10 of the rates of 250 ms: how the line is when it is not at its best. */
  p10Bps: z.optional(z.nullable(rateBps)),
  /** What one connection brought while it was alone. */
  singleConnectionBps: z.optional(z.nullable(rateBps)),
  /** Why load ended: the interval was tight enough, or the time or the bytes were used up. */
  endedBy: z.optional(z.enum(['precision', 'time', 'bytes'])),
  /** Load-generating connections. */
  connections: z.int().check(z.minimum(1), z.maximum(64)),
  /** Length of the window that `goodputBps` is taken over. */
  durationMs,
  /** Where that window begins, ms since the direction began; absent where it ends with the series. */
  windowFromMs: z.optional(durationMs),
  /** All application bytes received in this direction, start-up included. */
  bytes: byteCount,
  /** [ms since the direction began, bit/s in the interval that ends there]. */
  series: z.array(z.tuple([durationMs, rateBps])).check(z.maxLength(4096)),
  /** Round trips during the load, on a connection of their own; null when too few returned. */
  workingRttMs: z.nullable(workingRttSchema),
  /** Round trips during the load, on a load-generating connection; null when too few returned. */
  selfRttMs: z.optional(z.nullable(workingRttSchema)),
});
export type Load = z.infer<typeof loadSchema>;

const lossShape = {
  /** lost / sent (RFC 6673 section 5). */
  lossRatio: ratio,
  sent: count,
  lost: count,
  /** 95% score interval of the ratio (Wilson 1927). Absent in documents older than these fields, as are those below. */
  lowRatio: z.optional(ratio),
  highRatio: z.optional(ratio),
  /** Most datagrams lost in a row; 0 when none was lost. */
  longestBurst: z.optional(count),
  /** Mean number lost in a row (RFC 3357); null when none was lost. */
  meanBurst: z.optional(z.nullable(z.number().check(z.minimum(1), z.maximum(1e9)))),
};

/** Datagrams that did not come back. The figures are those of the idle line, before any load. */
export const lossSchema = z.strictObject({
  ...lossShape,
  /** What the datagrams crossed: `loop` is the line up and the line down again, so the direction of a loss is unknown. */
  path: z.optional(z.enum(['loop'])),
  /** How they were carried, as `webrtc-turn-loop`. */
  method: z.optional(shortText(80)),
  /** The same while `direction` was under load; null when not measured. */
  working: z.optional(
    z.nullable(z.strictObject({ ...lossShape, direction: z.enum(['download', 'upload']) })),
  ),
});
export type Loss = z.infer<typeof lossSchema>;

/** Points of one series over the whole run; enough for a plot, and few enough for a document. */
const MAX_TIMELINE_POINTS = 256;
const timelineMoment = z.optional(durationMs);
/** [ms since the run began, when the probe was sent; ms it took]. */
const roundTripPoints = z.array(z.tuple([durationMs, delayMs])).check(z.maxLength(MAX_TIMELINE_POINTS));

/**
 * What a plot of the whole run needs beside the rates: one time axis, ms since the run began. Round trips are thinned to the
 * lowest and the highest of equal parts, so that they show every extreme and are no sample of a distribution.
 */
export const timelineSchema = z.strictObject({
  /** When each stage began; of a direction where its `series` is zero. Absent for what was not reached. */
  beganMs: z.strictObject({
    idle: timelineMoment,
    loss: timelineMoment,
    download: timelineMoment,
    upload: timelineMoment,
    bidirectional: timelineMoment,
  }),
  idleRtts: roundTripPoints,
  /** During load of either direction, start-up included. */
  workingRtts: roundTripPoints,
  /** Every datagram of `loss` and `loss.working` by when it was sent; null where `loss` is. */
  loss: z.nullable(
    z.strictObject({
      /** Length of each part. */
      partMs: durationMs,
      /** [ms since the run began where the part begins, datagrams sent in it, lost of them]; none for a part without any. */
      parts: z.array(z.tuple([durationMs, count, count])).check(z.maxLength(MAX_TIMELINE_POINTS)),
    }),
  ),
});
export type Timeline = z.infer<typeof timelineSchema>;

const rpm = z.number().check(z.nonnegative(), z.maximum(1e7));
const confidence = z.enum(['low', 'medium', 'high']);

/** Responsiveness while one direction (or both) is loaded. */
const directionResponsivenessSchema = z.strictObject({
  /** Round trips a minute. */
  rpm,
  confidence,
  /** Trimmed mean of a round trip while opening a new connection beside the load. */
  foreignRttMs: delayMs,
  foreignSamples: count,
  /** Trimmed mean of a round trip on the load-generating connections. */
  selfRttMs: delayMs,
  selfSamples: count,
});
export type DirectionResponsiveness = z.infer<typeof directionResponsivenessSchema>;

/** Round trips a minute under load, `method` says by which revision of draft-ietf-ippm-responsiveness and over what. */
export const responsivenessSchema = z.strictObject({
  /** The lower of both directions. */
  rpm,
  confidence,
  method: shortText(80),
  download: z.optional(directionResponsivenessSchema),
  upload: z.optional(directionResponsivenessSchema),
});
export type Responsiveness = z.infer<typeof responsivenessSchema>;

const alone = { workingRttMs: true, selfRttMs: true } as const;
/** Both directions loaded at once: an option of the agent. Never part of a statistic. */
const bidirectionalSchema = z.strictObject({
  download: z.omit(loadSchema, alone),
  upload: z.omit(loadSchema, alone),
  /** Round trips meanwhile, on a connection of their own; null when too few returned. */
  workingRttMs: z.nullable(workingRttSchema),
  responsiveness: z.nullable(directionResponsivenessSchema),
});
export type Bidirectional = z.infer<typeof bidirectionalSchema>;

export const verdictSchema = z.strictObject({
  /** False when any reason excludes; the result is then shown but not counted. */
  valid: z.boolean(),
  reasons: z
    .array(z.strictObject({ code: z.enum(VERDICT_CODES), excludes: z.boolean() }))
    .check(z.maxLength(32)),
});
export type Verdict = z.infer<typeof verdictSchema>;

/** How the line is probably connected. A guess: `declared.connectionMethod` is where the person says it. */
export const connectionGuessSchema = z.strictObject({
  connectionMethod: z.enum(CONNECTION_METHODS),
  confidence: z.enum(CONFIDENCES),
  /** What it rests on, the strongest first. */
  reasons: z.array(z.enum(GUESS_REASONS)).check(z.minLength(1), z.maxLength(16)),
});
export type ConnectionGuess = z.infer<typeof connectionGuessSchema>;

/** Fields the agent writes. */
const measuredShape = {
  formatVersion: z.literal(FORMAT_VERSION),
  /** The sessionId. */
  measurementId: sessionIdSchema,
  /** Name of the measurement protocol, as `jissoku.measure.v1`. */
  protocol: shortText(64),
  methodVersion: z.int().check(z.minimum(1), z.maximum(1000)),
  /** Made by a test or a simulation: kept, shown, never in a statistic. */
  synthetic: z.boolean(),
  /** Links the IPv4 and the IPv6 session of one run. */
  groupId: z.nullable(sessionIdSchema),
  agent: z.strictObject({
    name: shortText(64),
    version: shortText(32),
    kind: z.enum(['browser', 'node']),
  }),
  startedAt: z.iso.datetime(),
  durationMs,
  /** Every byte moved in load messages, both directions, start-up and unfinished directions included. */
  bytes: z.strictObject({ download: byteCount, upload: byteCount }),
  /** `bytes` that the person allowed at most, where that was less than the plan would take. */
  maxBytes: z.optional(byteCount),
  /** How load was carried, as `websocket`. */
  transport: shortText(32),
  /** Largest IP packet that passes the path whole, headers included, in bytes; null where the agent cannot know it. */
  pathMtuBytes: z.optional(z.nullable(z.int().check(z.minimum(576), z.maximum(65_535)))),
  declared: declaredSchema,
  idle: z.nullable(idleSchema),
  download: z.nullable(loadSchema),
  upload: z.nullable(loadSchema),
  loss: z.nullable(lossSchema),
  responsiveness: z.nullable(responsivenessSchema),
  bidirectional: z.optional(z.nullable(bidirectionalSchema)),
  /** Absent in older documents and where an agent does not keep it. */
  timeline: z.optional(timelineSchema),
  /** A reason for every top-level figure that is null. */
  missing: z.partialRecord(
    z.enum([
      'idle',
      'download',
      'upload',
      'loss',
      'responsiveness',
      'download.workingRttMs',
      'upload.workingRttMs',
      'download.selfRttMs',
      'upload.selfRttMs',
      'loss.working',
      'bidirectional',
    ]),
    z.enum(MISSING_REASONS),
  ),
  /** What the worker saw, one per direction, as it sent them. */
  summaries: z.array(summarySchema).check(z.maxLength(3)),
  verdict: verdictSchema,
  /** What the agent noticed of its machine; null when nothing watched. Absent in older documents. */
  surroundings: z.optional(z.nullable(surroundingsSchema)),
};

/**
 * What an agent submits. A `network` in it is accepted and ignored: the network of a result is what the edge saw
 * when the session was opened. The same holds for `cohort`, `receivedAt`, `connectionGuess` and `signature`, so that a stored document
 * can be submitted as it is.
 */
export const submissionSchema = z.strictObject({
  ...measuredShape,
  network: z.optional(z.unknown()),
  cohort: z.optional(z.unknown()),
  receivedAt: z.optional(z.unknown()),
  connectionGuess: z.optional(z.unknown()),
  signature: z.optional(z.unknown()),
});
export type Submission = z.infer<typeof submissionSchema>;

/** What is stored and served. */
export const resultSchema = z.strictObject({
  ...measuredShape,
  receivedAt: z.iso.datetime(),
  cohort: z.enum(COHORTS),
  network: networkSchema,
  /** Made when the result was accepted; null where the rules know nothing. Absent in documents older than this field. */
  connectionGuess: z.optional(z.nullable(connectionGuessSchema)),
  /** The server's signature of all other fields, made anew when an answer about the line changes. */
  signature: z.optional(detachedSignatureSchema),
});
export type ResultDocument = z.infer<typeof resultSchema>;
