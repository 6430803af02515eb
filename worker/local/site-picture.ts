import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import subsetFont from 'subset-font';
import { en } from '../../web/messages/en.ts';
import { ja, type Messages } from '../../web/messages/ja.ts';
import { ROOT } from './build.ts';

const MESSAGES = { ja, en };

export type PictureLanguage = keyof typeof MESSAGES;

const FONTS = path.join(ROOT, 'node_modules/@fontsource/noto-sans-jp/files');

/** The picture that the site serves in a language. */
export function sitePictureFile(lang: PictureLanguage): string {
  return path.join(ROOT, `web/public/preview-${lang}.png`);
}

/** Once a process; a second call would throw. */
let ready: Promise<void> | null = null;

/** Draws what stands for the site in previews of links: a PNG of 1200 × 630. */
export async function drawSitePicture(lang: PictureLanguage): Promise<Uint8Array> {
  const wasm = createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm');
  ready ??= readFile(wasm).then((bytes) => initWasm(bytes));
  await ready;
  const svg = drawing(MESSAGES[lang]);
  const fontBuffers = await Promise.all(['latin', 'japanese'].map((script) => fontFor(script, svg)));
  const options = { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Noto Sans JP' };
  return new Resvg(svg, { font: options }).render().asPng();
}

/** The drawing library reads no WOFF; whoever cuts a font down gets another format of it as well. */
async function fontFor(script: string, characters: string): Promise<Uint8Array> {
  const whole = await readFile(path.join(FONTS, `noto-sans-jp-${script}-400-normal.woff`));
  return subsetFont(whole, characters, { targetFormat: 'truetype' });
}

function drawing({ site, home }: Messages): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="630" font-family="Noto Sans JP">
<rect width="100%" height="100%" fill="#fbfaf7"/>
<rect width="100%" height="12" fill="#0f5c66"/>
<g transform="translate(80 96) scale(3)"><rect width="32" height="32" rx="7" fill="#0f5c66"/><path d="M6 23c4 0 4-4 7-4s3-9 6-9 3 4 7 4" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/></g>
<text x="208" y="165" font-size="60" fill="#15191c">Jissoku 実測</text>
<text x="80" y="392" font-size="64" fill="#15191c">${home.heading}</text>
<text x="80" y="500" font-size="34" fill="#565d61">${site.tagline}</text>
</svg>`;
}
