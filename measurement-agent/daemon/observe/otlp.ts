/**
 * What /metrics tells, as OTLP over HTTP in JSON (opentelemetry-proto 1.x, metrics/v1). Names stay those of /metrics, so that one dashboard
 * serves both; collectors that write to Prometheus add no suffix that is there.
 */
import type { HttpSend } from '../../engine/transports/api-client.ts';
import { families, type Observed } from './metrics-text.ts';

/** As OpenTelemetry's exporters do by default. */
export const OTLP_EVERY_MS = 60_000;
const OTLP_PATH = '/v1/metrics';
const ANSWER_LIMIT_MS = 10_000;
/** AGGREGATION_TEMPORALITY_CUMULATIVE */
const CUMULATIVE = 2;

/** UCUM, by the end of a name in base units. */
const UNITS = [
  [/_bits_per_second$/, 'bit/s'],
  [/_seconds$/, 's'],
  [/_bytes$/, 'By'],
  [/_ratio$/, '1'],
] as const;

type Attribute = { key: string; value: { stringValue: string } };

interface DataPoint {
  attributes: Attribute[];
  /** As text: JSON has no integers of 64 bits. */
  timeUnixNano: string;
  asDouble: number;
}

interface Metric {
  name: string;
  description: string;
  unit: string;
  gauge?: { dataPoints: DataPoint[] };
  sum?: { dataPoints: DataPoint[]; aggregationTemporality: typeof CUMULATIVE; isMonotonic: true };
}

/** ExportMetricsServiceRequest. What is not known has no point, as in /metrics. */
export interface OtlpRequest {
  resourceMetrics: {
    resource: { attributes: Attribute[] };
    scopeMetrics: { scope: { name: string; version: string }; metrics: Metric[] }[];
  }[];
}

export function otlpRequest(observed: Observed, agentId: string, nowMs: number): OtlpRequest {
  const { version, site } = observed;
  const timeUnixNano = `${Math.round(nowMs)}000000`;
  const metrics = families(observed).flatMap(({ name, type, help, samples }): Metric[] => {
    const dataPoints = samples.flatMap(([labels, value]): DataPoint[] =>
      value === null || value === undefined
        ? []
        : [{ attributes: attributesOf(labels), timeUnixNano, asDouble: value }],
    );
    if (dataPoints.length === 0) return [];
    const unit = UNITS.find(([pattern]) => pattern.test(name))?.[1] ?? '';
    const common = { name, description: help, unit };
    return type === 'gauge'
      ? [{ ...common, gauge: { dataPoints } }]
      : [{ ...common, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } }];
  });
  const attributes = attributesOf({
    'service.name': 'jissoku',
    'service.version': version,
    'service.instance.id': agentId,
    'jissoku.site': site,
  });
  return {
    resourceMetrics: [
      { resource: { attributes }, scopeMetrics: [{ scope: { name: 'jissoku', version }, metrics }] },
    ],
  };
}

/** Sends once. A reason in words when it was not taken; nothing depends on it. */
export async function exportOtlp(send: HttpSend, request: OtlpRequest): Promise<string | null> {
  try {
    const what = { method: 'POST', path: OTLP_PATH, body: request } as const;
    const { status } = await send(what, AbortSignal.timeout(ANSWER_LIMIT_MS));
    return status >= 200 && status < 300 ? null : `the collector answered ${status}`;
  } catch (error) {
    return (error as Error).message;
  }
}

function attributesOf(values: Readonly<Record<string, string>>): Attribute[] {
  return Object.entries(values).map(([key, stringValue]) => ({ key, value: { stringValue } }));
}
