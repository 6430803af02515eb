/** Of the sitemaps protocol (sitemaps.org): a file has 50,000 addresses at most, and each path has one in every language. */
export const PATHS_A_SITEMAP = 5_000;

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** Addresses of pages below the language, each with those in the other languages. */
export function sitemap(origin: string, langs: readonly string[], paths: readonly string[]): string {
  const address = (lang: string, path: string) => escaped(`${origin}/${lang}${path}`);
  const entries = paths.flatMap((path) => {
    const alternates = langs
      .map((lang) => `<xhtml:link rel="alternate" hreflang="${lang}" href="${address(lang, path)}"/>`)
      .join('');
    return langs.map((lang) => `<url><loc>${address(lang, path)}</loc>${alternates}</url>\n`);
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n${entries.join('')}</urlset>\n`;
}

/** Where the parts of a large sitemap are. */
export function sitemapIndex(origin: string, parts: number): string {
  const entries = Array.from(
    { length: parts },
    (_, index) => `<sitemap><loc>${escaped(origin)}/sitemap-${index + 1}.xml</loc></sitemap>\n`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('')}</sitemapindex>\n`;
}
