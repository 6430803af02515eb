import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planClasses } from './class-plan.ts';
import { type Crowd, isAnonymousCrowd, linesOf, NOBODY, together, withLine } from './crowd.ts';
import { type ClassKey, classKeyOf, coarseKey, type LineClass, tells } from './line-class.ts';
import { LAST_TIME_STEP } from './line-times.ts';
import { planTimes, timesKind } from './time-plan.ts';

/** Lines, each by the bucket of its prefix. */
type Buckets = readonly (number | null)[];

function crowdOf(buckets: Buckets): Crowd {
  return buckets.reduce<Crowd>(withLine, NOBODY);
}

/** So many lines, one after another in two prefixes. */
function spread(lines: number): Crowd {
  return crowdOf(Array.from({ length: lines }, (_, line) => line % 2));
}

function crowdsOf<Kind>(kinds: ReadonlyMap<Kind, Buckets>): Map<Kind, Crowd> {
  return new Map([...kinds].map(([kind, buckets]) => [kind, crowdOf(buckets)]));
}

/** Who is told together, counted line by line. */
function expectAnonymous<Kind>(
  rungs: ReadonlyMap<Kind, { group: string }>,
  kinds: ReadonlyMap<Kind, Buckets>,
): void {
  for (const [, members] of Map.groupBy(rungs, ([, { group }]) => group)) {
    const buckets = members.flatMap(([kind]) => kinds.get(kind) ?? []);
    expect(buckets.length).toBeGreaterThanOrEqual(10);
    expect(new Set(buckets.filter((bucket) => bucket !== null)).size).toBeGreaterThanOrEqual(2);
  }
}

/** Few buckets, so that groups of one prefix do come. */
const someBuckets = (maxLength: number) =>
  fc
    .tuple(
      fc.constantFrom(null, 3, 15),
      fc.array(fc.constantFrom(null, 3, 3, 3, 15), { maxLength: 3 }),
      fc.nat(maxLength - 4),
    )
    .map(([usual, others, more]) => [usual, ...others, ...Array.from({ length: more }, () => usual)]);

test('a crowd counts lines and prefixes, whichever way it is put together', () => {
  fc.assert(
    fc.property(someBuckets(40), someBuckets(40), (some, others) => {
      const all = together(crowdOf(some), crowdOf(others));
      expect(all).toBe(crowdOf([...others, ...some]));
      expect(linesOf(all)).toBe(some.length + others.length);
      const prefixes = new Set([...some, ...others].filter((bucket) => bucket !== null));
      expect(isAnonymousCrowd(all)).toBe(some.length + others.length >= 10 && prefixes.size >= 2);
    }),
  );
});

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
        [ten ?? '', spread(10)],
        [nine ?? '', spread(9)],
        [other ?? '', spread(3)],
      ]),
    );
    expect([ten, nine, other].map((key) => plan.get(key ?? '')?.step)).toEqual([0, 1, 1]);
  });

  test('of a cohort with nine lines nothing is told, and what is left beside ten is not told with them', () => {
    const alone = classKeyOf({ ...LINE, cohort: 'isp-agent' });
    expect(planClasses(new Map([[alone, spread(9)]])).size).toBe(0);
    const plan = planClasses(
      new Map([
        [classKeyOf(LINE), spread(10)],
        [classKeyOf({ ...LINE, method: 'dhcp' }), spread(1)],
      ]),
    );
    expect(plan.get(classKeyOf({ ...LINE, method: 'dhcp' }))).toBeUndefined();
  });

  test('ten lines of one prefix are told with others, and where there are no others, not at all', () => {
    const flats = classKeyOf({ ...LINE, isp: 'block-of-flats' });
    const one = crowdOf(Array.from({ length: 30 }, () => 7));
    const unknown = crowdOf(Array.from({ length: 30 }, (_, line) => (line === 0 ? 7 : null)));
    for (const crowd of [one, unknown]) {
      expect(planClasses(new Map([[flats, crowd]])).size).toBe(0);
      const plan = planClasses(
        new Map([
          [flats, crowd],
          [classKeyOf({ ...LINE, isp: 'other' }), spread(2)],
        ]),
      );
      // All but the cohort and the country is left out, as only these are the same.
      expect([...plan.values()].map(({ step }) => step)).toEqual([8, 8]);
    }
  });

  test('every group holds ten lines in two prefixes, whatever there is', () => {
    const line = fc.record({
      isp: fc.constantFrom('a', 'b', 'c'),
      subdivision: fc.constantFrom('JP-13', 'JP-14', 'JP-47'),
      method: fc.constantFrom('pppoe', 'dhcp', null),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, someBuckets(12)), { maxLength: 30 }), (entries) => {
        const lines = new Map<ClassKey, Buckets>();
        for (const [own, buckets] of entries) {
          const key = classKeyOf({ ...LINE, ...own });
          lines.set(key, [...(lines.get(key) ?? []), ...buckets]);
        }
        expectAnonymous(planClasses(crowdsOf(lines)), lines);
      }),
    );
  });
});

describe('times', () => {
  test('every rung holds ten lines in two prefixes, and nobody is left out, whatever there is', () => {
    const times = fc.constantFrom('1dayd;dayd;d', '2dayd;dayd;d', '1ende;ende;e', '-;-;-', ';;');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), times, someBuckets(11)), { maxLength: 20 }),
        (entries) => {
          const lines = new Map<string, Buckets>();
          const add = (kind: string, buckets: Buckets) =>
            lines.set(kind, [...(lines.get(kind) ?? []), ...buckets]);
          for (const [group, own, buckets] of entries) add(timesKind(group, own), buckets);
          // A group that has fewer than ten lines, or one prefix, never comes here.
          for (let group = 0; group <= 2; group += 1)
            if ([...lines.keys()].some((key) => key.startsWith(`${group} `)))
              add(timesKind(group, '1dayd;dayd;d'), [1, 2, 1, 2, 1, 2, 1, 2, 1, 2]);
          const plan = planTimes(crowdsOf(lines));
          expect([...plan.keys()].toSorted()).toEqual([...lines.keys()].toSorted());
          for (const [kind, { step }] of plan) {
            expect(step).toBeLessThanOrEqual(LAST_TIME_STEP);
            expect(kind.endsWith('-;-') && step < LAST_TIME_STEP).toBe(false);
          }
          expectAnonymous(plan, lines);
        },
      ),
    );
  });
});
