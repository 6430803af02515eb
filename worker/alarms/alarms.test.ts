import { Webhook } from 'standardwebhooks';
import { beforeEach, describe, expect, test } from 'vitest';
import type { AlarmCondition, WebhookMessage } from '../../measurement-agent/protocol/alarms.ts';
import { TEST_KEYS } from '../../test/keys.ts';
import { ENV } from '../../test/worker/bindings.ts';
import {
  addAgent,
  addEndpoint,
  addOwner,
  addResult,
  addRule,
  emptyFleet,
  hearAgent,
} from '../../test/worker/fleet.ts';
import { MOST_ATTEMPTS } from '../domain/webhooks/attempt.ts';
import { webhookSecretOf } from '../domain/webhooks/sign.ts';
import { runScheduled } from '../scheduled.ts';
import { claimDue } from '../storage/alarms/deliveries.ts';
import { dueWatches, FIRST, resultsOfAgents, retestFrom, retestsOf } from '../storage/alarms/watches.ts';
import { deliverDue } from './deliver.ts';
import { watchFleet } from './watch.ts';

const BEGAN_MS = Date.parse('2026-11-27T00:00:00Z');
const MINUTE_MS = 60_000;
const at = (minutes: number) => BEGAN_MS + minutes * MINUTE_MS;
const SILENCE: AlarmCondition = { kind: 'silence', afterS: 3600 };
const SLOW: AlarmCondition = {
  kind: 'threshold',
  figure: 'downloadBps',
  bound: { kind: 'fixed', value: 100e6 },
  consecutive: 2,
  recoverAfter: 2,
  retestWithinS: null,
};

/** Looks as the edge's cron does: every ten minutes up to this one. */
let lookedAtMinute = 0;
async function watchUntil(minute: number): Promise<void> {
  for (; lookedAtMinute <= minute; lookedAtMinute += 10) await watchOnce(lookedAtMinute);
}
const watchOnce = (minute: number) =>
  watchFleet({ DB: ENV.DB, LOCAL: '0' }, at(minute), () => crypto.randomUUID());

const all = async <Row>(sql: string) => (await ENV.DB.prepare(sql).all<Row>()).results;
const alarms = () =>
  all<{ agent_id: string; ended_as: string | null; confirmed_by: string; value: number | null }>(
    'select * from alarms order by raised_at_ms',
  );
const deliveries = () =>
  all<{ message_id: string; endpoint_id: string; type: string; state: string; attempts: number }>(
    'select * from webhook_deliveries order by created_at_ms, endpoint_id',
  );

