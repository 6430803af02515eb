/**
 * `npm run rollup:verify`: counts all results of DATA_DIR from scratch and says whether the rollups have the same. For a
 * server that is stopped: what is written meanwhile would show as a difference.
 *
 * Exit codes: 0 they are the same, 1 they differ, 2 there is nothing to check.
 */
import { access } from 'node:fs/promises';
import path from 'node:path';
import { refresh } from '../rollup/refresh.ts';
import { verifyRollup } from '../rollup/verify.ts';
import { startApp } from './app-process.ts';
import { buildIfStale } from './build-if-stale.ts';

const EXIT_DIFFERENT = 1;
const EXIT_NOTHING = 2;
const SHOWN_DIFFERENCES = 20;
const LINES_A_STEP = 10_000;

const dataDir = path.resolve(process.env.DATA_DIR || '.data');
const found = await access(path.join(dataDir, 'v3')).then(
  () => true,
  () => false,
);
if (found) {
  await buildIfStale();
  const app = await startApp(dataDir, {});
  const env = { DB: await app.database() };
  const nowMs = Date.now();
  for (let done = false; !done; )
    ({ done } = await refresh(env, nowMs, { linesAStep: LINES_A_STEP, steps: 1 }));
  const { results, cells, differences } = await verifyRollup(env, nowMs);
  await app.stop();
  console.log(`${results} results counted anew, ${cells} cells compared: ${differences.length} differ.`);
  for (const { kind, cell } of differences.slice(0, SHOWN_DIFFERENCES)) console.log(`${kind}: ${cell}`);
  process.exit(differences.length === 0 ? 0 : EXIT_DIFFERENT);
} else {
  console.error(`DATA_DIR ${dataDir} holds no database: nothing to verify.`);
  process.exitCode = EXIT_NOTHING;
}
