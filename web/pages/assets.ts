import type { Lang } from '../format/language.ts';

/** Addresses of the built files that pages refer to; their names carry a hash of their content. */
export interface Assets {
  css: string;
  /** The test with the words of one language: a first visit carries no others. */
  test: Record<Lang, string>;
  /** Only for pages with charts: it brings a chart library along. */
  charts: string;
  /** For the page of a result whose connection method is guessed. */
  confirmConnection: string;
  /** For the page of a result: copying, printing, deleting. */
  resultTools: string;
  /** For the history of this device. */
  history: string;
  watch: string;
}

/** The part of Vite's manifest (dist/web/assets/manifest.json) that is used here. */
export type BuildManifest = Record<string, { file: string; isEntry?: boolean }>;

const ENTRIES = {
  css: 'web/styles/site.css',
  test: { ja: 'web/islands/test-ja.ts', en: 'web/islands/test-en.ts' },
  charts: 'web/islands/charts.ts',
  confirmConnection: 'web/islands/confirm-connection.ts',
  resultTools: 'web/islands/result-tools.ts',
  history: 'web/islands/history.ts',
  watch: 'web/islands/watch.ts',
} as const satisfies Record<keyof Assets, unknown>;

/** Reads the addresses out of Vite's manifest. Throws when an entry was not built: the bundle would be broken. */
export function assetsFrom(manifest: BuildManifest): Assets {
  const address = (entry: string) => {
    const built = manifest[entry];
    if (built === undefined)
      throw new TypeError(`The web build has no entry '${entry}'; run the build again.`);
    return `/${built.file}`;
  };
  return {
    css: address(ENTRIES.css),
    test: { ja: address(ENTRIES.test.ja), en: address(ENTRIES.test.en) },
    charts: address(ENTRIES.charts),
    confirmConnection: address(ENTRIES.confirmConnection),
    resultTools: address(ENTRIES.resultTools),
    history: address(ENTRIES.history),
    watch: address(ENTRIES.watch),
  };
}
