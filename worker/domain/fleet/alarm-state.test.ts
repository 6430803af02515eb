import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AlarmEnding } from '../../../measurement-agent/protocol/alarms.ts';
import {
  type AlarmSettings,
  type AlarmState,
  afterReading,
  CLEAR,
  isTold,
  lookAgainAtMs,
  type Moment,
  type Reading,
  type Step,
  tell,
} from './alarm-state.ts';

const SETTINGS: AlarmSettings = { consecutive: 3, recoverAfter: 2, retestWithinMs: null };
const RETEST: AlarmSettings = { ...SETTINGS, retestWithinMs: 100 };

/** `x` is a breach, `.` is within; over IPv6 alone they are `X` and `:`. */
const readings = (text: string, fromMs = 0): Reading[] =>
  text.split('').map((letter, index) => ({
    atMs: fromMs + index,
    breach: letter.toLowerCase() === 'x',
    ipVersion: letter === 'X' || letter === ':' ? 6 : null,
  }));
function stepAlarm(state: AlarmState, seen: readonly Reading[], settings: AlarmSettings, moment: Moment) {
  return tell(
    seen.reduce((after, reading) => afterReading(after, reading, settings, moment.nowMs), state),
    moment,
  );
}
const step = (state: AlarmState, text: string, settings = SETTINGS, nowMs = 1000, quiet = false) =>
  stepAlarm(state, readings(text, nowMs), settings, { nowMs, quiet, paused: false });

describe('without a retest', () => {
  test.each([
    ['xx', 'clear', null],
    ['xx.xx', 'clear', null],
    ['xxx', 'raised', 'raised'],
    ['..xxxx', 'raised', 'raised'],
    // It came and went between two looks.
    ['xxx.', 'clear', null],
  ])('%s', (text, phase, what) => {
    const { state, told } = step(CLEAR, text);
    expect([state.phase, told?.what ?? null]).toEqual([phase, what]);
  });

  test.each([
    ['.', 'raised', null],
    ['.x.', 'raised', null],
    ['..', 'clear', 'recovered'],
    ['..x', 'raised', null],
    ['', 'raised', null],
  ])('raised, then %s', (text, phase, what) => {
    const { state, told } = step({ phase: 'raised', within: 0 }, text);
    expect([state.phase, told?.what ?? null]).toEqual([phase, what]);
  });
});

describe('a retest first', () => {
  const asked = step(CLEAR, 'xxx', RETEST).state;

  test('is asked for, and nothing is told', () => {
    expect(step(CLEAR, 'xxx', RETEST)).toEqual({
      state: { phase: 'retesting', askedAtMs: 1000, untilMs: 1100 },
      told: null,
    });
    expect(lookAgainAtMs(asked, 1000)).toBe(1100);
  });

  test('confirms', () => {
    expect(step(asked, 'x', RETEST, 1050).told).toEqual({ what: 'raised', by: 'retest' });
  });

  test('clears', () => {
    expect(step(asked, '.', RETEST, 1050)).toEqual({ state: CLEAR, told: null });
  });

  test('raises at its deadline, not before', () => {
    expect(step(asked, '', RETEST, 1099)).toEqual({ state: asked, told: null });
    expect(step(asked, '', RETEST, 1100).told).toEqual({ what: 'raised', by: 'retest-missed' });
  });

  test('a breach from before it, that came late, confirms nothing', () => {
    const late = stepAlarm(asked, readings('x', 900), RETEST, { nowMs: 1050, quiet: false, paused: false });
    expect(late).toEqual({ state: asked, told: null });
  });
});

