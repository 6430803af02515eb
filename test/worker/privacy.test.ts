import { beforeAll, describe, expect, test } from 'vitest';
import { ENV } from './bindings.ts';
import { openSession, storedResults, submissionFor, submit } from './calls.ts';

/** Two lines, each as text and as the bytes that are its address, or the prefixes that single a line out. */
const LINES = [
  { address: '203.0.113.7', texts: ['203.0.113.7', '203.0.113', 'cb007107'], bytes: [203, 0, 113, 7] },
  {
    address: '2001:db8::1',
    texts: ['2001:db8', '2001:0db8', '20010db8'],
    bytes: [0x20, 0x01, 0x0d, 0xb8, 0, 0, 0],
  },
];

/** Latin-1, so that every byte is one character and bytes can be looked for as text. */
const latin1 = (bytes: Iterable<number>) => Array.from(bytes, (byte) => String.fromCodePoint(byte)).join('');

async function everyRow(): Promise<string> {
  const { results: tables } = await ENV.DB.prepare(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%'",
  ).all<{ name: string }>();
  const cells: string[] = [];
  for (const { name } of tables) {
    for (const row of await ENV.DB.prepare(`SELECT * FROM "${name}"`).raw<(string | number | number[])[]>())
      for (const cell of row) cells.push(Array.isArray(cell) ? latin1(cell) : String(cell));
  }
  return cells.join('\n');
}

async function everyObject(): Promise<string> {
  const texts: string[] = [];
  for (const { key } of (await ENV.DOCUMENTS.list()).objects) {
    const object = await ENV.DOCUMENTS.get(key);
    if (object === null) continue;
    const unpacked = object.body.pipeThrough(new DecompressionStream('gzip'));
    texts.push(key, JSON.stringify(object.customMetadata), await new Response(unpacked).text());
  }
  return texts.join('\n');
}

describe('addresses are nowhere', () => {
  let everything = '';
  beforeAll(async () => {
    for (const { address } of LINES) {
      const session = await openSession(address);
      const headers = { 'cf-connecting-ip': address, 'x-forwarded-for': address, 'user-agent': address };
      const response = await submit(session, submissionFor(session), headers);
      if (response.status !== 201) throw new Error(await response.text());
    }
    everything = `${await everyRow()}\n${await everyObject()}`;
  });

  test('though there is something to look through', async () => {
    expect((await storedResults()).rows).toHaveLength(2);
    expect(everything).toContain('NTT DOCOMO BUSINESS Inc.');
    expect(everything.match(/"measurementId"/g)).toHaveLength(2);
  });

  test.each(LINES)('neither $address nor its bytes', ({ texts, bytes }) => {
    for (const text of [...texts, latin1(bytes)]) expect(everything.toLowerCase()).not.toContain(text);
  });

  test('lines are told apart by keys of 16 and 8 bytes', async () => {
    const { results } = await ENV.DB.prepare(
      'SELECT count(DISTINCT subscriber_key) AS lines, min(length(subscriber_key)) AS line, max(length(prefix_key)) AS prefix FROM results',
    ).all();
    expect(results).toEqual([{ lines: 2, line: 16, prefix: 8 }]);
  });
});
