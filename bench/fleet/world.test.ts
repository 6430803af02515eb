import { describe, expect, test } from 'vitest';
import { DeviceClock, World } from './world.ts';

describe('the time of a fleet', () => {
  test('runs events in their order and ends when asked', async () => {
    const world = new World(1000);
    const seen: [string, number][] = [];
    world.at(3000, () => seen.push(['c', world.nowMs]));
    world.at(2000, () => seen.push(['a', world.nowMs]));
    world.at(2000, () => {
      seen.push(['b', world.nowMs]);
      world.at(2500, () => seen.push(['d', world.nowMs]));
    });
    world.at(9000, () => seen.push(['late', world.nowMs]));
    await world.runUntil(8000);
    expect(seen).toEqual([
      ['a', 2000],
      ['b', 2000],
      ['d', 2500],
      ['c', 3000],
    ]);
    expect(world.nowMs).toBe(8000);
  });

  test('goes only a little ahead of what is under way', async () => {
    const world = new World(0);
    let answer = () => {};
    let heard: number | null = null;
    world.at(100, () => {
      void world
        .held(
          () =>
            new Promise<void>((resolve) => {
              answer = resolve;
            }),
        )
        .then(() => {
          heard = world.nowMs;
        });
    });
    const passed: number[] = [];
    for (let atMs = 1000; atMs <= 90_000; atMs += 1000) world.at(atMs, () => passed.push(atMs));
    world.at(60_100, () => setImmediate(() => answer()));
    await world.runUntil(90_000);
    expect(heard).toBe(60_100);
    expect(passed).toHaveLength(90);
  });

  test('a device has its own clock, and none once it is dead', async () => {
    const world = new World(0);
    const clock = new DeviceClock(world, () => 500);
    expect(clock.utc()).toBe('1970-01-01T00:00:00.500Z');
    const seen: string[] = [];
    clock.after(10, () => seen.push('before'));
    clock.after(30, () => seen.push('after'));
    clock.after(5, () => seen.push('cancelled'))();
    world.at(20, () => clock.kill());
    await world.runUntil(100);
    expect(seen).toEqual(['before']);
  });
});
