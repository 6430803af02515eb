import { type Assets, assetsFrom, type BuildManifest } from '../../../web/pages/assets.ts';

/** Where the web build leaves its manifest (web/vite.config.ts). */
const MANIFEST_PATH = '/assets/manifest.json';

let known: Assets | null = null;

/**
 * Addresses of the built web files, read from among them: one way that works for a local start, a deployment and a
 * test alike. Read once per isolate, as a new build comes with new isolates.
 */
export async function builtAssets(files: Fetcher): Promise<Assets> {
  if (known !== null) return known;
  const answer = await files.fetch(`http://assets${MANIFEST_PATH}`);
  if (!answer.ok) throw new Error(`The web files have no ${MANIFEST_PATH}: run the build.`);
  known = assetsFrom(await answer.json<BuildManifest>());
  return known;
}
