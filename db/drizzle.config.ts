import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'sqlite',
  schema: ['./db/schema.ts', './db/fleet.ts', './db/alarms.ts', './db/documents.ts'],
  out: './db/migrations',
  migrations: { prefix: 'index' },
});
