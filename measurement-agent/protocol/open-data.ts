/** The open data of a month (docs/open-data.md). A public contract: fields are added, never renamed. */
import * as z from 'zod/mini';

export const ROWS_LICENCE = {
  id: 'CC0-1.0',
  url: 'https://creativecommons.org/publicdomain/zero/1.0/',
} as const;
export const AGGREGATES_LICENCE = {
  id: 'CC-BY-4.0',
  url: 'https://creativecommons.org/licenses/by/4.0/',
} as const;

/** Version of the files' layout and of how rows are coarsened. */
export const OPEN_DATA_VERSION = 2;

const licence = z.object({ id: z.string(), url: z.string() });

const file = z.object({
  name: z.string(),
  /** Address on this server, without its host. */
  path: z.string(),
  table: z.enum(['rows', 'aggregates']),
  format: z.enum(['parquet', 'csv.gz']),
  rows: z.int(),
  bytes: z.int(),
  /** Hexadecimal. */
  sha256: z.string(),
});

const column = z.object({
  name: z.string(),
  type: z.string(),
  unit: z.nullable(z.string()),
  meaning: z.string(),
});

const counts = z.object({
  /** Rows and lines in the row files; as many since version 2, where a line has one row. */
  rows: z.int(),
  lines: z.int(),
  /** Tests that the rows stand for, to the next ten. Since version 2. */
  tests: z.optional(z.nullable(z.int())),
  /** Tests left out, as fewer than ten lines of their cohort shared anything that could be told; to the next ten. */
  withheld: z.nullable(z.int()),
  /** By metric: rows whose figure was left out, as fewer than ten lines of their group had one; to the next ten. Since version 2. */
  figuresLeftOut: z.optional(z.record(z.string(), z.nullable(z.int()))),
  /** Results that do not count, by reason, to the next ten; null stands for fewer than ten. */
  excluded: z.record(z.string(), z.nullable(z.int())),
  /** Share of lines of which each is still told. */
  told: z.record(z.string(), z.number()),
  aggregates: z.int(),
});

export const openDataManifestSchema = z.object({
  openDataVersion: z.int(),
  /** A calendar month in UTC that has ended. */
  month: z.string(),
  /** From 1; a month is exported anew when results of it were deleted, amended or came late. */
  edition: z.int(),
  madeAt: z.string(),
  /** True: made up, measured by nobody. */
  synthetic: z.boolean(),
  methodVersion: z.int(),
  profile: z.object({ name: z.string(), version: z.int() }),
  licences: z.object({ rows: licence, aggregates: licence }),
  counts,
  /** Against the edition before, more or fewer, to the next ten; null stands for fewer than ten. Null in the first. */
  changes: z.nullable(
    z.object({ sinceEdition: z.int(), rows: z.nullable(z.int()), lines: z.nullable(z.int()) }),
  ),
  /** What is left out of rows, in this order, until ten lines in two address prefixes share the rest. */
  leftOut: z.array(z.string()),
  columns: z.object({ rows: z.array(column), aggregates: z.array(column) }),
  files: z.array(file),
});
export type OpenDataManifest = z.infer<typeof openDataManifestSchema>;
export type OpenDataFile = z.infer<typeof file>;

export const openDataListSchema = z.object({
  synthetic: z.boolean(),
  editions: z.array(
    z.object({
      month: z.string(),
      edition: z.int(),
      madeAt: z.string(),
      rows: z.int(),
      lines: z.int(),
      bytes: z.int(),
      /** Address of the manifest on this server. */
      manifest: z.string(),
    }),
  ),
});
export type OpenDataList = z.infer<typeof openDataListSchema>;
