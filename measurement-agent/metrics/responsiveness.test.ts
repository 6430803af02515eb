import { describe, expect, it, test } from 'vitest';
import { responsivenessConfidence, responsivenessRpm, trimmedMeanMs } from './responsiveness.ts';

const at = (rttsMs: readonly number[], everyMs = 100) =>
  rttsMs.map((rttMs, index) => ({ atMs: 1_000 + index * everyMs, rttMs }));

/** 30 to 48 ms and one that waited half a second. */
const FOREIGN = [...Array.from({ length: 19 }, (_, index) => 30 + index), 500];

// Vectors computed with Python's statistics.fmean over sorted samples without the slowest floor(n / 20).
test.each([
  ['one of twenty is left out', FOREIGN, 39],
  ['none of three', [50, 60, 55], 55],
  ['one of twenty-one, though two are slow', [...Array.from({ length: 19 }, () => 10), 1000, 1000], 59.5],
  ['two of forty', Array.from({ length: 40 }, (_, index) => 40 - index), 19.5],
])('trimmed mean: %s', (_name, samplesMs, meanMs) => {
  expect(trimmedMeanMs(samplesMs)).toBeCloseTo(meanMs, 9);
});

describe('responsiveness', () => {
  it('is the mean of both kinds of round trips a minute', () => {
    // (60000 / 39 + 60000 / 55) / 2
    expect(responsivenessRpm({ foreignRttsMs: at(FOREIGN), selfRttsMs: [50, 60, 55] })).toBeCloseTo(
      1314.685_314_7,
      6,
    );
  });

  it.each([
    ['no connection', [], [50]],
    ['no message', [50], []],
    ['no time', [0], [50]],
  ])('is null of %s', (_name, foreign, selfRttsMs) => {
    expect(responsivenessRpm({ foreignRttsMs: at(foreign), selfRttsMs })).toBeNull();
  });
});

describe('confidence', () => {
  const steady = Array.from({ length: 40 }, (_, index) => 50 + (index % 3));
  it.each([
    ['low where there are fewer than four intervals', at(steady.slice(0, 15)), 'low'],
    ['high where the last four moving averages agree', at(steady), 'high'],
    ['medium where a queue keeps growing', at(steady.map((rttMs, index) => rttMs + 10 * index)), 'medium'],
    ['low of nothing', [], 'low'],
  ])('is %s', (_name, foreign, confidence) => {
    expect(responsivenessConfidence(foreign)).toBe(confidence);
  });
});
