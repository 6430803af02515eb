import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { appendEntry, readAccuracyFile } from './accuracy-file.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'jissoku-accuracy-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const direction = { packets: 10, randomLosses: 1 };
const COUNTED = { line: 'down=1', counted: { down: direction, up: direction } };

test('readAccuracyFile() has nothing of a file that is not there', async () => {
  expect(await readAccuracyFile(path.join(directory, 'none'))).toEqual({ rows: [], counted: [] });
});

test('readAccuracyFile() cuts off the line that a killed run left half written', async () => {
  const file = path.join(directory, 'killed');
  const whole = '{"line":"down=1","tool":"node","run":0}\n';
  await writeFile(file, `${whole}{"line":"down=1","to`);
  expect((await readAccuracyFile(file)).rows).toEqual([{ line: 'down=1', tool: 'node', run: 0 }]);
  await appendEntry(file, COUNTED);
  expect(await readFile(file, 'utf8')).toBe(`${whole}${JSON.stringify(COUNTED)}\n`);
  expect(await readAccuracyFile(file)).toMatchObject({ counted: [COUNTED] });
});
