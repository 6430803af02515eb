import { Marked } from 'marked';
import type { Text } from '../pages/text-content.ts';

/** A name for a heading that a link can lead to. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{Letter}\p{Number}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

/** The HTML of a text: tables that scroll within themselves, headings with an anchor, links to documents marked as such. */
function renderer(): Marked {
  return new Marked({
    renderer: {
      heading({ tokens, depth, text }) {
        return `<h${depth} id="${anchorOf(text)}">${this.parser.parseInline(tokens)}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        const inner = this.parser.parseInline(tokens);
        const document = /^\.\.\/(?<file>[a-z-]+\.md)$/.exec(href)?.groups?.['file'];
        return document === undefined
          ? `<a href="${href}">${inner}</a>`
          : `<a data-document="docs/${document}">${inner}</a>`;
      },
      tablecell({ tokens, header }) {
        const inner = this.parser.parseInline(tokens);
        return header ? `<th scope="col">${inner}</th>\n` : `<td>${inner}</td>\n`;
      },
      table({ header, rows }) {
        const row = (cells: typeof header) =>
          `<tr>${cells.map((cell) => this.tablecell(cell)).join('')}</tr>`;
        return `<table><thead>${row(header)}</thead><tbody>${rows.map(row).join('')}</tbody></table>\n`;
      },
      code({ text }) {
        return `<pre tabindex="0"><code>${escaped(text)}</code></pre>\n`;
      },
    },
  });
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Title, first paragraph and body of a text in Markdown. */
export function textOf(markdown: string): Text {
  const {
    title = '',
    lede = '',
    body = '',
  } = /^# (?<title>[^\n]+)\n+(?<lede>[^\n]+)\n+(?<body>.*)$/s.exec(markdown)?.groups ?? {};
  const html = renderer().parse(body, { async: false });
  return { title, lede, html };
}
