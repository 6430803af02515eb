import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import project from '../package.json' with { type: 'json' };
import { texts } from './texts/plugin.ts';

/** Builds what pages load in a browser (islands, the style sheet, static files) into dist/web. */
export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  publicDir: fileURLToPath(new URL('./public', import.meta.url)),
  plugins: [texts(fileURLToPath(new URL('..', import.meta.url)))],
  define: { 'import.meta.env.AGENT_VERSION': JSON.stringify(project.version) },
  build: {
    outDir: 'dist/web',
    emptyOutDir: true,
    // Read by the worker through its assets binding; no dot in front, which a deployment may skip.
    manifest: 'assets/manifest.json',
    // CSS light-dark(), cascade layers, Worker modules: Chrome 123, Firefox 121, Safari 17.5 and later.
    target: ['chrome123', 'firefox121', 'safari17.5'],
    modulePreload: false,
    rolldownOptions: {
      input: [
        'web/islands/test-ja.ts',
        'web/islands/test-en.ts',
        'web/islands/charts.ts',
        'web/islands/confirm-connection.ts',
        'web/islands/history.ts',
        'web/islands/result-tools.ts',
        'web/islands/watch.ts',
        'web/styles/site.css',
      ],
    },
  },
  worker: { format: 'es' },
});