describe('IPv4 and IPv6', () => {
  const both = (text: string, fromMs: number): Reading[] =>
    readings(text, fromMs).map((one) => ({ ...one, ipVersion: one.ipVersion ?? 4 }));
  const stepBoth = (state: AlarmState, text: string, settings = SETTINGS, nowMs = 1000) =>
    stepAlarm(state, both(text, nowMs), settings, { nowMs, quiet: false, paused: false });

  test.each([
    // One is well, the other fails.
    ['.X.X.X', 'raised'],
    ['x:x:x:', 'raised'],
    // Neither has failed three times.
    ['xXxX', 'clear'],
    ['XX:XX', 'clear'],
  ])('count by themselves: %s', (text, phase) => {
    expect(stepBoth(CLEAR, text).state.phase).toBe(phase);
  });

  test('the one that raised it ends it', () => {
    const { state } = stepBoth(CLEAR, 'X.X.X.');
    expect(stepBoth(state, '..x.')).toMatchObject({ state: { phase: 'raised', within: 0 }, told: null });
    expect(stepBoth(state, ':.x:').told).toEqual({ what: 'recovered' });
  });

  test('the one that failed is tested again', () => {
    const asked = stepBoth(CLEAR, 'XXX', RETEST).state;
    expect(stepBoth(asked, '.x', RETEST, 1050)).toEqual({ state: { ...asked, elsewhere: 2 }, told: null });
    expect(stepBoth(asked, '.:', RETEST, 1050)).toEqual({ state: CLEAR, told: null });
    expect(stepBoth(asked, '.X', RETEST, 1050).told).toEqual({ what: 'raised', by: 'retest' });
    expect(stepBoth(stepBoth(asked, '', RETEST, 1100).state, '..', RETEST, 1200).told).toBeNull();
  });

  test('one that is no longer measured is withdrawn, and the other is counted', () => {
    const { state } = stepBoth(CLEAR, 'XXX');
    const five = stepBoth(state, '.....');
    expect(five).toEqual({ state: { ...state, elsewhere: 5 }, told: null });
    const six = stepBoth(five.state, '.');
    expect(six).toEqual({ state: CLEAR, told: { what: 'withdrawn' } });
    expect(stepBoth(six.state, 'xxx')).toMatchObject({ state: { ipVersion: 4 }, told: { what: 'raised' } });
  });

  test('any reading of its own shows that it is measured', () => {
    const { state } = stepBoth(CLEAR, 'XXX');
    expect(stepBoth(state, '.....X.....').told).toBeNull();
    expect(stepBoth(state, '.....:').state).toEqual({ ...state, within: 1 });
  });

  test('what was not told of one that is no longer measured is forgotten', () => {
    const asked = stepBoth(CLEAR, 'XXX', RETEST).state;
    expect(stepBoth(asked, '......', RETEST, 1050)).toEqual({ state: CLEAR, told: null });
    // Those that came while the retest was waited for count on.
    const missed = stepBoth(asked, '...', RETEST, 1100);
    expect(missed).toMatchObject({ state: { elsewhere: 3 }, told: { by: 'retest-missed' } });
    expect(stepBoth(missed.state, '...', RETEST, 1200).told).toEqual({ what: 'withdrawn' });
    expect(stepBoth({ phase: 'confirmed', by: 'readings', ipVersion: 6 }, '......').state).toEqual(CLEAR);
  });

  test('what has recovered stays so, however many readings of the other come before it is told', () => {
    const over: AlarmState = { phase: 'over', ipVersion: 6 };
    expect(stepBoth(over, '........').told).toEqual({ what: 'recovered' });
  });

  test('that are measured in turn, in any order, keep the alarm of one', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('X.', '.X'), { maxLength: 50 }), (slots) => {
        const { state } = stepBoth(CLEAR, 'XXX');
        expect(stepBoth(state, slots.join(''))).toMatchObject({ state: { phase: 'raised' }, told: null });
      }),
    );
  });

  test('both go on what was raised before they were told apart', () => {
    expect(stepBoth({ phase: 'raised', within: 1 }, ':').told).toEqual({ what: 'recovered' });
    expect(stepBoth({ phase: 'clear', breaches: 2 }, 'x').told?.what).toBe('raised');
  });
});

