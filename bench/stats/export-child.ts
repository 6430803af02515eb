/** Exports until nothing is left, or dies after some files; prints its peak of memory, MB, in the end. */
import { DatabaseSync } from 'node:sqlite';
import { continueOpenData, SCHEDULED_EXPORT } from '../../worker/open-data/export.ts';
import { secureRandom } from '../../worker/open-data/secure-random.ts';
import { asR2, FileR2 } from './file-r2.ts';
import { asD1 } from './sqlite-d1.ts';

const [database = '', bucket = '', now = '', dieAfterParts = '0'] = process.argv.slice(2);
let parts = 0;
let peakBytes = 0;

function sample(): void {
  const { heapUsed, external } = process.memoryUsage();
  peakBytes = Math.max(peakBytes, heapUsed + external);
}

const files = new FileR2(bucket, (key) => {
  sample();
  if (!key.endsWith('.parquet') || !key.includes('-rows-')) return;
  parts += 1;
  // Between the two formats of a part: no step is half done more than here.
  if (parts === Number(dieAfterParts)) process.kill(process.pid, 'SIGKILL');
});
setInterval(sample, 5).unref();

const env = { DB: asD1(new DatabaseSync(database)), DOCUMENTS: asR2(files) };
for (let done = false; !done; ) {
  // As the edge does it: so many steps a run, each with nothing but what was kept.
  done = await continueOpenData(env, { nowMs: Number(now), random: secureRandom }, SCHEDULED_EXPORT);
  sample();
}
console.log(JSON.stringify({ peakMb: peakBytes / 1e6 }));
