import { describe, expect, test } from 'vitest';
import { surroundingsSchema } from '../../protocol/surroundings.ts';
import type { Clock } from '../clock.ts';
import { type Reading, watchMachine } from './watch.ts';

/** Time that a test moves: on by itself, or in one step in which no timer ran. */
class HandClock implements Clock {
  #nowMs = 1_000;
  #wallMs = Date.parse('2026-11-23T00:00:00Z');
  #timers: { atMs: number; run: () => void }[] = [];

  now = () => this.#nowMs;
  utc = () => new Date(this.#wallMs).toISOString();

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.push(timer);
    return () => {
      this.#timers = this.#timers.filter((each) => each !== timer);
    };
  }

  get pending(): number {
    return this.#timers.length;
  }

  setWall(byMs: number): void {
    this.#wallMs += byMs;
  }

  /** Every timer runs `lateMs` after it came due. */
  pass(forMs: number, lateMs = 0): void {
    const endMs = this.#nowMs + forMs;
    for (;;) {
      const next = this.#timers.toSorted((a, b) => a.atMs - b.atMs)[0];
      if (next === undefined || next.atMs + lateMs > endMs) break;
      this.#timers = this.#timers.filter((each) => each !== next);
      this.#move(next.atMs + lateMs);
      next.run();
    }
    this.#move(endMs);
  }

  #move(toMs: number): void {
    const byMs = Math.max(0, toMs - this.#nowMs);
    this.#nowMs += byMs;
    this.#wallMs += byMs;
  }
}

const NOTHING = { loopback: false, medium: null, vpn: null, networkChanged: false } as const;

function watching(readings: Reading[] = []) {
  const clock = new HandClock();
  const blank: Reading = { threadBusyMs: null, cores: null, interface: null, retransmittedSegments: null };
  const machine = { read: () => readings.shift() ?? blank, describe: () => NOTHING };
  return { clock, watch: watchMachine(machine, clock) };
}

describe('watchMachine()', () => {
  test('tells how late timers were in each part, and nothing of what lies between', () => {
    const { clock, watch } = watching();
    clock.pass(400, 90);
    watch.enter('idle');
    clock.pass(1_000);
    watch.enter(null);
    clock.pass(1_000, 300);
    watch.enter('download');
    clock.pass(3_000, 5);
    const seen = surroundingsSchema.parse(watch.end());
    expect(seen.idle?.timerLateMs).toMatchObject({ p50: 0 });
    expect(seen.download).toMatchObject({ durationMs: 3_000, timerLateMs: { p50: 5, p99: 5 } });
    expect(seen.download?.timerLateMs?.samples).toBeGreaterThan(100);
    expect(seen.upload).toBeNull();
  });

  test('a stall that lasts beyond the end of a part is its own', () => {
    const { clock, watch } = watching();
    watch.enter('upload');
    clock.pass(1_000);
    clock.pass(700, 10_000);
    expect(watch.end().upload?.timerLateMs?.max).toBeGreaterThan(650);
  });

  test('shares and counts are differences of readings', () => {
    const { clock, watch } = watching([
      {
        threadBusyMs: 500,
        cores: { busyMs: 1_000, totalMs: 4_000 },
        interface: { name: 'eth0', receivedBytes: 10_000, sentBytes: 20_000 },
        retransmittedSegments: 7,
      },
      {
        threadBusyMs: 1_250,
        cores: { busyMs: 3_000, totalMs: 8_000 },
        interface: { name: 'eth0', receivedBytes: 1_010_000, sentBytes: 60_000 },
        retransmittedSegments: 10,
      },
    ]);
    watch.enter('download');
    clock.pass(1_000);
    expect(watch.end().download).toMatchObject({
      threadBusyShare: 0.75,
      machineBusyShare: 0.5,
      interfaceBytes: { received: 1_000_000, sent: 40_000 },
      retransmittedSegments: 3,
    });
  });

  test.each([
    ['a counter that began anew', { name: 'eth0', receivedBytes: 5, sentBytes: 5 }],
    ['another interface', { name: 'wlan0', receivedBytes: 99_000, sentBytes: 99_000 }],
    ['an interface that is gone', null],
  ])('%s gives no bytes rather than wrong ones', (_name, after) => {
    const rest = { threadBusyMs: null, cores: null, retransmittedSegments: null };
    const before = { name: 'eth0', receivedBytes: 10_000, sentBytes: 10_000 };
    const { clock, watch } = watching([
      { ...rest, interface: before },
      { ...rest, interface: after },
    ]);
    watch.enter('upload');
    clock.pass(100);
    expect(watch.end().upload?.interfaceBytes).toBeNull();
  });

  test.each([
    ['forward', 7_000],
    ['back', -3_600_000],
  ])('a wall clock that is set %s shows, also when it is set right again', (_name, byMs) => {
    const { clock, watch } = watching();
    clock.pass(500);
    clock.setWall(byMs);
    clock.pass(500);
    clock.setWall(-byMs);
    clock.pass(500);
    expect(watch.end().clockJumpMs).toBe(Math.abs(byMs));
  });

  test('ends once, and leaves no timer behind', () => {
    const { clock, watch } = watching();
    watch.enter('idle');
    clock.pass(200);
    const seen = watch.end();
    watch.enter('download');
    clock.pass(200);
    expect(watch.end()).toBe(seen);
    expect(seen.download).toBeNull();
    expect(clock.pending).toBe(0);
  });
});