describe('a bound that is there no more', () => {
  const lose = (state: AlarmState, quiet = false) =>
    stepAlarm(state, [{ atMs: 1000, breach: null, ipVersion: null }], SETTINGS, {
      nowMs: 1000,
      quiet,
      paused: false,
    });

  test('withdraws what was told, after quiet hours', () => {
    expect(lose({ phase: 'raised', within: 0 })).toEqual({ state: CLEAR, told: { what: 'withdrawn' } });
    const { state, told } = lose({ phase: 'raised', within: 0 }, true);
    expect([state.phase, told]).toEqual(['over', null]);
    expect(step(state, '').told).toEqual({ what: 'withdrawn' });
    expect(step(state, 'x').state).toEqual({ phase: 'raised', within: 0 });
  });

  test('forgets what was not told yet, and keeps what was counted', () => {
    expect(lose({ phase: 'confirmed', by: 'readings' })).toEqual({ state: CLEAR, told: null });
    expect(lose({ phase: 'retesting', askedAtMs: 0, untilMs: 9000 })).toEqual({ state: CLEAR, told: null });
    expect(lose({ phase: 'clear', breaches: 2 }).state).toEqual({ phase: 'clear', breaches: 2 });
  });
});

describe('quiet hours', () => {
  test('put off what is told, and what is over by their end is not', () => {
    const waiting = step(CLEAR, 'xxx', SETTINGS, 1000, true);
    expect(waiting).toEqual({ state: { phase: 'confirmed', by: 'readings' }, told: null });
    expect(step(waiting.state, '').told).toEqual({ what: 'raised', by: 'readings' });
    expect(step(waiting.state, '.', SETTINGS, 1000, true).state).toEqual(CLEAR);
    const over = step({ phase: 'raised', within: 0 }, '..', SETTINGS, 1000, true);
    expect(over).toEqual({ state: { phase: 'over' }, told: null });
    expect(lookAgainAtMs(over.state, 5)).toBe(5);
    expect(step(over.state, '').told).toEqual({ what: 'recovered' });
    expect(step(over.state, 'x').state).toEqual({ phase: 'raised', within: 0 });
  });
});

/** A life of a rule: at every step some readings came, some time passed, and it may be night. */
const life = fc.array(
  fc.record({
    readings: fc.array(fc.record({ breach: fc.boolean(), late: fc.integer({ min: 0, max: 150 }) }), {
      maxLength: 4,
    }),
    passedMs: fc.integer({ min: 1, max: 120 }),
    quiet: fc.boolean(),
  }),
  { maxLength: 40 },
);
const anySettings = fc.record({
  consecutive: fc.integer({ min: 1, max: 4 }),
  recoverAfter: fc.integer({ min: 1, max: 3 }),
  retestWithinMs: fc.option(fc.integer({ min: 1, max: 200 })),
});

describe('in a pause', () => {
  const look = (state: AlarmState, text: string, settings: AlarmSettings, nowMs: number, paused: boolean) =>
    stepAlarm(state, readings(text, nowMs), settings, { nowMs, quiet: false, paused });

  test('a retest that cannot be made confirms nothing', () => {
    const { state: asked } = look(CLEAR, 'xxx', RETEST, 1_000, false);
    expect(asked.phase).toBe('retesting');
    const { state, told } = look(asked, '', RETEST, 1_200, true);
    expect([state, told]).toEqual([CLEAR, null]);
    expect(look(state, '', RETEST, 9_000, false).told).toBeNull();
  });

  test('nothing is told, and after it what still is so', () => {
    const { state, told } = look(CLEAR, 'xxx', SETTINGS, 1_000, true);
    expect([state.phase, told]).toEqual(['confirmed', null]);
    expect(look(state, '.', SETTINGS, 2_000, false)).toEqual({ state: CLEAR, told: null });
    expect(look(state, '', SETTINGS, 2_000, false).told).toEqual({ what: 'raised', by: 'readings' });
  });
});

