import type { Lang } from '../format/language.ts';

/** A text of docs/pages, rendered when the site was built. */
export interface Text {
  title: string;
  /** Its first paragraph, plain. */
  lede: string;
  html: string;
}

/** By file: `privacy.ja`. */
export type Texts = Readonly<Record<string, Text>>;

/** Pages that are a text alone. */
export const TEXT_PAGES = ['privacy', 'accessibility', 'about'] as const;
export type TextPageName = (typeof TEXT_PAGES)[number];

/** Who runs the site; null where its operator has not said so. */
export interface Operator {
  name: string | null;
  contact: string | null;
}

/** What texts leave open. */
export interface TextGaps {
  operator: Operator;
  origin: string;
  /** Where the source can be had, as `https://code.example/jissoku`; null leaves links to documents out. */
  sourceUrl: string | null;
  /** What stands where the operator has said nothing. */
  notConfigured: string;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** What a contact leads to, where it is a web or mail address; null for other words. */
export function contactHref(contact: string): string | null {
  if (/^https?:\/\//.test(contact)) return contact;
  return /^[^\s@]+@[^\s@]+$/.test(contact) ? `mailto:${contact}` : null;
}

/** A contact as a link where it is a web or mail address. */
function contactHtml(contact: string): string {
  const text = escaped(contact);
  const href = contactHref(contact);
  return href === null ? text : `<a href="${escaped(href)}">${text}</a>`;
}

/** A text with its gaps filled. */
export function filled({ html }: Text, { operator, origin, sourceUrl, notConfigured }: TextGaps): string {
  const missing = `<em>${escaped(notConfigured)}</em>`;
  return html
    .replaceAll('{{OPERATOR_NAME}}', operator.name === null ? missing : escaped(operator.name))
    .replaceAll('{{OPERATOR_CONTACT}}', operator.contact === null ? missing : contactHtml(operator.contact))
    .replaceAll('{{ORIGIN}}', escaped(origin))
    .replaceAll(/<a data-document="([^"]+)">(.*?)<\/a>/g, (_, file: string, inner: string) =>
      sourceUrl === null
        ? `${inner} (<code>${file}</code>)`
        : `<a href="${escaped(sourceUrl)}/blob/main/${file}">${inner}</a>`,
    );
}

/** The text of a page in a language; the build has both of each. */
export function textIn(texts: Texts, name: TextPageName | 'method', lang: Lang): Text {
  const text = texts[`${name}.${lang}`];
  if (text === undefined) throw new RangeError(`Cannot find docs/pages/${name}.${lang}.md in the build`);
  return text;
}
