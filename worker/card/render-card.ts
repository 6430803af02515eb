import { initWasm, Resvg } from '@resvg/resvg-wasm';
import resvgWasm from '@resvg/resvg-wasm/index_bg.wasm';
import japanese from './fonts/japanese.bin';
import latin from './fonts/latin.bin';

/** Once an isolate; a second call would throw. */
let ready: Promise<void> | null = null;

/** Draws an SVG as a PNG, with the fonts that come along and no others (docs/design/2026-11-27-result-card.md). */
export async function renderCard(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  ready ??= initWasm(resvgWasm);
  await ready;
  const fontBuffers = [latin, japanese].map((font) => new Uint8Array(font));
  const drawing = new Resvg(svg, {
    font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: 'Noto Sans JP' },
  });
  const image = drawing.render();
  // The library's memory is its own: what is kept of it is copied, and the rest is freed.
  const png = new Uint8Array(image.asPng());
  image.free();
  drawing.free();
  return png;
}
