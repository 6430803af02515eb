import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type * as z from 'zod/mini';
import {
  changeQuerySchema,
  compareQuerySchema,
  hoursQuerySchema,
  qualityQuerySchema,
  rankQuerySchema,
  sketchQuerySchema,
  trendQuerySchema,
} from './quality.ts';
import { BANDS, DIMENSIONS, FIGURES, METRICS, TIERS } from './statistics.ts';
import { ACCESS_TECHNOLOGIES, COHORTS, CONNECTION_METHODS, DWELLINGS, MEDIA } from './vocabulary.ts';

const SCHEMAS: [string, z.ZodMiniType][] = Object.entries({
  quality: qualityQuerySchema,
  rank: rankQuerySchema,
  compare: compareQuerySchema,
  hours: hoursQuerySchema,
  trend: trendQuerySchema,
  change: changeQuerySchema,
  sketch: sketchQuerySchema,
});

const words = (text: string) => text.split(' ');
const NAMES = words(
  'period cohort profile format isp region access method tier dwelling medium ipVersion groupBy metrics limit cursor metric kind ' +
    'step a b from to',
);
const word = fc.constantFrom(
  ...COHORTS,
  ...METRICS,
  ...FIGURES,
  ...DIMENSIONS,
  ...TIERS,
  ...BANDS,
  ...ACCESS_TECHNOLOGIES,
  ...CONNECTION_METHODS,
  ...DWELLINGS,
  ...MEDIA,
  ...words(
    'r90 2026-11 2026-11-23 2026-Q4 0000-00 JP JP-13 JP-kanto ocn as-64500 shared:a~b default json csv',
  ),
  ...words('4 6 unknown 1 1000 1001 0 -1 1e3 fixed day month , __proto__ constructor \0 \ud800'),
  '',
  "x' OR 1=1 --",
  'x'.repeat(500),
);
const value = fc.oneof(
  word,
  fc.array(word, { maxLength: 4 }).map((each) => each.join(',')),
  fc.string({ unit: 'binary' }),
);
const query = fc
  .array(
    fc.tuple(
      fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: word }),
      value,
    ),
    {
      maxLength: 4,
    },
  )
  .map((pairs) => Object.fromEntries(pairs));

/** Every word that an answer may be asked by, whatever the question. */
function isPlain(parsed: unknown): boolean {
  return Object.values(parsed as object).every((each: unknown) =>
    Array.isArray(each)
      ? new Set(each).size === each.length &&
        each.every((one: unknown) => typeof one === 'string' && one !== '')
      : typeof each === 'string' && each.length <= 400,
  );
}

describe.each(SCHEMAS)('the query of %s', (_name, schema) => {
  test('is words of the contract, or refused by the name of a field that was given or is missing', () => {
    fc.assert(
      fc.property(query, (given) => {
        const parsed = schema.safeParse(given);
        const fields = parsed.success
          ? []
          : parsed.error.issues.flatMap((issue) =>
              issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])],
            );
        expect(parsed.success ? isPlain(parsed.data) : fields.length > 0).toBe(true);
        expect(fields.filter((field) => !Object.hasOwn(given, field) && !NAMES.includes(field))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
