/** What a result is shown with elsewhere. */
export interface Shown {
  /** Absolute address of its page. */
  address: string;
  /** Absolute address of its picture. */
  image: string;
  text: string;
}

export const SNIPPET_FORMATS = ['html', 'markdown', 'bbcode'] as const;
export type SnippetFormat = (typeof SNIPPET_FORMATS)[number];

const HTML_ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A result as text to paste: its picture and a sentence, both linked to its page. */
export function snippet(format: SnippetFormat, { address, image, text }: Shown): string {
  switch (format) {
    case 'html': {
      const safe = text.replaceAll(/[&<>"]/g, (sign) => HTML_ENTITIES[sign] ?? sign);
      return `<a href="${address}"><img src="${image}" width="600" height="315" alt="${safe}"></a>\n<p><a href="${address}">${safe}</a></p>`;
    }
    case 'markdown': {
      // A reference never opens or ends markup, whatever a parser thinks of a backslash in brackets (CommonMark 0.31, 2.5).
      const safe = text.replaceAll(/[&<>"[\]\\*_`!~:]/g, (sign) => `&#${sign.codePointAt(0)};`);
      return `[![${safe}](${image})](${address})\n\n[${safe}](${address})`;
    }
    case 'bbcode': {
      // There is no escape in BBCode; round brackets say the same.
      const safe = text.replaceAll('[', '(').replaceAll(']', ')');
      return `[url=${address}][img]${image}[/img][/url]\n[url=${address}]${safe}[/url]`;
    }
  }
}
