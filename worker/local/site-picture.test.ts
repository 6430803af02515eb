import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { PREVIEW_SIZE } from '../../web/pages/link-preview.tsx';
import { drawSitePicture, sitePictureFile } from './site-picture.ts';

test.each(['ja', 'en'] as const)(
  'the picture of the site in %s says what the site says (else run `npm run site:pictures`)',
  async (lang) => {
    const kept = await readFile(sitePictureFile(lang));
    expect(kept.equals(await drawSitePicture(lang))).toBe(true);
    expect({ width: kept.readUInt32BE(16), height: kept.readUInt32BE(20) }).toEqual(PREVIEW_SIZE);
  },
);
