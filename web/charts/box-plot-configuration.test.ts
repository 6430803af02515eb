import { describe, expect, it } from 'vitest';
import { LOOK } from '../../test/fixtures/chart-look.ts';
import { plainText } from '../../test/fixtures/plain-text.ts';
import { boxPlotConfiguration } from './box-plot-configuration.ts';
import type { BoxPlotData, BoxPlotWords } from './chart-payload.ts';

const WORDS: BoxPlotWords = {
  lang: 'en',
  periods: ['30 days', '90 days'],
  p25: '25th',
  p50: 'Median',
  p75: '75th',
  lines: 'Lines',
};
const DATA: BoxPlotData = {
  quantity: 'delay',
  rows: [null, { p25: 4.2, p50: 7.4, p75: 12.6, lines: 1234 }],
};

const configuration = boxPlotConfiguration(DATA, WORDS, LOOK);

describe('boxPlotConfiguration()', () => {
  it('leaves the place of a period without figures empty', () => {
    expect(configuration.data.labels).toEqual(WORDS.periods);
    expect(configuration.data.datasets[0]?.data[0]).toBeNull();
  });
  it('draws no whiskers: nothing beyond the quartiles is known', () => {
    const { data } = configuration.data.datasets[0] ?? {};
    expect(data?.[1]).toEqual({
      q1: 4.2,
      median: 7.4,
      q3: 12.6,
      min: 4.2,
      max: 12.6,
      whiskerMin: 4.2,
      whiskerMax: 12.6,
    });
  });
  it('has the round axis of the static drawing', () => {
    const { x } = configuration.options?.scales ?? {};
    expect([x?.min, x?.max]).toEqual([0, 15]);
  });
  it('says a row in the words and formats of the table', () => {
    const callbacks = configuration.options?.plugins?.tooltip?.callbacks;
    type Item = Parameters<NonNullable<NonNullable<typeof callbacks>['label']>>[0];
    const at = (dataIndex: number) => ({ dataIndex, label: WORDS.periods[dataIndex] }) as Item;
    const label = (row: number) => callbacks?.label?.call({} as never, at(row));
    expect([label(1)].flat().map((line) => plainText(String(line)))).toEqual([
      '25th 4.2 ms',
      'Median 7.4 ms',
      '75th 12.6 ms',
    ]);
    expect(callbacks?.title?.call({} as never, [at(1)])).toBe('90 days · Lines 1,234');
    expect(label(0)).toEqual([]);
    expect(callbacks?.title?.call({} as never, [at(0)])).toBe('');
  });
  it('stands still for readers who asked for it', () => {
    expect(boxPlotConfiguration(DATA, WORDS, { ...LOOK, motion: false }).options?.animation).toBe(false);
  });
  it('does not trip over periods that are all empty', () => {
    const { options } = boxPlotConfiguration({ quantity: 'rate', rows: [null, null] }, WORDS, LOOK);
    expect(options?.scales?.x?.max).toBe(1);
  });
});
