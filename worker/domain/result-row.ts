import { base64url } from 'jose';
import type { ResultDocument, Verdict } from '../../measurement-agent/protocol/result.ts';
import {
  type AccessTechnology,
  type Cohort,
  type ConnectionMethod,
  type Dwelling,
  type Medium,
  VERDICT_CODES,
  type VerdictReason,
} from '../../measurement-agent/protocol/vocabulary.ts';
import type { Directory } from './directory.ts';
import { type IspSource, ispOf } from './isp-of.ts';
import { type RegionOf, regionOf } from './region-of.ts';
import type { SessionClaims } from './session-token.ts';
import { utcOffsetMin } from './utc-offset.ts';

/** A result as statistics see it. */
export interface ResultRow {
  id: string;
  receivedAtMs: number;
  measuredAtMs: number;
  methodVersion: number;
  cohort: Cohort;
  synthetic: boolean;
  valid: boolean;
  excludedBy: VerdictReason | null;
  asn: number | null;
  ispKey: string | null;
  ispSource: IspSource | null;
  countryCode: string | null;
  subdivisionCode: string | null;
  regionSource: RegionOf['source'];
  utcOffsetMin: number | null;
  ipVersion: number | null;
  accessTechnology: AccessTechnology | null;
  connectionMethod: ConnectionMethod | null;
  dwelling: Dwelling | null;
  medium: Medium | null;
  contractDownloadBps: number | null;
  contractUploadBps: number | null;
  subscriberKey: Uint8Array | null;
  prefixKey: Uint8Array | null;
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  idleRttP95Ms: number | null;
  workingRttDownloadMs: number | null;
  workingRttUploadMs: number | null;
  ipdvMs: number | null;
  pdvP95Ms: number | null;
  lossRatio: number | null;
  rpm: number | null;
}

/** The part of a row that follows what the person says. */
export type DeclaredColumns = Pick<
  ResultRow,
  | 'ispKey'
  | 'ispSource'
  | 'countryCode'
  | 'subdivisionCode'
  | 'regionSource'
  | 'utcOffsetMin'
  | 'accessTechnology'
  | 'connectionMethod'
  | 'dwelling'
  | 'medium'
  | 'contractDownloadBps'
  | 'contractUploadBps'
>;

/** The row of a stored document. The same document and claims always make the same row. */
export function rowOf(document: ResultDocument, claims: SessionClaims, directory: Directory): ResultRow {
  const { network, idle, download, upload } = document;
  return {
    id: document.measurementId,
    receivedAtMs: Date.parse(document.receivedAt),
    // The server's clock: load begins within minutes of it, and an agent could choose its own hour.
    measuredAtMs: claims.issuedAtMs,
    methodVersion: document.methodVersion,
    cohort: document.cohort,
    synthetic: document.synthetic,
    valid: document.verdict.valid,
    excludedBy: excludedBy(document.verdict),
    asn: network.asn,
    ...declaredColumnsOf(document, claims.issuedAtMs, directory),
    ipVersion: network.ipVersion,
    subscriberKey: claims.subscriberKey === null ? null : base64url.decode(claims.subscriberKey),
    prefixKey: claims.prefixKey === null ? null : base64url.decode(claims.prefixKey),
    downloadBps: download?.goodputBps ?? null,
    uploadBps: upload?.goodputBps ?? null,
    idleRttMs: idle?.rttMs.p50 ?? null,
    idleRttP95Ms: idle?.rttMs.p95 ?? null,
    workingRttDownloadMs: download?.workingRttMs?.p50 ?? null,
    workingRttUploadMs: upload?.workingRttMs?.p50 ?? null,
    ipdvMs: idle?.ipdvMeanAbsMs ?? null,
    pdvP95Ms: idle?.pdvP95Ms ?? null,
    lossRatio: document.loss?.lossRatio ?? null,
    rpm: document.responsiveness?.rpm ?? null,
  };
}

/** Of the reasons that exclude, the first in the public list: each result is counted under one. */
function excludedBy({ reasons }: Verdict): VerdictReason | null {
  const excluding = new Set<string>(reasons.filter(({ excludes }) => excludes).map(({ code }) => code));
  return VERDICT_CODES.find((code) => excluding.has(code)) ?? null;
}

/** The columns of a stored document that change when the person says something else. */
export function declaredColumnsOf(
  { network, declared }: Pick<ResultDocument, 'network' | 'declared'>,
  measuredAtMs: number,
  directory: Directory,
): DeclaredColumns {
  const isp = ispOf(declared.isp, network.asn, directory);
  const region = regionOf(declared.subdivisionCode, network, directory);
  return {
    ispKey: isp?.key ?? null,
    ispSource: isp?.source ?? null,
    countryCode: region.countryCode,
    subdivisionCode: region.subdivisionCode,
    regionSource: region.source,
    utcOffsetMin: utcOffsetMin(region, network, measuredAtMs),
    accessTechnology: declared.accessTechnology,
    connectionMethod: declared.connectionMethod,
    dwelling: declared.dwelling,
    medium: declared.medium,
    contractDownloadBps: declared.contractDownloadBps,
    contractUploadBps: declared.contractUploadBps,
  };
}
