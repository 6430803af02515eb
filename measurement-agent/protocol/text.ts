import * as z from 'zod/mini';

/**
 * Free text of so many UTF-16 code units at most. Half of a surrogate pair is no character, and JSON can say it all the same:
 * such a text has no canonical form (RFC 8785 section 3.2.2.2), so that nothing that holds it could be signed.
 */
export function textSchema(maxLength: number) {
  return z.string().check(
    z.maxLength(maxLength),
    z.refine((text) => !/\p{Surrogate}/u.test(text), 'must be text of whole Unicode characters'),
  );
}
