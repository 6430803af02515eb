import { describe, expect, test } from 'vitest';
import { costOf } from '../../../measurement-agent/daemon/schedule/byte-budget.ts';
import {
  type AlarmCondition,
  alarmConditionSchema,
  type ThresholdCondition,
} from '../../../measurement-agent/protocol/alarms.ts';
import { boundOf, type LineResult, look, newWatch, type Watch, type WatchedAgent } from './alarm-rules.ts';
import { isTold } from './alarm-state.ts';

const NOW_MS = Date.parse('2026-11-27T12:00:00Z');
const HOUR_MS = 3_600_000;
const NO_FIGURES = {
  downloadBps: null,
  uploadBps: null,
  idleRttMs: null,
  workingRttDownloadMs: null,
  workingRttUploadMs: null,
  lossRatio: null,
  rpm: null,
};
const result = (hours: number, figures: Partial<LineResult['figures']>): LineResult => ({
  measuredAtMs: NOW_MS + hours * HOUR_MS,
  ipVersion: 4,
  figures: { ...NO_FIGURES, ...figures },
  contractDownloadBps: 1e9,
  contractUploadBps: null,
});
const HEARTBEAT = {
  agentVersion: '0.1.0',
  clockOffsetMs: 0,
  results: { queued: 0, refused: 0, dropped: 0 },
  slots: { missed: 0, skipped: 0, failed: 0 },
  monthBytes: 0,
};
const agent = (changes: Partial<WatchedAgent> = {}): WatchedAgent => ({
  silentForMs: 0,
  heard: null,
  monthlyBytes: null,
  results: [],
  ...changes,
});
const threshold = (changes: Partial<ThresholdCondition> = {}): ThresholdCondition => ({
  kind: 'threshold',
  figure: 'downloadBps',
  bound: { kind: 'fixed', value: 100e6 },
  consecutive: 2,
  recoverAfter: 2,
  retestWithinS: null,
  ...changes,
});
const at = (hours: number) => ({ nowMs: NOW_MS + hours * HOUR_MS, quiet: false, paused: false });

describe('a bound', () => {
  const past = Array.from({ length: 21 }, (_, index) => result(index - 30, { idleRttMs: index }));

  test.each([
    ['fixed', threshold(), 100e6],
    ['of the contract', threshold({ bound: { kind: 'contract', share: 0.3 } }), 0.3e9],
    // The median of 0 … 20.
    ['of the past', threshold({ figure: 'idleRttMs', bound: { kind: 'past', factor: 2 } }), 20],
  ])('%s', (_name, condition, bound) => {
    expect(boundOf(condition, result(0, {}), past)).toEqual({ ok: true, value: bound });
  });

  test('of what is not known is none', () => {
    const upload = threshold({ figure: 'uploadBps', bound: { kind: 'contract', share: 0.3 } });
    expect(boundOf(upload, result(0, {}), [])).toEqual({ ok: false, error: { reason: 'no-contract' } });
    const rtt = threshold({ figure: 'idleRttMs', bound: { kind: 'past', factor: 2 } });
    const little = { ok: false, error: { reason: 'too-little-past' } };
    expect(boundOf(rtt, result(0, {}), past.slice(0, 19))).toEqual(little);
    // Of more than 28 days ago.
    expect(boundOf(rtt, result(28 * 24 - 20, {}), past)).toEqual(little);
  });
});

