import { describe, expect, it } from 'vitest';
import { LOOK } from '../../test/fixtures/chart-look.ts';
import { plainText } from '../../test/fixtures/plain-text.ts';
import type { CurveWords } from './chart-payload.ts';
import { curveConfiguration } from './curve-configuration.ts';

const WORDS: CurveWords = {
  lang: 'ja',
  elapsed: '経過',
  rate: '速さ',
  leftOut: '値には含めません',
  figure: '全体',
};
const DATA = {
  series: [
    [100, 40e6],
    [200, 95e6],
    [300, 98e6],
    [400, 94e6],
  ],
  goodputBps: 96e6,
  durationMs: 200,
} as const;

const configuration = (data: Parameters<typeof curveConfiguration>[0] = DATA, look = LOOK) =>
  curveConfiguration(data, WORDS, look);

describe('curveConfiguration()', () => {
  it('has the curve, and the figure over the window that counts', () => {
    const [curve, level] = configuration().data.datasets;
    expect(curve?.data.map(({ x, y }) => [x, y])).toEqual(DATA.series);
    expect(level?.data.map(({ y }) => y)).toEqual([Number.NaN, 96e6, 96e6, 96e6]);
  });
  it('draws start-up paler', () => {
    const { segment } = configuration().data.datasets[0] ?? {};
    const colour = segment?.borderColor;
    if (typeof colour !== 'function') throw new TypeError('one colour for all segments');
    const segmentTo = (x: number) => ({ p1: { parsed: { x } } }) as Parameters<typeof colour>[0];
    expect(colour(segmentTo(200), {})).toBe('accent-faint');
    expect(colour(segmentTo(300), {})).toBeUndefined();
  });
  it('has the round axis of the static drawing', () => {
    const { x, y } = configuration().options?.scales ?? {};
    expect([x?.min, x?.max]).toEqual([0, 400]);
    expect([y?.min, y?.max]).toEqual([0, 100e6]);
  });
  it('says what a point is, and that start-up does not count', () => {
    const callbacks = configuration().options?.plugins?.tooltip?.callbacks;
    const item = (x: number, y: number) => ({ parsed: { x, y }, dataset: { label: '速さ' } });
    type Item = Parameters<NonNullable<NonNullable<typeof callbacks>['label']>>[0];
    const said = (x: number, y: number) => {
      const at = item(x, y) as Item;
      return [
        callbacks?.title?.call({} as never, [at]),
        callbacks?.label?.call({} as never, at),
        callbacks?.footer?.call({} as never, [at]),
      ].map((text) => plainText(String(text)));
    };
    expect(said(200, 95e6)).toEqual(['経過 0.2 s', '速さ 95.0 Mbps', '値には含めません']);
    expect(said(300, 98e6)).toEqual(['経過 0.3 s', '速さ 98.0 Mbps', '']);
  });
  it('stands still for readers who asked for it', () => {
    expect(configuration(DATA, { ...LOOK, motion: false }).options?.animation).toBe(false);
  });
  it('is an empty chart without points', () => {
    expect(configuration({ ...DATA, series: [] }).data.datasets.map(({ data }) => data)).toEqual([[], []]);
  });
});
