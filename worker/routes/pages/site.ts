import { renderCard } from '../../card/render-card.ts';
import { readConfig } from '../../domain/config.ts';
import { openApiDocument } from '../../domain/openapi.ts';
import { publicOrigin } from '../../domain/public-origin.ts';
import { withinCap } from '../../middleware/caps.ts';
import { readKeySet } from '../keys.ts';
import { pageRoutes } from '../pages.tsx';
import { builtAssets } from './built-assets.ts';
import { builtTexts } from './built-texts.ts';
import { pageSource } from './source.ts';

/** The pages on what is really stored. */
export const site = pageRoutes({
  source(env) {
    const config = readConfig(env);
    const nowMs = Date.now();
    // Without a configuration no page is served at all.
    return pageSource(env, nowMs, async () =>
      config.ok ? readKeySet(env.DB, config.value, nowMs) : { keys: [] },
    );
  },
  assets: ({ ASSETS }) => builtAssets(ASSETS),
  origin(request, env) {
    const config = readConfig(env);
    return config.ok ? publicOrigin(request, config.value) : null;
  },
  measureHosts(env) {
    const config = readConfig(env);
    return config.ok ? config.value.measureHosts : null;
  },
  async mayRead(request, env) {
    const config = readConfig(env);
    return !config.ok || withinCap('READ_LIMIT', request, env, config.value);
  },
  openapi: openApiDocument,
  texts: ({ ASSETS }) => builtTexts(ASSETS),
  operator: ({ OPERATOR_NAME, OPERATOR_CONTACT }) => ({
    name: OPERATOR_NAME || null,
    contact: OPERATOR_CONTACT || null,
  }),
  draw: renderCard,
});
