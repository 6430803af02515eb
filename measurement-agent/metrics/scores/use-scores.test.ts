import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import vectors from '../../../test/vectors/use-scores.json' with { type: 'json' };
import { useFiguresOf } from './measured-figures.ts';
import { RATES, USE_DIMENSIONS, USE_REQUIREMENTS, USES, type UseDimension } from './use-requirements.ts';
import { gradeOf, mainLimit, type UseFigures, useScore } from './use-scores.ts';

const FIBRE: UseFigures = {
  downloadBps: 600e6,
  uploadBps: 500e6,
  idleRttMs: 6,
  workingRttMs: 24,
  pdvP95Ms: 4,
  lossRatio: 0,
};

const gradesOf = (figures: UseFigures) => USES.map((use) => useScore(use, figures)?.grade ?? null);

const rate = fc.double({ min: 0, max: 1e11, noNaN: true });
const delay = fc.double({ min: 0, max: 60_000, noNaN: true });
const anyLine: fc.Arbitrary<UseFigures> = fc.record({
  downloadBps: fc.option(rate),
  uploadBps: fc.option(rate),
  idleRttMs: fc.option(delay),
  workingRttMs: fc.option(delay),
  pdvP95Ms: fc.option(delay),
  lossRatio: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
});

describe('useScore()', () => {
  it('is what another program computes from the same table', () => {
    expect(vectors.cases).toHaveLength(60);
    for (const { figures, scores } of vectors.cases)
      for (const use of USES) {
        const found = useScore(use, figures);
        expect(found?.score).toBeCloseTo(scores[use].score, 9);
        expect(found?.missing).toEqual(scores[use].missing);
      }
  });

  test.each([
    ['a fibre line', FIBRE, ['excellent', 'excellent', 'excellent', 'excellent', 'excellent']],
    ['a bloated queue', { ...FIBRE, workingRttMs: 900 }, ['bad', 'excellent', 'bad', 'bad', 'excellent']],
    [
      'a satellite path',
      { ...FIBRE, idleRttMs: 600, workingRttMs: 700 },
      ['bad', 'fair', 'bad', 'bad', 'excellent'],
    ],
    [
      '12 down 1 up',
      { ...FIBRE, downloadBps: 12e6, uploadBps: 1e6 },
      ['excellent', 'good', 'poor', 'good', 'bad'],
    ],
  ])('of %s', (_name, figures, grades) => {
    expect(gradesOf(figures)).toEqual(grades);
  });

  it('names every dimension that is at the bottom', () => {
    expect(useScore('meeting', { ...FIBRE, workingRttMs: 900, lossRatio: 0.2 })?.limitedBy).toEqual([
      'workingRttMs',
      'lossRatio',
    ]);
    expect(useScore('meeting', FIBRE)?.limitedBy).toEqual([]);
  });

  it('is null without a rate, and partial without anything else', () => {
    expect(useScore('video', { ...FIBRE, uploadBps: null })).toBeNull();
    const partial = useScore('meeting', { ...FIBRE, lossRatio: null, idleRttMs: null });
    expect(partial).toMatchObject({ score: 100, missing: ['idleRttMs', 'lossRatio'] });
    expect(useScore('backup', { ...FIBRE, idleRttMs: null })?.missing).toEqual([]);
  });

  it('lies within 0 and 100', () => {
    fc.assert(
      fc.property(anyLine, fc.constantFrom(...USES), (figures, use) => {
        const found = useScore(use, figures);
        if (found === null) return;
        for (const part of [found.score, ...Object.values(found.parts)]) {
          expect(part).toBeGreaterThanOrEqual(0);
          expect(part).toBeLessThanOrEqual(100);
        }
      }),
    );
  });

  it('never falls when one figure gets better', () => {
    const better = (dimension: UseDimension, value: number, factor: number) =>
      RATES.has(dimension) ? value * factor : value / factor;
    fc.assert(
      fc.property(
        anyLine,
        fc.constantFrom(...USES),
        fc.constantFrom(...USE_DIMENSIONS),
        fc.double({ min: 1, max: 100, noNaN: true }),
        (figures, use, dimension, factor) => {
          const before = useScore(use, figures);
          const value = figures[dimension];
          if (before === null || value === null) return;
          const after = useScore(use, { ...figures, [dimension]: better(dimension, value, factor) });
          expect(after?.score).toBeGreaterThanOrEqual(before.score);
        },
      ),
    );
  });

  it('can only fall when what was missing is measured', () => {
    fc.assert(
      fc.property(
        anyLine,
        fc.constantFrom(...USES),
        fc.constantFrom('idleRttMs', 'workingRttMs', 'pdvP95Ms', 'lossRatio'),
        (figures, use, dimension) => {
          const whole = useScore(use, figures);
          const partial = useScore(use, { ...figures, [dimension]: null });
          if (whole === null || partial === null) return;
          expect(whole.score).toBeLessThanOrEqual(partial.score);
        },
      ),
    );
  });
});

it('has limits that are apart, on the right side of each other', () => {
  const wrong = USES.flatMap((use) =>
    USE_DIMENSIONS.filter((dimension) => {
      const wanted = USE_REQUIREMENTS[use][dimension];
      if (wanted === null) return false;
      return RATES.has(dimension) ? wanted.perfect <= wanted.poor : wanted.perfect >= wanted.poor;
    }),
  );
  expect(wrong).toEqual([]);
});

test.each([
  [100, 'excellent'],
  [80, 'excellent'],
  [79.99, 'good'],
  [60, 'good'],
  [40, 'fair'],
  [20, 'poor'],
  [19.99, 'bad'],
  [0, 'bad'],
])('gradeOf(%d) is %s', (score, grade) => {
  expect(gradeOf(score)).toBe(grade);
});

describe('mainLimit()', () => {
  it('is what most uses suffer from', () => {
    expect(mainLimit({ ...FIBRE, workingRttMs: 900 })).toBe('workingRttMs');
    expect(mainLimit({ ...FIBRE, uploadBps: 0.8e6 })).toBe('uploadBps');
  });
  it('is null when nothing falls short, or nothing is known', () => {
    expect(mainLimit(FIBRE)).toBeNull();
    expect(mainLimit({ ...FIBRE, downloadBps: null })).toBeNull();
  });
});

describe('useFiguresOf()', () => {
  it('takes the worse of the two working round trips', () => {
    expect(
      useFiguresOf({
        idle: { rttMs: { p50: 9 }, pdvP95Ms: null },
        download: { goodputBps: 1, workingRttMs: { p50: 20 } },
        upload: { goodputBps: 2, workingRttMs: { p50: 40 } },
        loss: { lossRatio: 0 },
      }),
    ).toEqual({
      downloadBps: 1,
      uploadBps: 2,
      idleRttMs: 9,
      workingRttMs: 40,
      pdvP95Ms: null,
      lossRatio: 0,
    });
  });
  it('has null for what was not measured', () => {
    const none = useFiguresOf({ idle: null, download: null, upload: null, loss: null });
    expect(Object.values(none)).toEqual(USE_DIMENSIONS.map(() => null));
  });
});
