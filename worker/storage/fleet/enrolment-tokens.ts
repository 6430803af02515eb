import { drizzle } from 'drizzle-orm/d1';
import { enrolmentTokens } from '../../../db/schema.ts';
import type { EnrolmentToken } from '../../domain/agent.ts';
import type { AuditRow } from '../../domain/fleet/fleet.ts';
import { audited } from './audit.ts';

export async function insertToken(
  database: D1Database,
  { site, ...token }: EnrolmentToken,
  entry: AuditRow,
): Promise<void> {
  const change = drizzle(database)
    .insert(enrolmentTokens)
    .values({ ...token, siteName: site.name, declared: site.declared, createdAtMs: entry.atMs });
  await audited(database, entry, change);
}
