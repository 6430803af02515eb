import { describe, expect, it } from 'vitest';
import type { TrainPlan, TrainProgress, Turn } from '../../measurement-agent/engine/datagrams.ts';
import { simulate } from '../../measurement-agent/engine/transports/simulated.ts';
import { pageDatagrams } from './page-datagrams.ts';
import { workerDatagrams } from './worker-datagrams.ts';

const TURN: Turn = { urls: ['turn:t'], username: 'u', credential: 'c', expiresAt: '2026-01-01T00:00:00Z' };
const PLAN: TrainPlan = { count: 500, firstSpacingMs: 12, leastSpacingMs: 2, limitMs: 2_000, graceMs: 1_000 };
const LINE = { download: { rateBps: 50e6 }, upload: { rateBps: 10e6 }, rttMs: 20, seed: 3 };

/** A worker and its page, joined as by messages, over a simulated line. */
function joined() {
  const { time, datagrams } = simulate(LINE);
  const page = pageDatagrams(datagrams, (answer) => queueMicrotask(() => worker.hear(answer)));
  const worker = workerDatagrams((request) => queueMicrotask(() => void page.handle(request)));
  return { time, page, datagrams: worker.datagrams };
}

describe('datagrams of a measuring worker through its page', () => {
  it('tells how many were sent, and which came back', async () => {
    const { time, datagrams } = joined();
    const signal = new AbortController().signal;
    const told: TrainProgress[] = [];
    const record = await time.run(
      datagrams.open(TURN, signal).then((opened) => {
        if (!opened.ok) throw new Error(opened.error.detail);
        return opened.value.run(PLAN, (progress) => told.push(progress)).done;
      }),
    );
    expect(record.outcome).toBe('complete');
    expect(record.received).toHaveLength(record.sent);
    expect(record.sent).toBe(500);
    expect(told.at(-1)).toEqual({ sent: 500, overtaken: 0 });
    expect(told.length).toBeGreaterThan(5);
  });

  it('ends a train early, and keeps what it sent', async () => {
    const { time, datagrams } = joined();
    const record = await time.run(
      datagrams.open(TURN, new AbortController().signal).then((opened) => {
        if (!opened.ok) throw new Error(opened.error.detail);
        const train = opened.value.run(PLAN, () => {});
        time.after(300, () => train.end());
        return train.done;
      }),
    );
    expect(record.outcome).toBe('complete');
    expect(record.sent).toBeGreaterThan(10);
    expect(record.sent).toBeLessThan(200);
  });

  it('ends at once when the path is closed', async () => {
    const { time, datagrams } = joined();
    const record = await time.run(
      datagrams.open(TURN, new AbortController().signal).then((opened) => {
        if (!opened.ok) throw new Error(opened.error.detail);
        const train = opened.value.run(PLAN, () => {});
        time.after(300, () => opened.value.close());
        return train.done;
      }),
    );
    expect(record.outcome).toBe('stopped');
    expect(time.now()).toBeLessThan(600);
  });

  it('gives up opening when it is stopped', async () => {
    const { time, datagrams } = joined();
    const stop = new AbortController();
    time.after(50, () => stop.abort());
    const opened = await time.run(datagrams.open(TURN, stop.signal));
    expect(opened).toMatchObject({ ok: false, error: { reason: 'aborted' } });
  });
});
