import { describe, expect, test } from 'vitest';
import { submissionOf } from '../../test/fixtures/submission.ts';
import { breaches, thresholdOf } from './thresholds.ts';

const RESULT = submissionOf('AAAAAAAAAAAAAAAAAAAAAA');
const MBPS = (RESULT.download?.goodputBps ?? 0) / 1e6;

test.each([
  ['download=100', { name: 'download', value: 100 }],
  ['idle-rtt=20.5', { name: 'idle-rtt', value: 20.5 }],
  ['loss=0', { name: 'loss', value: 0 }],
  ['download', null],
  ['download=', null],
  ['download=-1', null],
  ['download=1e3', null],
  ['constructor=1', null],
  ['speed=1', null],
  [`download=${'9'.repeat(400)}`, null],
])('thresholdOf(%s)', (text, threshold) => {
  expect(thresholdOf(text)).toEqual(threshold);
});

describe('breaches()', () => {
  test('holds a rate to the least that it may be, the bound itself allowed', () => {
    expect(breaches(RESULT, [{ name: 'download', value: MBPS }])).toEqual([]);
    expect(breaches(RESULT, [{ name: 'download', value: MBPS + 1 }])).toEqual([
      `download is ${Number(MBPS.toPrecision(4))} Mbit/s, and ${MBPS + 1} Mbit/s at least were asked for.`,
    ]);
  });

  test('holds delays and loss to the most that they may be', () => {
    const idleMs = RESULT.idle?.rttMs.p50 ?? 0;
    expect(breaches(RESULT, [{ name: 'idle-rtt', value: idleMs }])).toEqual([]);
    expect(breaches(RESULT, [{ name: 'idle-rtt', value: idleMs / 2 }])).toHaveLength(1);
    const lossy = { ...RESULT, loss: { lossRatio: 0.02, sent: 100, lost: 2 } };
    expect(breaches(lossy, [{ name: 'loss', value: 2 }])).toEqual([]);
    expect(breaches(lossy, [{ name: 'loss', value: 1 }])).toEqual([
      'loss is 2 %, and 1 % at most were asked for.',
    ]);
  });

  test('takes the slower direction of the round trips under load', () => {
    const load = RESULT.download;
    if (load === null) throw new Error('the fixture has a download');
    const working = (p50: number) => ({ ...load, workingRttMs: { p50, p95: p50 } });
    const result = { ...RESULT, download: working(10), upload: working(80) };
    expect(breaches(result, [{ name: 'working-rtt', value: 79 }])).toHaveLength(1);
    expect(breaches(result, [{ name: 'working-rtt', value: 80 }])).toEqual([]);
  });

  test('says nothing of what was not measured, and everything of the rest', () => {
    const none = { idle: null, download: null, upload: null, loss: null, responsiveness: null };
    const all = (['download', 'upload', 'idle-rtt', 'working-rtt', 'loss', 'rpm'] as const).map((name) => ({
      name,
      value: 1e6,
    }));
    expect(breaches(none, all)).toEqual([]);
    const least = breaches({ ...RESULT, responsiveness: null }, all);
    expect(least.map((sentence) => sentence.split(' ')[0])).toEqual(['download', 'upload']);
  });
});
