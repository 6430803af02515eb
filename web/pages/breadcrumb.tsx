import type { Lang } from '../format/language.ts';
import { messagesIn } from '../messages/messages.ts';
import { type Frame, pathIn } from './frame.ts';
import { SCHEMA_ORG } from './linked-data/data-block.tsx';

/** A page on the way from the start page. */
export interface Crumb {
  name: string;
  /** Below the language, with its query: `/region/JP-13`. */
  path: string;
}

/** The pages above this one; the last crumb is the page itself, which its heading names. */
export function Breadcrumb({ lang, crumbs }: { lang: Lang; crumbs: readonly Crumb[] }) {
  return (
    <nav class="eyebrow" aria-label={messagesIn(lang).region.breadcrumb}>
      <ol class="breadcrumb">
        {crumbs.slice(0, -1).map(({ name, path }) => (
          <li>
            <a href={pathIn(lang, path)}>{name}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

/** The same for search engines, with the page itself (schema.org/BreadcrumbList). */
export function breadcrumbData({ lang, origin }: Frame, crumbs: readonly Crumb[]): object {
  return {
    '@context': SCHEMA_ORG,
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ name, path }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: `${origin}${pathIn(lang, path)}`,
    })),
  };
}
