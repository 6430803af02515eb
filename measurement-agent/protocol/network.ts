import * as z from 'zod/mini';
import { textSchema } from './text.ts';

/** ISO 3166-1 alpha-2, as `JP`. */
export const countryCodeSchema = z
  .string()
  .check(z.regex(/^[A-Z]{2}$/, 'must be an ISO 3166-1 alpha-2 code'));

/** ISO 3166-2, as `JP-13`. */
export const subdivisionCodeSchema = z
  .string()
  .check(z.regex(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'must be an ISO 3166-2 code'));

/** A brand's key in URLs and in the directory of operators. */
export const ispSlugSchema = z
  .string()
  .check(z.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be a slug'), z.maxLength(64));

/**
 * The network as the edge saw it when the session was opened; each field is null when the edge does not know.
 * `asn` RFC 6793; `timeZone` an IANA name; `edge` the name of the edge location that served the session.
 */
export const networkSchema = z.strictObject({
  asn: z.nullable(z.int().check(z.minimum(1), z.maximum(4_294_967_295))),
  asName: z.nullable(textSchema(200)),
  isp: z.nullable(z.strictObject({ slug: ispSlugSchema, name: textSchema(200) })),
  countryCode: z.nullable(countryCodeSchema),
  subdivisionCode: z.nullable(subdivisionCodeSchema),
  timeZone: z.nullable(textSchema(64)),
  ipVersion: z.nullable(z.literal([4, 6])),
  edge: z.nullable(textSchema(32)),
});
export type Network = z.infer<typeof networkSchema>;

export const UNKNOWN_NETWORK: Network = {
  asn: null,
  asName: null,
  isp: null,
  countryCode: null,
  subdivisionCode: null,
  timeZone: null,
  ipVersion: null,
  edge: null,
};
