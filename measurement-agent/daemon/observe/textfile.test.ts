import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { SILENT } from '../../../test/fixtures/observed.ts';
import { metricsText } from './metrics-text.ts';
import { textfileWriter } from './textfile.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'jissoku-textfile-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

test('the file is whole, readable by all, alone, and of the last change', () => {
  const file = path.join(directory, 'jissoku.prom');
  const write = textfileWriter(file, (sentence) => {
    throw new Error(sentence);
  });
  write(metricsText(SILENT));
  write(metricsText({ ...SILENT, monthBytes: 7 }));
  expect(readFileSync(file, 'utf8')).toBe(metricsText({ ...SILENT, monthBytes: 7 }));
  expect(statSync(file).mode & 0o777).toBe(0o644);
  expect(readdirSync(directory)).toEqual(['jissoku.prom']);
});

test('a directory that is gone is told once, and again after it was there', () => {
  const below = path.join(directory, 'below');
  const told: string[] = [];
  const write = textfileWriter(path.join(below, 'jissoku.prom'), (sentence) => told.push(sentence));
  write('a');
  write('b');
  expect(told).toEqual([expect.stringContaining('ENOENT')]);
  mkdirSync(below);
  write('c');
  rmSync(below, { recursive: true });
  write('d');
  expect(told).toHaveLength(2);
});