beforeEach(async () => {
  await emptyFleet();
  lookedAtMinute = 0;
  await addOwner('A');
  await addAgent('a1', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
});

describe('the look at the fleet', () => {
  test('tells of silence once, and once that it is over, to every endpoint of the owner alone', async () => {
    await addOwner('B');
    await addAgent('b1', 'B', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    await Promise.all([addEndpoint('e1', 'A'), addEndpoint('e2', 'A'), addEndpoint('e3', 'B')]);
    await addRule('r1', 'A', SILENCE);
    await watchUntil(50);
    expect(await alarms()).toEqual([]);
    await watchUntil(100);
    expect(await alarms()).toMatchObject([
      { agent_id: 'a1', ended_as: null, confirmed_by: 'readings', value: 3600 },
    ]);
    await hearAgent('a1', at(101));
    await watchUntil(150);
    expect(await alarms()).toMatchObject([{ agent_id: 'a1', ended_as: 'recovered' }]);
    const sent = await deliveries();
    expect(sent.map(({ type, endpoint_id }) => `${type} ${endpoint_id}`)).toEqual([
      'alarm.raised e1',
      'alarm.raised e2',
      'alarm.recovered e1',
      'alarm.recovered e2',
    ]);
    expect(new Set(sent.map(({ message_id }) => message_id)).size).toBe(2);
  });

  test('that runs five times at once tells once', async () => {
    await addEndpoint('e1', 'A');
    await addRule('r1', 'A', SILENCE);
    await watchUntil(50);
    await Promise.all(Array.from({ length: 5 }, () => watchOnce(60)));
    expect(await alarms()).toHaveLength(1);
    expect(await deliveries()).toHaveLength(1);
  });

  test('counts no silence while the server was away, nor while its agents come back', async () => {
    await addRule('r1', 'A', SILENCE);
    await watchUntil(10);
    await watchOnce(600);
    await watchOnce(610);
    expect(await alarms()).toEqual([]);
    // It was heard up to 10 min before the absence; an hour after it agents are back.
    lookedAtMinute = 620;
    await watchUntil(700);
    expect(await alarms()).toEqual([]);
    await watchUntil(710);
    expect(await alarms()).toHaveLength(1);
  });

  test('raises by results in a row, each looked at once, and not by those from before the rule', async () => {
    await addResult('a1', at(-5), 1e6);
    await addRule('r1', 'A', SLOW);
    await watchUntil(0);
    await addResult('a1', at(1), 90e6);
    await watchUntil(30);
    expect(await alarms()).toEqual([]);
    await addResult('a1', at(31), 80e6);
    await watchUntil(40);
    expect(await alarms()).toMatchObject([{ value: 80e6, ended_as: null }]);
    await addResult('a1', at(41), 300e6);
    await watchUntil(50);
    await addResult('a1', at(51), 300e6);
    await watchUntil(60);
    expect(await alarms()).toMatchObject([{ ended_as: 'recovered' }]);
  });

  test('raises by the one IP version that fails, of an agent that measures both', async () => {
    await addRule('r1', 'A', SLOW);
    await watchUntil(0);
    for (const minute of [1, 31]) {
      await addResult('a1', at(minute), 90e6, 6);
      await addResult('a1', at(minute + 1), 300e6, 4);
    }
    await watchUntil(40);
    expect(await alarms()).toMatchObject([{ value: 90e6, ended_as: null }]);
  });

  test('asks for another test first, and raises by it, or when it did not come', async () => {
    await addAgent('a2', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    await addRule('r1', 'A', { ...SLOW, consecutive: 1, retestWithinS: 3600 });
    await watchUntil(0);
    await Promise.all([addResult('a1', at(1), 1e6), addResult('a2', at(1), 1e6)]);
    await watchUntil(10);
    expect(await alarms()).toEqual([]);
    expect(retestFrom(await retestsOf(ENV.DB, 'a1', at(11)))).toEqual({ askedAtMs: at(10), untilMs: at(70) });
    await addResult('a1', at(12), 2e6);
    await watchUntil(60);
    expect(await alarms()).toMatchObject([{ agent_id: 'a1', confirmed_by: 'retest', value: 2e6 }]);
    expect(retestFrom(await retestsOf(ENV.DB, 'a1', at(61)))).toBeNull();
    await watchUntil(70);
    expect(await alarms()).toMatchObject([{}, { agent_id: 'a2', confirmed_by: 'retest-missed', value: 1e6 }]);
  });

  test('withdraws an alarm by a contract that is there no more', async () => {
    await addRule('r1', 'A', { ...SLOW, consecutive: 1, bound: { kind: 'contract', share: 0.5 } });
    await watchUntil(0);
    await addResult('a1', at(1), 100e6);
    await ENV.DB.prepare('update results set contract_download_bps = 1e9').run();
    await watchUntil(10);
    await addResult('a1', at(11), 100e6);
    await watchUntil(20);
    expect(await alarms()).toMatchObject([{ value: 100e6, ended_as: 'withdrawn' }]);
  });

  test('waits for the end of the site’s quiet hours', async () => {
    // 9:00 in Tokyo is 0:00 UTC.
    await addRule('r1', 'A', SILENCE, [{ from: '09:30', to: '12:00' }]);
    await watchUntil(170);
    expect(await alarms()).toEqual([]);
    await watchUntil(180);
    expect(await alarms()).toHaveLength(1);
  });

  test.each([
    ['its rule is removed', "delete from alarm_rules where id = 'r1'"],
    ['its agent is revoked', "update agents set revoked_at_ms = 1, revoked_as = 'stolen' where id = 'a1'"],
  ])('withdraws an alarm when %s', async (_name, change) => {
    await addEndpoint('e1', 'A');
    await addRule('r1', 'A', SILENCE);
    await watchUntil(60);
    await ENV.DB.prepare(change).run();
    await watchUntil(90);
    expect(await alarms()).toMatchObject([{ ended_as: 'withdrawn' }]);
    expect((await deliveries()).map(({ type }) => type)).toEqual(['alarm.raised', 'alarm.withdrawn']);
    expect(await all('select * from alarm_watches')).toEqual([]);
  });
});

/** As a later version might leave it: this one can not look at it. */
const breakWatch = (agentId: string) =>
  ENV.DB.prepare(
    `update alarm_watches set watch = '{"state":{"phase":"unheard of"},"seenToMs":0,"last":null}' where agent_id = ?`,
  )
    .bind(agentId)
    .run();

describe('a look that fails', () => {
  beforeEach(async () => {
    await addAgent('a2', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    await addEndpoint('e1', 'A', 'https://169.254.169.254/');
    await addRule('r1', 'A', SILENCE);
    await watchUntil(50);
    await breakWatch('a1');
  });

  test('is told of, and the looks after it are taken', async () => {
    await expect(watchOnce(60)).rejects.toThrow('1 looks at the fleet failed');
    expect(await alarms()).toMatchObject([{ agent_id: 'a2' }]);
  });

  test('keeps nothing from being sent', async () => {
    await expect(runScheduled('*/10 * * * *', { ...ENV, LOCAL: '0' }, at(60))).rejects.toThrow(
      'looks at the fleet',
    );
    expect(await deliveries()).toMatchObject([{ type: 'alarm.raised', attempts: 1 }]);
  });
});

describe('watches', () => {
  const looked = async (minute: number) =>
    (await dueWatches(ENV.DB, at(minute), FIRST, 10)).map(({ agent }) => agent.id);
  const beat = (fields: object, minute: number) =>
    ENV.DB.prepare("update agents set heartbeat = ?, heard_at_ms = ? where id = 'a1'")
      .bind(JSON.stringify({ clockOffsetMs: 0, monthBytes: 0, ...fields }), at(minute))
      .run();

  test.each<[string, AlarmCondition, () => Promise<unknown>]>([
    ['a clock that is right', { kind: 'clock', offsetMs: 500, consecutive: 3 }, () => beat({}, 5)],
    [
      'a clock that is not known',
      { kind: 'clock', offsetMs: 500, consecutive: 3 },
      () => beat({ clockOffsetMs: null }, 5),
    ],
    ['a budget without a bound', { kind: 'budget', share: 0.9 }, () => beat({}, 5)],
    ['a result without the figure', { ...SLOW, figure: 'uploadBps' }, () => addResult('a1', at(5), 1e6)],
    ['a result as good as the last', SLOW, () => addResult('a1', at(5), 300e6)],
  ])('%s is looked at once', async (_name, condition, happen) => {
    await addRule('r1', 'A', condition);
    await watchUntil(0);
    await happen();
    expect(await looked(9)).toEqual(['a1']);
    await watchUntil(10);
    expect(await looked(19)).toEqual([]);
    expect(await alarms()).toEqual([]);
  });

  test('a result that does not count is not looked at', async () => {
    await addRule('r1', 'A', SLOW);
    await watchUntil(0);
    await addResult('a1', at(5), 1e6);
    await ENV.DB.prepare('update results set valid = 0').run();
    expect(await looked(9)).toEqual([]);
  });

  test('those that a run has no time for are looked at by the next, before any a second time', async () => {
    await addAgent('a2', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    await addAgent('a3', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    await addRule('r1', 'A', SILENCE);
    await watchUntil(50);
    const raised: number[] = [];
    for (const minute of [60, 70, 80, 90]) {
      const limits = { page: 1, pages: 1, commits: 100 };
      await watchFleet({ DB: ENV.DB, LOCAL: '0' }, at(minute), () => crypto.randomUUID(), limits);
      raised.push((await alarms()).length);
      // Comes back in time for another look from the beginning.
      if (minute === 80) await hearAgent('a1', at(81));
    }
    expect(raised).toEqual([1, 2, 3, 3]);
    expect((await alarms()).map(({ agent_id, ended_as }) => [agent_id, ended_as])).toEqual([
      ['a1', 'recovered'],
      ['a2', null],
      ['a3', null],
    ]);
  });

  test('read of each agent the newest results after what was seen, and no more than may be', async () => {
    await addAgent('a2', 'A', { enrolledAtMs: at(-9999), heardAtMs: at(0) });
    for (const minute of [1, 2, 3, 4]) await addResult('a1', at(minute), minute);
    for (const minute of [1, 2, 3, 4]) await addResult('a2', at(minute), minute);
    const asked = [
      { agentId: 'a1', sinceMs: at(0) },
      { agentId: 'a2', sinceMs: at(3) },
    ];
    const read = await resultsOfAgents(ENV.DB, asked, 3);
    expect(read.get('a1')?.map(({ figures }) => figures.downloadBps)).toEqual([2, 3, 4]);
    expect(read.get('a2')?.map(({ figures }) => figures.downloadBps)).toEqual([4]);
  });

  test('by the line’s own past know the results from before', async () => {
    for (let hour = 1; hour <= 20; hour += 1) await addResult('a1', at(-60 * hour), 300e6);
    await addRule('r1', 'A', { ...SLOW, consecutive: 1, bound: { kind: 'past', factor: 0.5 } });
    await watchUntil(0);
    await addResult('a1', at(1), 140e6);
    await watchUntil(10);
    expect(await alarms()).toMatchObject([{ value: 140e6 }]);
  });
});

/** A receiver that takes what is signed, and answers as it is told to. */
class Receiver {
  readonly got: { id: string; message: WebhookMessage; redirect: string | undefined }[] = [];
  answers: (Response | Error)[] = [];
  readonly fetch: typeof fetch = async (_url, init) => {
    const headers = Object.fromEntries(new Headers(init?.headers));
    const body = await new Response(init?.body).text();
    // Throws for what is forged; its tolerance is of now.
    const secret = await webhookSecretOf({ id: 'e1', secretVersion: 1 }, TEST_KEYS.TOKEN_KEY);
    const message = new Webhook(secret).verify(body, headers) as WebhookMessage;
    this.got.push({ id: headers['webhook-id'] ?? '', message, redirect: init?.redirect });
    const answer = this.answers.shift() ?? new Response(null, { status: 204 });
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

describe('deliveries', () => {
  let receiver: Receiver;
  let clockMs: number;
  const deliver = () =>
    deliverDue({
      database: ENV.DB,
      tokenKey: TEST_KEYS.TOKEN_KEY,
      loopback: false,
      random: () => 0.5,
      fetch: receiver.fetch,
      now: () => clockMs,
    });

  beforeEach(async () => {
    receiver = new Receiver();
    await addEndpoint('e1', 'A');
    await addRule('r1', 'A', SILENCE);
    await watchUntil(60);
    // Receivers look at their own clock.
    clockMs = Date.now();
    await ENV.DB.prepare('update webhook_deliveries set next_attempt_at_ms = ?').bind(clockMs).run();
  });

  test('a message arrives once, signed, and follows no redirect', async () => {
    await deliver();
    await deliver();
    expect(receiver.got).toMatchObject([
      { message: { type: 'alarm.raised', data: { agentId: 'a1', endedAt: null } }, redirect: 'manual' },
    ]);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  test('one that failed is sent again under the same id, later', async () => {
    receiver.answers = [new Response(null, { status: 500 }), new TypeError('refused')];
    await deliver();
    clockMs += 4_999;
    await deliver();
    expect(receiver.got).toHaveLength(1);
    clockMs += 1;
    await deliver();
    clockMs += 25_000;
    await deliver();
    expect(new Set(receiver.got.map(({ id }) => id)).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ state: 'delivered', attempts: 3 }]);
  });

  test('one whose sender crashed is sent again, after its lease', async () => {
    expect(await claimDue(ENV.DB, clockMs, clockMs + 120_000, 6)).toHaveLength(1);
    await deliver();
    expect(receiver.got).toEqual([]);
    clockMs += 120_000;
    await deliver();
    expect(receiver.got).toHaveLength(1);
  });

  test('is given up after the last attempt, and kept', async () => {
    receiver.answers = Array.from({ length: 20 }, () => new Response(null, { status: 503 }));
    const began = clockMs;
    for (let tries = 0; tries < 20; tries += 1) {
      const [row] = await all<{ next_attempt_at_ms: number | null }>(
        'select next_attempt_at_ms from webhook_deliveries',
      );
      if (row?.next_attempt_at_ms === null) break;
      // The receiver looks at the real clock: time passes by making it due.
      await ENV.DB.prepare('update webhook_deliveries set next_attempt_at_ms = ?').bind(began).run();
      await deliver();
    }
    expect(receiver.got).toHaveLength(MOST_ATTEMPTS);
    expect(await deliveries()).toMatchObject([{ state: 'dead', attempts: MOST_ATTEMPTS }]);
  });

  test('410 disables the endpoint: nothing more is sent or made for it', async () => {
    receiver.answers = [new Response(null, { status: 410 })];
    await deliver();
    expect(await all('select disabled_as from webhook_endpoints')).toEqual([{ disabled_as: 'gone' }]);
    await hearAgent('a1', at(61));
    await watchUntil(70);
    expect(await alarms()).toMatchObject([{ ended_as: 'recovered' }]);
    expect(await deliveries()).toMatchObject([{ state: 'dead', attempts: 1 }]);
  });

  test('those of a closed owner wait until it is opened again, and no more are made', async () => {
    await ENV.DB.prepare('update owners set closed_at_ms = 1').run();
    await hearAgent('a1', at(61));
    await watchUntil(70);
    await deliver();
    expect(receiver.got).toEqual([]);
    expect(await alarms()).toMatchObject([{ ended_as: 'recovered' }]);
    expect(await deliveries()).toMatchObject([{ type: 'alarm.raised', state: 'waiting', attempts: 0 }]);
    await ENV.DB.prepare('update owners set closed_at_ms = null').run();
    await deliver();
    expect(receiver.got).toHaveLength(1);
  });

  test('one owner’s many hold up no other’s', async () => {
    await ENV.DB.prepare('delete from webhook_deliveries').run();
    await addOwner('B');
    await addEndpoint('e2', 'B');
    const wait = (id: string, endpoint: string, owner: string, sinceMs: number) =>
      ENV.DB.prepare(
        `insert into webhook_deliveries(message_id, endpoint_id, owner_id, type, payload, created_at_ms, state, attempts, next_attempt_at_ms)
          values (?, ?, ?, 'webhook.test', '{}', 0, 'waiting', 0, ?)`,
      )
        .bind(id, endpoint, owner, sinceMs)
        .run();
    for (let number = 0; number < 8; number += 1) await wait(`a${number}`, 'e1', 'A', number);
    await wait('b', 'e2', 'B', 100);
    const claimed = await claimDue(ENV.DB, clockMs, clockMs + 120_000, 4);
    expect(claimed.map(({ delivery }) => delivery.messageId).sort()).toEqual(['a0', 'a1', 'a2', 'b']);
  });

  test('an address that is none to send to is not sent to', async () => {
    await ENV.DB.prepare("update webhook_endpoints set url = 'https://169.254.169.254/'").run();
    await deliver();
    expect(receiver.got).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'waiting', attempts: 1 }]);
  });
});
