/** Brands, autonomous systems and regions. They change with a migration only, what is no access line with a deploy. */
import { asc, eq } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import { NOT_ACCESS } from '../../db/data/not-access.ts';
import { asNames, ispAsns, isps, regions } from '../../db/schema.ts';
import type { AsUse, Directory, KnownBrand } from '../domain/directory.ts';

/** An isolate asks again after this long, so that a migration shows without a deploy. */
const KEPT_MS = 60_000;

let kept: { readAtMs: number; directory: Directory } | null = null;

/** The directory, read at most once a minute by an isolate. */
export async function readDirectory(database: D1Database, nowMs: number): Promise<Directory> {
  if (kept === null || nowMs - kept.readAtMs >= KEPT_MS) {
    kept = { readAtMs: nowMs, directory: await query(database) };
  }
  return kept.directory;
}

/** Puts other brands, and what networks they use, in the place of all that are known. */
export async function replaceBrands(
  database: D1Database,
  brands: readonly KnownBrand[],
  asUses: readonly AsUse[],
): Promise<void> {
  const db = drizzle(database);
  const rows = brands.map(({ slug, kind, names }) => ({ slug, kind, nameJa: names.ja, nameEn: names.en }));
  await db.batch([
    db.delete(ispAsns),
    db.delete(isps),
    db.delete(asNames),
    ...rows.map((row) => db.insert(isps).values(row)),
    ...asUses.map((use) => db.insert(ispAsns).values(use)),
  ]);
}

/** Whether the directory has a brand of this name now. */
export async function hasBrand(database: D1Database, slug: string): Promise<boolean> {
  const found = await drizzle(database).select({ slug: isps.slug }).from(isps).where(eq(isps.slug, slug));
  return found.length > 0;
}

async function query(database: D1Database): Promise<Directory> {
  const db = drizzle(database);
  const [brands, asUses, names, places] = await db.batch([
    db.select().from(isps).orderBy(asc(isps.slug)),
    db.select().from(ispAsns).orderBy(asc(ispAsns.asn), asc(ispAsns.slug)),
    db.select().from(asNames),
    db.select().from(regions).orderBy(asc(regions.level), asc(regions.position)),
  ]);
  return {
    brands: new Map(
      brands.map(({ slug, kind, nameJa, nameEn }) => [
        slug,
        { slug, kind, names: { ja: nameJa, en: nameEn } },
      ]),
    ),
    asUses,
    asNames: new Map(names.map(({ asn, name }) => [asn, name])),
    notAccess: new Map(NOT_ACCESS.map(([asn, use]) => [asn, use])),
    regions: new Map(
      places.map(({ code, nameJa, nameEn, parentCode, level }) => [
        code,
        { code, names: { ja: nameJa, en: nameEn }, parentCode, level },
      ]),
    ),
  };
}
