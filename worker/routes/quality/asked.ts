import type { Context } from 'hono';
import type * as z from 'zod/mini';
import { en } from 'zod/v4/locales';
import { err, type Fallible, ok } from '../../../measurement-agent/protocol/fallible.ts';
import { METHOD_VERSION } from '../../../measurement-agent/protocol/spec.ts';
import type { ProfileName } from '../../../measurement-agent/protocol/statistics.ts';
import type { Cohort } from '../../../measurement-agent/protocol/vocabulary.ts';
import type { Directory } from '../../domain/directory.ts';
import { aboutProfile } from '../../domain/profiles/by-profile.ts';
import { profileNamed } from '../../domain/profiles/profiles.ts';
import type { Refusal } from '../../domain/refusal.ts';
import { partitionOf, type Shown } from '../../domain/statistics/question.ts';
import type { App } from '../../middleware/app.ts';
import { nowMsOf } from '../../middleware/clock.ts';
import { readDirectory } from '../../storage/directory.ts';
import { lastPublication } from '../../storage/publications.ts';

const { localeError } = en();

/** What every answer rests on. */
export interface Basis {
  directory: Directory;
  shown: Shown;
  /** The last publication; null before the first. */
  publishedAtMs: number | null;
}

/** The query of a request by its schema; a parameter that is given twice or that nobody knows is refused. */
export function readQuery<Value>(c: Context<App>, schema: z.ZodMiniType<Value>): Fallible<Value, Refusal> {
  const given = c.req.queries();
  const twice = Object.entries(given).find(([, values]) => values.length > 1);
  if (twice !== undefined) return err(violation([{ field: twice[0], rule: 'is given more than once' }]));
  const parsed = schema.safeParse(c.req.query(), { error: localeError });
  if (parsed.success) return ok(parsed.data);
  return err(
    violation(
      parsed.error.issues
        .slice(0, 50)
        .flatMap((issue) =>
          issue.code === 'unrecognized_keys'
            ? issue.keys.map((key) => ({ field: key.slice(0, 64), rule: 'is not in the contract' }))
            : [{ field: issue.path.join('.'), rule: issue.message }],
        ),
    ),
  );
}

function violation(violations: NonNullable<Refusal['violations']>): Refusal {
  return { reason: 'bad-request', detail: 'The query does not follow the contract.', violations };
}

export function basisOf(c: Context<App>): Promise<Basis> {
  return readBasis(c.env.DB, c.var.config.synthetic, nowMsOf(c));
}

/** What answers at `nowMs` rest on. */
export async function readBasis(database: D1Database, synthetic: boolean, nowMs: number): Promise<Basis> {
  const [directory, published] = await Promise.all([
    readDirectory(database, nowMs),
    lastPublication(database),
  ]);
  return {
    directory,
    shown: { synthetic, asOf: published?.asOf ?? Math.floor(nowMs / 86_400_000) },
    publishedAtMs: published?.atMs ?? null,
  };
}

/** What every answer says of itself. */
export function about(
  { shown, publishedAtMs }: Basis,
  cohort: Cohort | undefined,
  profile: ProfileName = 'default',
) {
  const partition = partitionOf(cohort, shown);
  return {
    profile: aboutProfile(profileNamed(profile)),
    methodVersion: METHOD_VERSION,
    synthetic: partition.synthetic,
    cohort: partition.cohort,
    updatedAt: publishedAtMs === null ? null : new Date(publishedAtMs).toISOString(),
  };
}
