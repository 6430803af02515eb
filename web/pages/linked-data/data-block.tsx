import { raw } from 'hono/html';

/** The vocabulary of linked data that search engines read. */
export const SCHEMA_ORG = 'https://schema.org';

/** JSON-LD in a page: a data block, which no browser runs, so that a policy without inline scripts lets it be. */
export function DataBlock({ data }: { data: object }) {
  // "</script>" or "<!--" in a name would end the block.
  return <script type="application/ld+json">{raw(JSON.stringify(data).replaceAll('<', '\\u003c'))}</script>;
}
