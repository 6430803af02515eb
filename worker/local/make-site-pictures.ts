/** `npm run site:pictures`: draws what stands for the site in previews of links. Run again when its words change; a test says so. */
import { writeFile } from 'node:fs/promises';
import { drawSitePicture, sitePictureFile } from './site-picture.ts';

for (const lang of ['ja', 'en'] as const) {
  const png = await drawSitePicture(lang);
  await writeFile(sitePictureFile(lang), png);
  process.stdout.write(`${lang}: ${png.byteLength} bytes\n`);
}
