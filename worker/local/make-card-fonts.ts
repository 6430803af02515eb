/**
 * `npm run card:fonts`: cuts the fonts of result cards down to the characters that a card may show. Run again when messages or
 * the directory gain a character; a test says so.
 */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import subsetFont from 'subset-font';
import { ROOT } from './build.ts';
import { cardCharacters } from './card-characters.ts';

const FILES = path.join(ROOT, 'node_modules/@fontsource/noto-sans-jp/files');
const characters = await cardCharacters();

const directory = path.join(ROOT, 'worker/card/fonts');

for (const script of ['japanese', 'latin']) {
  const whole = await readFile(path.join(FILES, `noto-sans-jp-${script}-400-normal.woff`));
  const cut = await subsetFont(whole, characters, { targetFormat: 'truetype' });
  await writeFile(path.join(directory, `${script}.bin`), cut);
  process.stdout.write(`${script}: ${cut.byteLength} bytes\n`);
}
await writeFile(path.join(directory, 'characters.txt'), `${characters}\n`);
