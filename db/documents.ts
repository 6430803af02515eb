/** Where the documents of results lie in R2. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Objects in R2 that hold many documents each. Registered before they are written, so that none is ever forgotten. */
export const documentBundles = sqliteTable(
  'document_bundles',
  {
    /** Never given twice: an object of this number is written once and never changed. */
    id: integer('id').primaryKey({ autoIncrement: true }),
    /** From then on somebody looks whether it holds what no result points to; null once it is known that it does not. */
    checkAfterMs: integer('check_after_ms'),
  },
  (table) => [
    index('document_bundles_to_check').on(table.checkAfterMs).where(sql`check_after_ms is not null`),
  ],
);

/** Which part of which bundle a document lies in. What is not listed lies under a key of its own, or nowhere. */
export const documentPlaces = sqliteTable(
  'document_places',
  {
    /** Of its result. */
    id: text('id').primaryKey(),
    /** Null while a document is being written under a key of its own. */
    bundle: integer('bundle'),
    /** Bytes of the bundle: a block of documents, packed together. */
    offset: integer('offset'),
    length: integer('length'),
  },
  (table) => [index('document_places_by_bundle').on(table.bundle).where(sql`bundle is not null`)],
);
