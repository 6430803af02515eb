import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { SILENT } from '../../../test/fixtures/observed.ts';
import { submissionOf } from '../../../test/fixtures/submission.ts';
import { sendFrom } from '../../engine/transports/node.ts';
import { families } from './metrics-text.ts';
import { exportOtlp, type OtlpRequest, otlpRequest } from './otlp.ts';

const OBSERVED = { ...SILENT, last: submissionOf('AAAAAAAAAAAAAAAAAAAAAA') };
const REQUEST = otlpRequest(OBSERVED, 'agent', Date.parse('2026-11-10T00:00:00Z'));
const metrics = REQUEST.resourceMetrics[0]?.scopeMetrics[0]?.metrics ?? [];
const metric = (name: string) => metrics.find((one) => one.name === name);

describe('otlpRequest()', () => {
  test('tells every family of /metrics that has a value, and no other', () => {
    const known = families(OBSERVED).filter(({ samples }) =>
      samples.some(([, value]) => value !== null && value !== undefined),
    );
    expect(metrics.map(({ name }) => name)).toEqual(known.map(({ name }) => name));
  });

  test('says who tells it', () => {
    expect(REQUEST.resourceMetrics[0]?.resource.attributes).toContainEqual({
      key: 'service.instance.id',
      value: { stringValue: 'agent' },
    });
  });

  test('has gauges, counters that only grow, units, labels and the time in ns as text', () => {
    expect(metric('jissoku_download_bits_per_second')).toMatchObject({
      unit: 'bit/s',
      gauge: { dataPoints: [{ asDouble: 312437118.4, timeUnixNano: '1794268800000000000', attributes: [] }] },
    });
    expect(metric('jissoku_idle_rtt_seconds')?.unit).toBe('s');
    expect(metric('jissoku_month_bytes')?.unit).toBe('By');
    expect(metric('jissoku_slots_total')).toMatchObject({
      sum: { aggregationTemporality: 2, isMonotonic: true },
    });
    expect(metric('jissoku_slots_total')?.sum?.dataPoints).toContainEqual({
      attributes: [{ key: 'outcome', value: { stringValue: 'missed' } }],
      timeUnixNano: '1794268800000000000',
      asDouble: 1,
    });
  });
});

describe('exportOtlp()', () => {
  test.each([
    [200, null],
    [503, 'the collector answered 503'],
  ])('to a collector that answers %i', async (status, failure) => {
    const got: { url: string | undefined; type: string | undefined; body: OtlpRequest }[] = [];
    const server = createServer((incoming, outgoing) => {
      let text = '';
      incoming.on('data', (chunk: Buffer) => (text += chunk.toString()));
      incoming.on('end', () => {
        const type = incoming.headers['content-type'];
        got.push({ url: incoming.url, type, body: JSON.parse(text) as OtlpRequest });
        outgoing.writeHead(status).end('{}');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await exportOtlp(sendFrom(`http://127.0.0.1:${port}`, {}), REQUEST)).toBe(failure);
    expect(got).toEqual([{ url: '/v1/metrics', type: 'application/json', body: REQUEST }]);
    server.close();
    await once(server, 'close');
    // And when it is gone.
    expect(await exportOtlp(sendFrom(`http://127.0.0.1:${port}`, {}), REQUEST)).toContain('ECONNREFUSED');
  });
});
