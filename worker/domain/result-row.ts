import { base64url } from 'jose';
import type { ResultDocument } from '../../measurement-agent/protocol/result.ts';
import type {
  AccessTechnology,
  Cohort,
  ConnectionMethod,
  Medium,
} from '../../measurement-agent/protocol/vocabulary.ts';
import type { Directory } from './directory.ts';
import { type IspSource, ispOf } from './isp-of.ts';
import { type RegionOf, regionOf } from './region-of.ts';
import type { SessionClaims } from './session-token.ts';

/** A result as statistics see it. */
export interface ResultRow {
  id: string;
  receivedAtMs: number;
  measuredAtMs: number;
  methodVersion: number;
  cohort: Cohort;
  synthetic: boolean;
  valid: boolean;
  asn: number | null;
  ispKey: string | null;
  ispSource: IspSource | null;
  countryCode: string | null;
  subdivisionCode: string | null;
  regionSource: RegionOf['source'];
  ipVersion: number | null;
  accessTechnology: AccessTechnology | null;
  connectionMethod: ConnectionMethod | null;
  medium: Medium | null;
  subscriberKey: Uint8Array | null;
  prefixKey: Uint8Array | null;
  downloadBps: number | null;
  uploadBps: number | null;
  idleRttMs: number | null;
  idleRttP95Ms: number | null;
  workingRttDownloadMs: number | null;
  workingRttUploadMs: number | null;
  ipdvMs: number | null;
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
  | 'accessTechnology'
  | 'connectionMethod'
  | 'medium'
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
    asn: network.asn,
    ...declaredColumnsOf(document, directory),
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
    lossRatio: document.loss?.lossRatio ?? null,
    rpm: document.responsiveness?.rpm ?? null,
  };
}

/** The columns of a stored document that change when the person says something else. */
export function declaredColumnsOf(
  { network, declared }: Pick<ResultDocument, 'network' | 'declared'>,
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
    accessTechnology: declared.accessTechnology,
    connectionMethod: declared.connectionMethod,
    medium: declared.medium,
  };
}
