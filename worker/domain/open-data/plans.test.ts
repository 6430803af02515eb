import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planClasses } from './class-plan.ts';
import { type ClassKey, classKeyOf, coarseKey, type LineClass, tells } from './line-class.ts';
import { LAST_TIME_STEP } from './line-times.ts';
import { planTimes, timesKind } from './time-plan.ts';

const LINE: LineClass = {
  cohort: 'crowd-browser',
  country: 'JP',
  isp: 'ocn',
  asn: 4713,
  area: 'JP-kanto',
  subdivision: 'JP-13',
  access: 'ftth',
  media: ['wifi', 'wired'],
  tier: 'to-1g',
  method: null,
};

describe('classes', () => {
  test('what is left out first stands last', () => {
    expect(classKeyOf(LINE)).toBe('crowd-browser|JP|ocn|4713|JP-kanto|JP-13|ftth|wifi+wired|to-1g|');
    expect(coarseKey(classKeyOf(LINE), 4)).toBe('crowd-browser|JP|ocn|4713|JP-kanto|JP-13');
    expect([tells('access', 3), tells('access', 4)]).toEqual([true, false]);
  });

  test('ten lines are told wholly, nine only with others', () => {
    const [ten, nine, other] = ['pppoe', 'dhcp', 'ipoe-mape'].map((method) =>
      classKeyOf({ ...LINE, method }),
    );
    const plan = planClasses(
      new Map([
        [ten ?? '', 10],
        [nine ?? '', 9],
        [other ?? '', 3],
      ]),
    );
    expect([ten, nine, other].map((key) => plan.get(key ?? '')?.step)).toEqual([0, 1, 1]);
  });

  test('of a cohort with nine lines nothing is told, and what is left beside ten is not told with them', () => {
    const alone = classKeyOf({ ...LINE, cohort: 'isp-agent' });
    expect(planClasses(new Map([[alone, 9]])).size).toBe(0);
    const plan = planClasses(
      new Map([
        [classKeyOf(LINE), 10],
        [classKeyOf({ ...LINE, method: 'dhcp' }), 1],
      ]),
    );
    expect(plan.get(classKeyOf({ ...LINE, method: 'dhcp' }))).toBeUndefined();
  });

  test('every group holds ten lines, whatever there is', () => {
    const line = fc.record({
      isp: fc.constantFrom('a', 'b', 'c'),
      subdivision: fc.constantFrom('JP-13', 'JP-14', 'JP-47'),
      method: fc.constantFrom('pppoe', 'dhcp', null),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.integer({ min: 1, max: 12 })), { maxLength: 30 }), (entries) => {
        const lines = new Map<ClassKey, number>();
        for (const [own, count] of entries) {
          const key = classKeyOf({ ...LINE, ...own });
          lines.set(key, (lines.get(key) ?? 0) + count);
        }
        const told = new Map<string, number>();
        for (const [key, { group }] of planClasses(lines))
          told.set(group, (told.get(group) ?? 0) + (lines.get(key) ?? 0));
        for (const count of told.values()) expect(count).toBeGreaterThanOrEqual(10);
      }),
    );
  });
});

describe('times', () => {
  test('every rung holds ten lines, and nobody is left out, whatever there is', () => {
    const times = fc.constantFrom(
      '1dayd;dayd;d',
      '2dayd;dayd;d',
      '1ende;ende;e',
      '-;dayd,ende;d,e',
      '-;dayn;n',
      ';;',
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), times, fc.integer({ min: 1, max: 11 })), {
          maxLength: 20,
        }),
        (entries) => {
          const lines = new Map<string, number>();
          for (const [group, own, count] of entries) {
            const kind = timesKind(group, own);
            lines.set(kind, (lines.get(kind) ?? 0) + count);
          }
          // A group that has fewer than ten lines never comes here.
          for (let group = 0; group <= 2; group += 1) {
            const kind = timesKind(group, '1dayd;dayd;d');
            if ([...lines.keys()].some((key) => key.startsWith(`${group} `)))
              lines.set(kind, (lines.get(kind) ?? 0) + 10);
          }
          const plan = planTimes(lines);
          expect([...plan.keys()].toSorted()).toEqual([...lines.keys()].toSorted());
          const told = new Map<string, number>();
          for (const [kind, { group, step }] of plan) {
            told.set(group, (told.get(group) ?? 0) + (lines.get(kind) ?? 0));
            expect(step).toBeLessThanOrEqual(LAST_TIME_STEP);
            expect(kind.includes('-;') && step === 0).toBe(false);
          }
          for (const count of told.values()) expect(count).toBeGreaterThanOrEqual(10);
        },
      ),
    );
  });
});