interface Around {
  quiet: boolean;
  last: 'raised' | AlarmEnding;
  /** The most breaches in a row since the last alarm was over, and readings within in a row now. */
  longest: number;
  within: number;
  before: AlarmState;
  nowMs: number;
  settings: AlarmSettings;
}

/** What must not be of anything that is told. */
function faultsOf(told: NonNullable<Step['told']>, around: Around): string[] {
  const { quiet, last, longest, within, before, nowMs, settings } = around;
  const always = { 'told at night': quiet, 'told twice': told.what === last };
  const faults =
    told.what !== 'raised'
      ? { ...always, 'not long enough within': within < settings.recoverAfter }
      : {
          ...always,
          'too few breaches': longest < settings.consecutive,
          'within when raised': within > 0,
          'raised before its retest came or was late':
            told.by === 'retest-missed' && before.phase === 'retesting' && nowMs < before.untilMs,
          'a retest where none is, or none where one is':
            (told.by === 'readings') !== (settings.retestWithinMs === null),
        };
  return Object.entries(faults).flatMap(([name, is]) => (is ? [name] : []));
}

describe('whatever happens', () => {
  test('raised and recovered take turns, none at night, none without cause, none twice', () => {
    fc.assert(
      fc.property(life, anySettings, (steps, settings) => {
        let nowMs = 1_000;
        let state = CLEAR;
        let breaches = 0;
        let longest = 0;
        let within = 0;
        let last: 'raised' | AlarmEnding = 'recovered';
        const faults: string[] = [];
        for (const { readings: came, passedMs, quiet } of steps) {
          nowMs += passedMs;
          const before = state;
          const seen = came
            .map(({ breach, late }) => ({ breach, ipVersion: null, atMs: nowMs - late }))
            .toSorted((a, b) => a.atMs - b.atMs);
          for (const { breach } of seen) {
            breaches = breach ? breaches + 1 : 0;
            within = breach ? 0 : within + 1;
            longest = Math.max(longest, breaches);
          }
          const { state: after, told } = stepAlarm(state, seen, settings, { nowMs, quiet, paused: false });
          // As it is stored, and looked at again without anything new.
          state = JSON.parse(JSON.stringify(after)) as AlarmState;
          expect(stepAlarm(state, [], settings, { nowMs, quiet, paused: false })).toEqual({
            state,
            told: null,
          });
          expect(isTold(state)).toBe((told?.what ?? last) === 'raised');
          if (told === null) continue;
          faults.push(...faultsOf(told, { quiet, last, longest, within, before, nowMs, settings }));
          last = told.what;
          if (told.what === 'recovered') longest = 0;
        }
        expect(faults).toEqual([]);
      }),
      { seed: 11, numRuns: 2_000 },
    );
  });

  test('a line that stays bad is told of in the end, one that stays good is taken back', () => {
    fc.assert(
      fc.property(life, anySettings, (steps, settings) => {
        let nowMs = 1_000;
        let state = CLEAR;
        for (const { readings: came, passedMs, quiet } of steps) {
          nowMs += passedMs;
          const seen = came.map(({ breach }) => ({ breach, ipVersion: null, atMs: nowMs }));
          state = stepAlarm(state, seen, settings, { nowMs, quiet, paused: false }).state;
        }
        const stays = (breach: boolean) => {
          let now = nowMs;
          let one = state;
          for (let index = 0; index < 12; index += 1) {
            now += 50;
            one = stepAlarm(one, [{ atMs: now, breach, ipVersion: null }], settings, {
              nowMs: now,
              quiet: false,
              paused: false,
            }).state;
          }
          return isTold(one);
        };
        expect(stays(true)).toBe(true);
        expect(stays(false)).toBe(false);
      }),
      { seed: 12, numRuns: 1_000 },
    );
  });
});
