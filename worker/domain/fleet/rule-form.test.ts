import { describe, expect, test } from 'vitest';
import { ruleOfForm } from './rule-form.ts';

const OF = { agentId: 'A'.repeat(43), ownerId: 'B'.repeat(22) };
const FIELDS = {
  name: 'Slow',
  watch: 'downloadBps',
  against: 'past',
  value: '70',
  consecutive: '3',
  retest: '1',
};

function read(changes: Record<string, string>, of: Parameters<typeof ruleOfForm>[1] = OF) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...FIELDS, ...changes })) form.append(name, value);
  return ruleOfForm(form, of);
}

const THRESHOLD = { kind: 'threshold', consecutive: 3, recoverAfter: 3, retestWithinS: 3600 };

describe('ruleOfForm()', () => {
  test('reads a rule of this agent', () => {
    expect(read({})).toEqual({
      ok: true,
      value: {
        ...OF,
        name: 'Slow',
        condition: { ...THRESHOLD, figure: 'downloadBps', bound: { kind: 'past', factor: 0.7 } },
        quietHours: [],
      },
    });
  });

  test.each<[Record<string, string>, object]>([
    [
      { against: 'fixed', value: '250' },
      { figure: 'downloadBps', bound: { kind: 'fixed', value: 250e6 } },
    ],
    [
      { watch: 'uploadBps', against: 'contract', value: '50' },
      { figure: 'uploadBps', bound: { kind: 'contract', share: 0.5 } },
    ],
    [
      { watch: 'idleRttMs', value: '200' },
      { figure: 'idleRttMs', bound: { kind: 'past', factor: 2 } },
    ],
    [
      { watch: 'lossRatio', against: 'fixed', value: '2' },
      { figure: 'lossRatio', bound: { kind: 'fixed', value: 0.02 } },
    ],
    [
      { watch: 'rpm', against: 'fixed', value: '300' },
      { figure: 'rpm', bound: { kind: 'fixed', value: 300 } },
    ],
    [{ retest: '' }, { retestWithinS: null }],
    [
      { watch: 'silence', value: '30' },
      { kind: 'silence', afterS: 1800 },
    ],
    [
      { watch: 'budget', value: '90' },
      { kind: 'budget', share: 0.9 },
    ],
    [
      { watch: 'clock', value: '5000', consecutive: '2' },
      { kind: 'clock', offsetMs: 5000, consecutive: 2 },
    ],
  ])('reads %j', (changes, condition) => {
    expect(read(changes)).toMatchObject({ ok: true, value: { condition } });
  });

  test.each<[string, Record<string, string>, string]>([
    ['no name', { name: ' ' }, 'name'],
    ['a name with signs', { name: '50%' }, 'name'],
    ['no bound', { value: '' }, 'value'],
    ['a bound that is no number', { value: 'fast' }, 'value'],
    ['something that is not watched', { watch: 'mood' }, 'bound'],
    ['a delay against a contract', { watch: 'idleRttMs', against: 'contract' }, 'bound'],
    ['more than its own past of a rate', { value: '120' }, 'bound'],
    ['less than its own past of a delay', { watch: 'idleRttMs', value: '50' }, 'bound'],
    ['its own past of loss', { watch: 'lossRatio' }, 'bound'],
    ['silence shorter than a heartbeat', { watch: 'silence', value: '10' }, 'value'],
    ['none in a row', { consecutive: '0' }, 'consecutive'],
    ['half a time in a row', { consecutive: '2.5' }, 'consecutive'],
  ])('refuses %s', (_name, changes, error) => {
    expect(read(changes)).toEqual({ ok: false, error });
  });
});
