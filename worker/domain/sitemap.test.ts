import { expect, test } from 'vitest';
import { sitemap, sitemapIndex } from './sitemap.ts';

test('a path has an address in each language, which know each other', () => {
  const xml = sitemap('https://jissoku.example', ['ja', 'en'], ['/', '/isp/shared:a~b']);
  expect(xml.match(/<url>/g)).toHaveLength(4);
  expect(xml.match(/<xhtml:link /g)).toHaveLength(8);
  expect(xml).toContain('<loc>https://jissoku.example/ja/isp/shared:a~b</loc>');
  expect(xml).toContain('hreflang="en" href="https://jissoku.example/en/"');
});

test('what XML would take for something else is written as XML wants it', () => {
  expect(sitemap('https://jissoku.example', ['ja', 'en'], ['/isp/a&b'])).toContain('/isp/a&amp;b</loc>');
});

test('an index names every part', () => {
  const xml = sitemapIndex('https://jissoku.example', 3);
  expect(xml.match(/<loc>[^<]*<\/loc>/g)).toEqual(
    [1, 2, 3].map((part) => `<loc>https://jissoku.example/sitemap-${part}.xml</loc>`),
  );
});
