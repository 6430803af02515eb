import { expect, it } from 'vitest';
import type { CellAnswer, FigureAnswer } from '../../measurement-agent/protocol/quality.ts';
import { periodFigures } from './cell-figures.ts';

const at = (value: number) => ({ value, low: value * 0.9, high: value * 1.1 });
const figure: FigureAnswer = {
  lines: 120,
  independentLines: 120,
  quantiles: { p5: null, p10: null, p25: at(100), p50: at(200), p75: at(300), p90: null, p95: null },
  geometricMean: 190,
  peak: null,
  offPeak: null,
};
const cell: CellAnswer = {
  place: { isp: 'ocn' },
  results: 400,
  lines: 120,
  suppressed: null,
  ranked: true,
  regions: null,
  excluded: [
    { reason: 'stopped', results: 20 },
    { reason: 'vpn', results: null },
    { reason: 'cross-traffic', results: 10 },
  ],
  updatedAt: null,
  figures: { downloadBps: figure, uploadBps: { ...figure, quantiles: { ...figure.quantiles, p75: null } } },
  contract: null,
};

it('shows quartiles, the interval of the median, and counts as they are told', () => {
  expect(periodFigures(30, cell)).toEqual({
    days: 30,
    results: 400,
    lines: 120,
    excluded: 30,
    quartiles: {
      downloadBps: { p25: 100, p50: 200, p75: 300, p50Low: 180, p50High: 220.00000000000003, lines: 120 },
      uploadBps: null,
      idleRttMs: null,
      workingRttDownloadMs: null,
      workingRttUploadMs: null,
    },
  });
});

it('shows nothing where nothing is told', () => {
  const nothing = { days: 90, results: null, lines: null, excluded: null, quartiles: null };
  expect(periodFigures(90, null)).toEqual(nothing);
  const hidden: CellAnswer = {
    ...cell,
    results: 20,
    lines: 10,
    excluded: [],
    suppressed: 'too-few-lines',
    figures: null,
  };
  expect(periodFigures(90, hidden)).toEqual({ ...nothing, results: 20, lines: 10 });
});
