import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../../measurement-agent/protocol/statistics.ts';
import type { Directory } from '../directory.ts';
import { GROUPING_SETS, groupingSetOf } from './grouping-sets.ts';
import { questionOf, regionLevel } from './question.ts';

const names = { ja: '', en: '' };
const DIRECTORY: Directory = {
  brands: new Map(),
  asUses: [],
  asNames: new Map(),
  notAccess: new Map(),
  regions: new Map(
    (
      [
        ['JP', null, 'country'],
        ['US', null, 'country'],
        ['JP-kanto', 'JP', 'area'],
        ['JP-13', 'JP-kanto', 'subdivision'],
      ] as const
    ).map(([code, parentCode, level]) => [code, { code, names, parentCode, level }]),
  ),
};
const SHOWN = { synthetic: false, asOf: 20_780 };

describe('grouping sets', () => {
  it('are at most twelve, each of its own name and dimensions', () => {
    expect(GROUPING_SETS.length).toBeLessThanOrEqual(12);
    expect(new Set(GROUPING_SETS.map(({ name }) => name)).size).toBe(GROUPING_SETS.length);
    const dimensions = GROUPING_SETS.map((set) => set.dimensions.toSorted().join());
    expect(new Set(dimensions).size).toBe(GROUPING_SETS.length);
    for (const set of GROUPING_SETS)
      for (const dimension of set.dimensions) expect(DIMENSIONS).toContain(dimension);
  });

  it('are found in whatever order, and with the country besides', () => {
    expect(groupingSetOf(['area', 'isp'])?.name).toBe('isp-area');
    expect(groupingSetOf(['isp'])?.name).toBe('isp');
    expect(groupingSetOf(['isp', 'country'])?.name).toBe('isp');
    expect(groupingSetOf(['access', 'dwelling'])).toBeNull();
    expect(groupingSetOf([])?.name).toBe('country');
  });
});

it.each([
  ['JP', 'country'],
  ['JP-kanto', 'area'],
  ['JP-13', 'subdivision'],
  ['US-CA', 'subdivision'],
  ['JP-99', null],
  ['XX', null],
  ['US-', null],
  ['US-california', null],
])('%s is a region of level %s', (code, level) => expect(regionLevel(code, DIRECTORY)).toBe(level));

describe('questionOf()', () => {
  it('is of the crowd over 90 days unless asked otherwise', () => {
    const question = questionOf(
      { region: 'JP-kanto', tier: 'to-1g', groupBy: ['isp', 'tier'] },
      DIRECTORY,
      SHOWN,
    );
    expect(question).toMatchObject({
      ok: true,
      value: {
        partition: { methodVersion: 1, synthetic: false, cohort: 'crowd-browser' },
        period: { name: 'r90' },
        filters: new Map([
          ['area', 'JP-kanto'],
          ['tier', 'to-1g'],
        ]),
        // What is asked for by value is not told apart.
        groupBy: ['isp'],
      },
    });
  });

  it.each([
    [{ region: 'JP-99' }, 'region'],
    [{ period: '2026-02-30' }, 'period'],
    [{ period: '0050-01' }, 'period'],
  ])('refuses %o by name', (asked, field) => {
    expect(questionOf(asked, DIRECTORY, SHOWN)).toMatchObject({
      ok: false,
      error: { reason: 'bad-request', violations: [{ field }] },
    });
  });
});
