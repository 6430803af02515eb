import { expect, it } from 'vitest';
import { renderCard } from './render-card.ts';

const drawn = async (text: string) => {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="80" height="60" font-family="Noto Sans JP"><text y="50" font-size="48">${text}</text></svg>`;
  return (await renderCard(svg)).join();
};

it('makes a PNG of the size that the drawing says', async () => {
  const png = await renderCard('<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" />');
  expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const header = new DataView(png.buffer, png.byteOffset + 16);
  expect([header.getUint32(0), header.getUint32(4)]).toEqual([1200, 630]);
});

it('draws Japanese and Latin, each character as itself', async () => {
  const blank = await drawn('');
  // Of another script: neither font has it.
  const unknown = await drawn('ﷺ');
  const pictures = await Promise.all(['実', '測', 'り', 'ー', 'A', '9'].map(drawn));
  expect(new Set([...pictures, blank, unknown]).size).toBeGreaterThanOrEqual(pictures.length + 1);
  for (const picture of pictures) expect([blank, unknown]).not.toContain(picture);
});
