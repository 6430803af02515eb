import { readConfig } from '../../domain/config.ts';
import { openApiDocument } from '../../domain/openapi.ts';
import { publicOrigin } from '../../domain/public-origin.ts';
import { withinCap } from '../../middleware/caps.ts';
import { pageRoutes } from '../pages.tsx';
import { builtAssets } from './built-assets.ts';
import { pageSource } from './source.ts';

/** The pages on what is really stored. */
export const site = pageRoutes({
  source: (env) => pageSource(env, Date.now()),
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
});
