import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';
import { TEST_KEYS } from './test/keys.ts';

/**
 * What whole processes and browsers do on a shared machine may be upset by a neighbour: once more on a machine that nobody
 * watches. The closing line counts every test that needed it.
 */
const RETRY = process.env.CI === 'true' ? 1 : 0;
const END_TO_END = ['test/e2e/**/*.test.ts', 'test/conformance/**/*.test.ts'];

/**
 * Four projects: `worker` runs in real workerd with real D1, R2 and Durable Objects; `e2e` starts the product and uses it
 * (processes, real browsers, real clients); `hostile` does what nobody would call a client; `node` runs everything else.
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
          setupFiles: ['./test/fixed-seed.ts', './test/worker/apply-migrations.ts'],
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
          exclude: ['test/worker/**', 'test/hostile/**', ...END_TO_END],
          setupFiles: ['./test/fixed-seed.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'e2e', globalSetup: ['./test/build-once.ts'], include: END_TO_END, retry: RETRY },
      },
      {
        extends: true,
        test: {
          name: 'hostile',
          globalSetup: ['./test/build-once.ts'],
          include: ['test/hostile/**/*.test.ts'],
          setupFiles: ['./test/fixed-seed.ts'],
          retry: RETRY,
          // Floods of their own would be other tests' weather: these come last.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
