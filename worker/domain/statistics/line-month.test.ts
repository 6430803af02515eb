import { expect, it } from 'vitest';
import { FIGURES } from '../../../measurement-agent/protocol/statistics.ts';
import { lineTest } from '../../../test/fixtures/line-test.ts';
import { lineContributions } from './line-contributions.ts';
import { lineMonths } from './line-month.ts';
import { DEFAULT_PROFILE } from './profile.ts';

/** 23 November 2026, days since the epoch. */
const CONTEXT = { asOf: 20_780, profile: DEFAULT_PROFILE, areaOf: () => 'JP-kanto' };
const DOWNLOAD = FIGURES.indexOf('downloadBps');

it('a line that always measured in the same way has one row for every generalisation', () => {
  const rows = lineMonths([lineTest('2026-10-01 12:00'), lineTest('2026-10-02 12:00')], CONTEXT);
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({
    month: '2026-10',
    medium: 'wifi',
    ipVersion: '6',
    band: 'off-peak',
    standsFor: 255,
    results: 2,
  });
});

it('every generalisation is stood for once by each group of results', () => {
  const tests = [
    lineTest('2026-10-01 12:00', { downloadBps: 100 }),
    lineTest('2026-10-01 20:00', { downloadBps: 50, medium: 'wired' }),
    lineTest('2026-10-02 21:00', { downloadBps: 60, medium: 'wired', ipVersion: 4 }),
  ];
  const rows = lineMonths(tests, CONTEXT);
  for (let generalisation = 0; generalisation < 8; generalisation += 1) {
    const standing = rows.filter(({ standsFor }) => (standsFor >> generalisation) & 1);
    expect(standing.reduce((sum, { results }) => sum + results, 0)).toBe(3);
  }
  const whole = rows.find(({ standsFor }) => (standsFor >> 7) & 1);
  expect(whole?.figures[DOWNLOAD]).toBe((75 + 60) / 2);
});

it('what does not count has no row, and is told as excluded', () => {
  const tests = [lineTest('2026-10-01 12:00', { valid: false, excludedBy: 'vpn' })];
  expect(lineMonths(tests, CONTEXT)).toEqual([]);
  const shares = new Map<string, unknown>();
  lineContributions(tests, CONTEXT, ({ groupingSet, period }, { excluded, figures }) =>
    shares.set(`${groupingSet} ${period}`, { excluded: Object.fromEntries(excluded), figures }),
  );
  expect(shares.get('country 2026-10')).toEqual({ excluded: { vpn: 1 }, figures: null });
});

it('lies in the windows that its days are in, and in no other', () => {
  const periods = (at: string) => {
    const found = new Set<string>();
    lineContributions([lineTest(at)], CONTEXT, ({ groupingSet, period }) => {
      if (groupingSet === 'country') found.add(period);
    });
    return [...found].toSorted();
  };
  expect(periods('2026-11-23 12:00')).toEqual(['2026-11', '2026-11-23', 'r30', 'r365', 'r90']);
  expect(periods('2026-10-25 12:00')).toContain('r30');
  expect(periods('2026-10-24 12:00')).not.toContain('r30');
  expect(periods('2025-11-23 12:00')).toEqual(['2025-11', '2025-11-23']);
});

it('busy hours are those of the access', () => {
  const bandsOf = (accessTechnology: 'ftth' | 'mobile') => {
    const found = new Set<string>();
    lineContributions(
      [lineTest('2026-11-20 12:30', { accessTechnology })],
      CONTEXT,
      ({ groupingSet, slice }) => {
        if (groupingSet === 'country') found.add(slice.split(' ').at(-1) ?? '');
      },
    );
    return [...found].toSorted();
  };
  // A Friday: 4 × 24 + 12.
  expect(bandsOf('ftth')).toEqual(['any', 'h108', 'off-peak']);
  expect(bandsOf('mobile')).toEqual(['any', 'h108', 'peak']);
});