describe('a threshold', () => {
  test('counts results once, and those without the figure not at all', () => {
    const slow = [result(1, { downloadBps: 90e6 }), result(2, { uploadBps: 1 })];
    const first = look(threshold(), newWatch(NOW_MS), agent({ results: slow }), at(3));
    expect(first).toMatchObject({
      watch: { state: { phase: 'clear', breaches: 1 }, seenToMs: slow[1]?.measuredAtMs },
      told: null,
    });
    expect(look(threshold(), first.watch, agent({ results: slow }), at(3))).toEqual(first);
    const third = [...slow, result(4, { downloadBps: 80e6 })];
    expect(look(threshold(), first.watch, agent({ results: third }), at(5))).toMatchObject({
      told: { what: 'raised', by: 'readings' },
      watch: { last: { value: 80e6, bound: 100e6 } },
    });
  });

  test('looks at nothing from before the rule', () => {
    const results = [result(-2, { downloadBps: 1 }), result(-1, { downloadBps: 1 })];
    expect(look(threshold(), newWatch(NOW_MS), agent({ results }), at(1)).watch.state).toEqual({
      phase: 'clear',
      breaches: 0,
    });
  });

  test.each([
    ['a delay above', 'idleRttMs', 31, true],
    ['a delay at its bound', 'idleRttMs', 30, false],
    ['a rate below', 'rpm', 29, true],
    ['a rate at its bound', 'rpm', 30, false],
  ] as const)('%s', (_name, figure, value, raised) => {
    const condition = threshold({ figure, bound: { kind: 'fixed', value: 30 }, consecutive: 1 });
    const seen = look(
      condition,
      newWatch(NOW_MS),
      agent({ results: [result(1, { [figure]: value })] }),
      at(2),
    );
    expect(isTold(seen.watch.state)).toBe(raised);
  });

  test('relative to its own past goes with it', () => {
    const condition = threshold({ bound: { kind: 'past', factor: 0.5 }, consecutive: 1 });
    const past = Array.from({ length: 20 }, (_, index) => result(index - 24, { downloadBps: 400e6 }));
    const seen = (downloadBps: number) =>
      look(condition, newWatch(NOW_MS), agent({ results: [...past, result(1, { downloadBps })] }), at(2))
        .told;
    expect(seen(201e6)).toBeNull();
    expect(seen(199e6)).toEqual({ what: 'raised', by: 'readings' });
  });

  test('relative to its own past is held against results over the same IP version', () => {
    const condition = threshold({ bound: { kind: 'past', factor: 0.5 } });
    const over6 = (one: LineResult): LineResult => ({ ...one, ipVersion: 6 });
    const past = Array.from({ length: 20 }, (_, index) => [
      result(index - 24, { downloadBps: 400e6 }),
      over6(result(index - 23.9, { downloadBps: 100e6 })),
    ]).flat();
    const now = over6(result(1, { downloadBps: 60e6 }));
    expect(boundOf(condition, now, past)).toEqual({ ok: true, value: 50e6 });
    const few = past.filter(({ ipVersion }) => ipVersion === 4);
    expect(boundOf(condition, now, few)).toEqual({ ok: false, error: { reason: 'too-little-past' } });
  });

  test('relative to its own past is not over because the breaches have become its past', () => {
    const condition = threshold({ bound: { kind: 'past', factor: 0.5 }, recoverAfter: 1 });
    const past = Array.from({ length: 20 }, (_, index) => result(index - 24, { downloadBps: 400e6 }));
    const bad = Array.from({ length: 60 }, (_, index) => result(index + 1, { downloadBps: 100e6 }));
    let watch = newWatch(NOW_MS);
    const told: (string | null)[] = [];
    // Most come one by one, the last together: the device was away.
    for (const to of [1, 2, 3, 20, 40, 60]) {
      const seen = look(condition, watch, agent({ results: [...past, ...bad.slice(0, to)] }), at(to));
      told.push(seen.told?.what ?? null);
      watch = seen.watch;
    }
    expect(told).toEqual([null, 'raised', null, null, null, null]);
    expect(watch.last).toEqual({ value: 100e6, bound: 200e6 });
    const good = result(61, { downloadBps: 201e6 });
    expect(look(condition, watch, agent({ results: [...past, ...bad, good] }), at(61)).told?.what).toBe(
      'recovered',
    );
  });

  describe('relative to its own past, raised before IP versions were told apart,', () => {
    const condition = threshold({ bound: { kind: 'past', factor: 0.5 } });
    const slot = (hours: number, over4Bps: number, over6Bps: number): LineResult[] => [
      result(hours, { downloadBps: over4Bps }),
      { ...result(hours + 0.1, { downloadBps: over6Bps }), ipVersion: 6 },
    ];
    const past = Array.from({ length: 20 }, (_, index) => slot(index - 24, 400e6, 150e6)).flat();
    const stored: Watch = {
      state: { phase: 'raised', within: 0 },
      seenToMs: NOW_MS,
      last: { value: 90e6, bound: 200e6 },
    };
    const after = (results: LineResult[]) =>
      look(condition, stored, agent({ results: [...past, ...results] }), at(4));

    test('is over after enough results that are usual for their version', () => {
      expect(after(slot(1, 400e6, 150e6)).told).toEqual({ what: 'recovered' });
    });

    test('holds every reading against its own version', () => {
      expect(after(slot(1, 400e6, 70e6)).watch).toMatchObject({
        state: { phase: 'raised', within: 0 },
        last: { value: 70e6, bound: 75e6 },
      });
      expect(after(slot(1, 190e6, 150e6)).watch).toMatchObject({
        state: { phase: 'raised', within: 1 },
        last: { value: 190e6, bound: 200e6 },
      });
    });

    test('keeps its bound for what is of neither version', () => {
      const unknown = { ...result(1, { downloadBps: 190e6 }), ipVersion: null };
      expect(after([unknown]).watch).toMatchObject({
        state: { within: 0 },
        last: { value: 190e6, bound: 200e6 },
      });
    });
  });

  test('tells of the breach of the IP version that is raised', () => {
    const over6 = (one: LineResult): LineResult => ({ ...one, ipVersion: 6 });
    const results = [
      over6(result(1, { downloadBps: 9e6 })),
      result(1.1, { downloadBps: 300e6 }),
      over6(result(2, { downloadBps: 8e6 })),
      result(2.1, { downloadBps: 7e6 }),
    ];
    expect(look(threshold(), newWatch(NOW_MS), agent({ results }), at(3))).toMatchObject({
      told: { what: 'raised' },
      watch: { state: { ipVersion: 6 }, last: { value: 8e6 } },
    });
  });

  test('over an IP version that is no longer measured makes room for the other', () => {
    const condition = threshold({ consecutive: 3 });
    const over6 = [1, 2, 3].map(
      (hours): LineResult => ({ ...result(hours, { downloadBps: 8e6 }), ipVersion: 6 }),
    );
    const raised = look(condition, newWatch(NOW_MS), agent({ results: over6 }), at(3));
    expect(raised.told?.what).toBe('raised');
    const over4 = [4, 5, 6, 7, 8, 9, 10, 11, 12].map((hours) => result(hours, { downloadBps: 7e6 }));
    const five = look(condition, raised.watch, agent({ results: over4.slice(0, 5) }), at(8));
    // What is told of the alarm stays a breach of its own.
    expect(five).toMatchObject({ told: null, watch: { state: { phase: 'raised' }, last: { value: 8e6 } } });
    const six = look(condition, five.watch, agent({ results: over4.slice(0, 6) }), at(9));
    expect(six.told?.what).toBe('withdrawn');
    expect(look(condition, six.watch, agent({ results: over4 }), at(12))).toMatchObject({
      told: { what: 'raised' },
      watch: { state: { ipVersion: 4 }, last: { value: 7e6 } },
    });
  });

  test('of the contract is withdrawn once a result is filed without one', () => {
    const condition = threshold({ bound: { kind: 'contract', share: 0.5 }, consecutive: 1 });
    const slow = result(1, { downloadBps: 400e6 });
    const raised = look(condition, newWatch(NOW_MS), agent({ results: [slow] }), at(1));
    expect(raised.told?.what).toBe('raised');
    const without = { ...result(2, { downloadBps: 400e6 }), contractDownloadBps: null };
    expect(look(condition, raised.watch, agent({ results: [slow, without] }), at(2)).told).toEqual({
      what: 'withdrawn',
    });
  });

  test('that waits for its retest keeps what it has seen', () => {
    const condition = threshold({ consecutive: 1, retestWithinS: 3600 });
    const results = [result(1, { downloadBps: 7 })];
    const asked = look(condition, newWatch(NOW_MS), agent({ results }), at(1));
    expect(asked.told).toBeNull();
    expect(look(condition, asked.watch, agent({ results }), at(2))).toMatchObject({
      told: { what: 'raised', by: 'retest-missed' },
      watch: { last: { value: 7, bound: 100e6 } },
    });
  });
});

