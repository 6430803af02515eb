import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './build.ts';
import { cardCharacters } from './card-characters.ts';

test('the fonts of cards have every character that a card may show (else run `npm run card:fonts`)', async () => {
  const kept = await readFile(path.join(ROOT, 'worker/card/fonts/characters.txt'), 'utf8');
  const missing = Array.from(await cardCharacters()).filter((character) => !kept.includes(character));
  expect(missing).toEqual([]);
});
