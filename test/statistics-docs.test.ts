import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ascending, quantile } from '../measurement-agent/metrics/quantile.ts';
import {
  ANONYMOUS_FROM_LINES,
  FIGURES,
  METRICS,
  RANKED_FROM_LINES,
  SHOWN_FROM_LINES,
} from '../measurement-agent/protocol/statistics.ts';
import { distributionOf, geometricMeanOf, quantileOf } from '../worker/domain/statistics/distribution.ts';
import { quantileEstimate } from '../worker/domain/statistics/estimate.ts';
import { GROUPING_SETS, type GroupingSet } from '../worker/domain/statistics/grouping-sets.ts';
import { lineFigures } from '../worker/domain/statistics/line-figures.ts';
import type { LineTest } from '../worker/domain/statistics/line-test.ts';
import { rankInterval } from '../worker/domain/statistics/rank-interval.ts';
import { add, emptySketch } from '../worker/domain/statistics/sketch.ts';
import { toldFigure } from '../worker/domain/statistics/suppression.ts';
import { ROOT } from './server.ts';

const DOCS = readFileSync(path.join(ROOT, 'docs/statistics.md'), 'utf8');

const JAPAN_MIN = 540;
const NOTHING = {
  methodVersion: 1,
  synthetic: false,
  cohort: 'crowd-browser',
  valid: true,
  excludedBy: null,
  ispKey: null,
  countryCode: 'JP',
  subdivisionCode: null,
  regionSource: null,
  utcOffsetMin: JAPAN_MIN,
  ipVersion: 4,
  accessTechnology: null,
  connectionMethod: null,
  dwelling: null,
  medium: null,
  contractDownloadBps: null,
  contractUploadBps: null,
  lineKnown: true,
  prefixBucket: null,
  ...(Object.fromEntries(METRICS.map((metric) => [metric, null])) as Record<(typeof METRICS)[number], null>),
} as const;

/** The tests of the worked example, by line. */
function exampleTests(): Map<string, LineTest[]> {
  const rows = [...DOCS.matchAll(/^\| ([A-Z]) \| (\S+ \S+) \| (\d+) \|$/gm)];
  const tests = rows.map(([, line = '', time = '', rate], index) => ({
    ...NOTHING,
    line,
    id: String(index),
    measuredAtMs: Date.parse(`${time.replace(' ', 'T')}:00+09:00`),
    downloadBps: Number(rate) * 1e6,
  }));
  return Map.groupBy(tests, ({ line }) => line);
}

/** A row of the table of figures, as it stands there. */
function stated(figure: string): string {
  return new RegExp(`^\\| ${figure} \\| (.+) \\|$`, 'm').exec(DOCS)?.[1] ?? 'not there';
}

const mbps = (bps: number | null | undefined) => String(toldFigure((bps ?? Number.NaN) / 1e6));

test('the worked example is what the code computes', () => {
  const tests = exampleTests();
  expect([...tests.values()].flat()).toHaveLength(13);
  const lines = [...tests.values()].map(
    (of) =>
      lineFigures(of, [], { downloadBps: null, uploadBps: null })[FIGURES.indexOf('downloadBps')] ??
      Number.NaN,
  );
  expect(lines.map((bps) => bps / 1e6)).toEqual([210, 90, 450, 60, 250, 180, 800]);
  const sketch = emptySketch();
  for (const bps of lines) add(sketch, bps, 1);
  const distribution = distributionOf([{ sketch, weight: 1 }]);
  const median = quantileEstimate({ distribution, lines: lines.length }, 0.5);
  // Sketches are exact to 0.05%, and the example tells whole numbers.
  for (const [figure, q] of [
    ['p25', 0.25],
    ['median', 0.5],
    ['p75', 0.75],
  ] as const) {
    expect(mbps(quantile(ascending(lines), q))).toBe(stated(figure));
    expect(Math.abs((quantileOf(distribution, q) ?? 0) / (Number(stated(figure)) * 1e6) - 1)).toBeLessThan(
      0.0005,
    );
  }
  const [low, high] = stated('its 95% interval').split('–').map(Number);
  expect(Math.abs((median?.low ?? 0) / 1e6 - (low ?? 0))).toBeLessThan(0.05);
  expect(Math.abs((median?.high ?? 0) / 1e6 - (high ?? 0))).toBeLessThan(0.5);
  expect(
    Math.abs((geometricMeanOf(distribution) ?? 0) / 1e6 - Number(stated('geometric mean'))),
  ).toBeLessThan(0.15);
  const all = [...tests.values()].flat().flatMap(({ downloadBps }) => downloadBps ?? []);
  expect(mbps(quantile(ascending(all), 0.5))).toBe(stated('median of all tests, for comparison'));
});

test('docs/statistics.md lists the grouping sets as they are', () => {
  const rows = [
    ...DOCS.matchAll(/^\| `([a-z-]+)` \| ([a-zA-Z ]+) \| (yes|) ?\| ([\d ]+) \| (yes|) ?\| (yes|) ?\|$/gm),
  ];
  const told = rows.map(([, name, dimensions, days, rolling, bands, hours]) => ({
    name,
    dimensions: dimensions?.split(' '),
    days: days === 'yes',
    rolling: rolling?.split(' ').map(Number),
    bands: bands === 'yes',
    hours: hours === 'yes',
  }));
  const sets: readonly GroupingSet[] = GROUPING_SETS;
  expect(told).toEqual(sets.map((set) => ({ ...set })));
});

test('docs/statistics.md states the thresholds as they are', () => {
  expect(DOCS).toContain(
    `Figures from **${SHOWN_FROM_LINES}** lines on, ranks from **${RANKED_FROM_LINES}**, sketches from 100; nothing under **${ANONYMOUS_FROM_LINES}** lines`,
  );
  const fewest = (q: number) =>
    Array.from({ length: 100 }, (_, n) => n).find((n) => rankInterval(n, q) !== null);
  expect(DOCS).toContain(`a median needs ${fewest(0.5)} lines, p5 and p95 need ${fewest(0.95)}`);
  expect(fewest(0.05)).toBe(fewest(0.95));
});
