import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import { snippet } from './snippets.ts';

const ADDRESS = 'https://jissoku.example/ja/r/AAAAAAAAAAAAAAAAAAAAAA';
const IMAGE = `${ADDRESS}/card.png`;

const snippetOf = (format: Parameters<typeof snippet>[0], text: string) =>
  snippet(format, { address: ADDRESS, image: IMAGE, text });

/** Names of brands that would be markup if they were pasted as they are. */
const HOSTILE = [
  '<script>alert(1)</script>',
  'A "quoted" & \'other\' net',
  'net] [x](https://evil.example)',
  'a*b_c`d\\',
  '![x](https://evil.example/x.png)',
  '[/url][img]https://evil.example/x.png[/img]',
  '&lt;b&gt;',
];

describe('the HTML', () => {
  it('says a name as it is, in an attribute and as text', () => {
    expect(snippetOf('html', 'A "b" <c> & d')).toBe(
      `<a href="${ADDRESS}"><img src="${IMAGE}" width="600" height="315" alt="A &quot;b&quot; &lt;c&gt; &amp; d"></a>\n<p><a href="${ADDRESS}">A &quot;b&quot; &lt;c&gt; &amp; d</a></p>`,
    );
  });

  it.each(HOSTILE)('has no other element and attribute than its own with %s', (name) => {
    const html = snippetOf('html', name);
    expect(html.match(/<[a-z/]+/g)).toEqual(['<a', '<img', '</a', '<p', '<a', '</a', '</p']);
    expect(html.match(/"/g)).toHaveLength(12);
  });
});

describe('the Markdown', () => {
  it.each(HOSTILE)('becomes one picture and two links, all to the result, with %s', (name) => {
    const html = marked.parse(snippetOf('markdown', name), { async: false });
    expect(Array.from(html.matchAll(/<([a-z]+)/g), ([, element]) => element)).toEqual([
      'p',
      'a',
      'img',
      'p',
      'a',
    ]);
    expect(Array.from(html.matchAll(/(?:href|src)="([^"]*)"/g), ([, address]) => address)).toEqual([
      ADDRESS,
      IMAGE,
      ADDRESS,
    ]);
  });

  it('says the name as it is', () => {
    const html = marked.parse(snippetOf('markdown', 'a*b_c*_d [e] &lt;'), { async: false });
    expect(html).toContain('>a*b_c*_d [e] &amp;lt;</a>');
  });
});

describe('the BBCode', () => {
  it.each(HOSTILE)('has no other tag than its own with %s', (name) => {
    expect(snippetOf('bbcode', name).match(/\[[^\]]*\]/g)).toEqual([
      `[url=${ADDRESS}]`,
      '[img]',
      '[/img]',
      '[/url]',
      `[url=${ADDRESS}]`,
      '[/url]',
    ]);
  });

  it('says brackets with round ones, for there is no escape', () => {
    expect(snippetOf('bbcode', 'a [b] c')).toContain(`[url=${ADDRESS}]a (b) c[/url]`);
  });
});