describe('what heartbeats tell', () => {
  const heard = (hours: number, changes: Partial<typeof HEARTBEAT>) =>
    agent({
      heard: { atMs: NOW_MS + hours * HOUR_MS, heartbeat: { ...HEARTBEAT, ...changes } },
      monthlyBytes: 1e9,
    });
  const lookAt = (condition: AlarmCondition, watch: Watch, one: WatchedAgent, hours: number) =>
    look(condition, watch, one, at(hours));

  test('silence, until it is heard again', () => {
    const condition: AlarmCondition = { kind: 'silence', afterS: 3600 };
    const before = lookAt(condition, newWatch(NOW_MS), agent({ silentForMs: HOUR_MS - 1 }), 1);
    expect(before.told).toBeNull();
    const raised = lookAt(condition, before.watch, agent({ silentForMs: HOUR_MS }), 1);
    expect(raised).toMatchObject({ told: { what: 'raised' }, watch: { last: { value: 3600, bound: 3600 } } });
    expect(lookAt(condition, raised.watch, agent(), 2).told).toEqual({ what: 'recovered' });
  });

  test('the budget, until the month turns', () => {
    const condition: AlarmCondition = { kind: 'budget', share: 0.8 };
    const raised = lookAt(condition, newWatch(NOW_MS), heard(1, { monthBytes: 800e6 }), 1);
    expect(raised).toMatchObject({ told: { what: 'raised' }, watch: { last: { value: 0.8, bound: 0.8 } } });
    expect(lookAt(condition, raised.watch, heard(2, { monthBytes: 3 }), 2).told?.what).toBe('recovered');
    const unbounded = { ...heard(1, { monthBytes: 1e12 }), monthlyBytes: null };
    expect(lookAt(condition, newWatch(NOW_MS), unbounded, 1).told).toBeNull();
  });

  test('the whole budget, once no test fits into what is left', () => {
    const condition: AlarmCondition = { kind: 'budget', share: 1 };
    const after = (leftBytes: number) =>
      lookAt(condition, newWatch(NOW_MS), heard(1, { monthBytes: 1e9 - leftBytes }), 1);
    // As the agent counts it: its smallest test has 1 MB of load.
    expect(after(costOf(1e6)).told).toBeNull();
    expect(after(costOf(1e6) - 1)).toMatchObject({ told: { what: 'raised' }, watch: { last: { value: 1 } } });
    const none = { ...heard(1, {}), monthlyBytes: 0 };
    expect(lookAt(condition, newWatch(NOW_MS), none, 1).told?.what).toBe('raised');
  });

  test('the budget, until there is none any more', () => {
    const condition: AlarmCondition = { kind: 'budget', share: 0.8 };
    const raised = lookAt(condition, newWatch(NOW_MS), heard(1, { monthBytes: 800e6 }), 1);
    const unbounded = { ...heard(2, { monthBytes: 900e6 }), monthlyBytes: null };
    expect(lookAt(condition, raised.watch, unbounded, 2).told?.what).toBe('recovered');
  });

  test('the clock, each heartbeat once', () => {
    const condition: AlarmCondition = { kind: 'clock', offsetMs: 500, consecutive: 2 };
    const first = lookAt(condition, newWatch(NOW_MS), heard(1, { clockOffsetMs: -501 }), 1);
    expect(lookAt(condition, first.watch, heard(1, { clockOffsetMs: -501 }), 2)).toEqual(first);
    const second = lookAt(condition, first.watch, heard(2, { clockOffsetMs: 900 }), 2);
    expect(second).toMatchObject({ told: { what: 'raised' }, watch: { last: { value: 900, bound: 500 } } });
  });
});

test.each([
  [{ kind: 'past', factor: 0.5 }, 'downloadBps', true],
  [{ kind: 'past', factor: 2 }, 'downloadBps', false],
  [{ kind: 'past', factor: 2 }, 'idleRttMs', true],
  [{ kind: 'past', factor: 0.5 }, 'idleRttMs', false],
  [{ kind: 'past', factor: 2 }, 'lossRatio', false],
  [{ kind: 'contract', share: 0.5 }, 'uploadBps', true],
  [{ kind: 'contract', share: 0.5 }, 'rpm', false],
] as const)('a bound of %j on %s is taken: %s', (bound, figure, taken) => {
  expect(alarmConditionSchema.safeParse(threshold({ bound, figure })).success).toBe(taken);
});
