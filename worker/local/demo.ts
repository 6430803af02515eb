import { err, ok } from '../../measurement-agent/protocol/fallible.ts';
import { fillDemo } from '../demo/fill.ts';
import { serve } from './serve.ts';

const RESULTS = 200_000;
const MOST_RESULTS = 5_000_000;

/** `npm run demo`: the product on results of nobody, in a place of its own. */
export async function demo(): Promise<void> {
  const { DATA_DIR = '.data-demo', DEMO_RESULTS } = process.env;
  const results = Number(DEMO_RESULTS ?? RESULTS);
  if (!Number.isInteger(results) || results < 1 || results > MOST_RESULTS) {
    console.error(`DEMO_RESULTS must be a whole number from 1 to ${MOST_RESULTS}, got "${DEMO_RESULTS}".`);
    process.exitCode = 1;
    return;
  }
  await serve({ ...process.env, DATA_DIR, SYNTHETIC: '1' }, async (database, count) => {
    const filled = await fillDemo(database, results, Date.now(), (line) => console.log(line));
    if (filled.ok) {
      console.log('Making the editions of reports that are due');
      await count();
      console.log(`Demo: ${filled.value} results that nobody measured, of brands that do not exist.`);
      return ok(null);
    }
    return err({
      sentence: `DATA_DIR ${DATA_DIR} holds results that somebody measured: the demo needs a directory of its own.`,
    });
  });
}
