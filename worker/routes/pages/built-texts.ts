import type { Texts } from '../../../web/pages/text-content.ts';

/** Where the web build leaves the texts of docs/pages (web/texts/plugin.ts). */
const TEXTS_PATH = '/assets/texts.json';

let known: Texts | null = null;

/** The texts, read from among the built files as their addresses are (built-assets.ts). */
export async function builtTexts(files: Fetcher): Promise<Texts> {
  if (known !== null) return known;
  const answer = await files.fetch(`http://assets${TEXTS_PATH}`);
  if (!answer.ok) throw new Error(`The web files have no ${TEXTS_PATH}: run the build.`);
  known = await answer.json<Texts>();
  return known;
}
