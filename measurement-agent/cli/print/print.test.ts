import { describe, expect, test } from 'vitest';
import { measure } from '../../engine/engine.ts';
import { simulate } from '../../engine/transports/simulated.ts';
import { NOTHING_DECLARED } from '../../protocol/result.ts';
import { VERDICT_TEXTS } from '../../protocol/verdict-texts.ts';
import type { Printed } from '../run-test.ts';
import { connectionText } from './connection.ts';
import { csvText } from './csv.ts';
import { bytesText, delayText, rateText, ratioText } from './figures.ts';
import { humanText } from './human.ts';

const URL = 'https://jissoku.example/r/simulated_simulated_00';

async function printed(stopAfterMs: number): Promise<Printed> {
  const { time, random, transport } = simulate({
    download: { rateBps: 50e6 },
    upload: { rateBps: 10e6 },
    rttMs: 20,
    seed: 1,
  });
  const stop = new AbortController();
  time.after(stopAfterMs, () => stop.abort());
  const outcome = await time.run(
    measure({
      transport,
      clock: time,
      random,
      signal: stop.signal,
      agent: { name: 'test', version: '0', kind: 'node' },
      declared: NOTHING_DECLARED,
    }),
  );
  if (!outcome.ok) throw new Error(outcome.error.reason);
  return { document: outcome.value.submission, url: URL };
}

describe('a whole result', async () => {
  const whole = await printed(60_000);
  test('is told to a person', () => {
    const text = humanText(whole, process.stdout);
    expect(text).toMatch(/Download {2}.*4[678]\.?\d* Mbit\/s/);
    expect(text).toContain('Valid     yes');
    expect(text).toContain(URL);
  });
  test('is a header and a line of as many values', () => {
    const [header, values, ...rest] = csvText(whole).split('\n');
    expect(rest).toEqual([]);
    expect(values?.split(',')).toHaveLength(header?.split(',').length ?? 0);
  });
});

describe('the connection method', () => {
  const connectionGuess = {
    connectionMethod: 'ipoe-mape',
    confidence: 'medium',
    reasons: ['mtu-1460', 'network-uses-mape'],
  };
  const said = { ...NOTHING_DECLARED, connectionMethod: 'pppoe' as const };

  test.each([
    [
      'a guess is told as one',
      { declared: NOTHING_DECLARED, connectionGuess },
      'probably IPoE (MAP-E)   (a guess, confidence medium: mtu-1460, network-uses-mape)',
    ],
    ['what the person says comes first', { declared: said, connectionGuess }, 'PPPoE   (as you say)'],
    ['nothing is guessed', { declared: NOTHING_DECLARED, connectionGuess: null }, null],
    ['a run that was not stored', { declared: NOTHING_DECLARED }, null],
  ])('%s', (_name, document, expected) => expect(connectionText(document)).toBe(expected));

  test('stands among the figures', async () => {
    const whole = await printed(60_000);
    const document = { ...whole.document, connectionGuess };
    expect(humanText({ ...whole, document }, process.stdout)).toContain('\nMethod    probably IPoE (MAP-E)');
    expect(humanText(whole, process.stdout)).not.toContain('Method');
  });
});

test('every reason is told with its meaning and the next step, findings too', async () => {
  const { document } = await printed(60_000);
  const reasons = [
    { code: 'cross-traffic' as const, excludes: true },
    { code: 'wireless' as const, excludes: false },
  ];
  const lines = humanText(
    { document: { ...document, verdict: { valid: false, reasons } }, url: null },
    process.stdout,
  );
  // A finding is never named as what keeps the result from counting.
  expect(lines).toMatch(/^Valid {5}no: cross-traffic$/m);
  for (const { code } of reasons) {
    const { title, meaning, next } = VERDICT_TEXTS[code];
    for (const part of [title, meaning, `Next: ${next}`]) expect(lines).toContain(part);
  }
});

test('an unfinished result says what is missing, and has no zero in its place', async () => {
  const stopped = await printed(4000);
  expect(humanText(stopped, process.stdout)).toContain('Valid     no: stopped');
  const [header, values] = csvText(stopped).split('\n');
  const column = header?.split(',').indexOf('uploadBps') ?? -1;
  expect(values?.split(',')[column]).toBe('');
});

test.each([
  [rateText(93_448_000), '93.4 Mbit/s'],
  [rateText(999_600_000), '1 Gbit/s'],
  [rateText(null), 'not measured'],
  [delayText(7.44), '7.4 ms'],
  [delayText(99.96), '100 ms'],
  [ratioText(0), '0%'],
  [ratioText(0.00123), '0.12%'],
  [ratioText(null), 'not measured'],
  [bytesText(0), '0 B'],
  [bytesText(98_653_854), '98.7 MB'],
])('%s', (text, expected) => {
  expect(text).toBe(expected);
});
