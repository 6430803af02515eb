import { DatabaseSync } from 'node:sqlite';
import { expect, it } from 'vitest';
import { applyMigrations } from '../../../bench/stats/migrations.ts';
import { hashSecret } from '../../domain/secret.ts';
import { createKey } from '../../fleet/keys.ts';
import { recorder } from './as-sql.ts';

it('a key as SQL is the key that opens, with its entry in the audit log', async () => {
  const { database, sql } = recorder();
  const caller = { role: 'admin', ownerId: null, actor: 'command', keysEndByMs: null } as const;
  const change = { database, caller, scope: 'everyone', nowMs: 1_000 } as const;
  const made = await createKey(change, { role: 'admin', label: "the operator's; first?", days: 1 });
  if (!made.ok) throw new Error(made.error.detail);
  const sqlite = new DatabaseSync(':memory:');
  applyMigrations(sqlite);
  sqlite.exec(sql());
  expect(sqlite.prepare('select * from api_keys').all()).toMatchObject([
    {
      prefix: made.value.record.prefix,
      key_hash: await hashSecret(made.value.key),
      role: 'admin',
      owner_id: null,
      label: "the operator's; first?",
      expires_at_ms: 86_401_000,
      revoked_at_ms: null,
    },
  ]);
  expect(sqlite.prepare('select action, target, before from audit_log').all()).toMatchObject([
    { action: 'key.create', target: `key:${made.value.record.prefix}`, before: null },
  ]);
});
