import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TEST_KEYS } from './test/keys.ts';

/**
 * Three projects: `worker` runs in real workerd with real D1, R2 and Durable Objects; `node` runs everything else
 * (formulas, engine, start-up, browser end to end), `hostile` what nobody would call a client.
 */
export default defineConfig({
  // Pages are Hono JSX; a room's tsconfig is not where a test looks.
  oxc: { jsx: { runtime: 'automatic', importSource: 'hono/jsx' } },
  test: {
    reporters: ['default', './test/closing-line.ts'],
    // A neighbour on a shared machine once made a 4 s test take 45 s.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        plugins: [
          cloudflareTest(async () => ({
            wrangler: { configPath: './wrangler.toml' },
            miniflare: {
              bindings: {
                LOCAL: '1',
                ...TEST_KEYS,
                TEST_MIGRATIONS: await readD1Migrations('db/migrations'),
              },
              // Caps that a test reaches soon; those of wrangler.toml hold under `npm start`.
              ratelimits: Object.fromEntries(
                [
                  'SESSION_LIMIT',
                  'RESULT_LIMIT',
                  'READ_LIMIT',
                  'FOREIGN_LOAD_LIMIT',
                  'FOREIGN_PROBE_LIMIT',
                ].map((name) => [name, { namespace_id: name, simple: { limit: 5, period: 60 } }]),
              ),
            },
          })),
        ],
        extends: true,
        test: {
          name: 'worker',
          include: ['worker/**/*.test.{ts,tsx}', 'test/worker/**/*.test.ts'],
          exclude: ['worker/local/**', 'worker/domain/**'],
          setupFiles: ['./test/worker/apply-migrations.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'node',
          globalSetup: ['./test/build-once.ts'],
          include: [
            'measurement-agent/**/*.test.ts',
            'web/**/*.test.{ts,tsx}',
            'db/**/*.test.ts',
            'bench/**/*.test.ts',
            'worker/local/**/*.test.ts',
            // Pure: a worker of its own for every file would only take time.
            'worker/domain/**/*.test.ts',
            'test/**/*.test.ts',
          ],
          exclude: ['test/worker/**', 'test/hostile/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          globalSetup: ['./test/build-once.ts'],
          include: ['test/hostile/**/*.test.ts'],
          // Floods of their own would be other tests' weather: these come last.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
