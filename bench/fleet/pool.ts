/** Results to draw from: real runs of the engine on simulated lines, made once and kept packed in the system's temporary directory. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { seededRandom } from '../../measurement-agent/engine/transports/simulated/seeded-random.ts';
import type { Submission } from '../../measurement-agent/protocol/result.ts';
import { METHOD_VERSION } from '../../measurement-agent/protocol/spec.ts';
import { lineAt, runOn } from '../simulated-space.ts';

const FULL_RUNS = 260;
const LIMITED_RUNS = 260;
/** Lines of 5 to 100 Mbit/s and 3 to 60 ms, as shares of the space (bench/simulated-space.ts). */
const RATE_SHARES = [0.28, 0.64] as const;
const RTT_SHARES = [0.17, 0.64] as const;
const LIMITS_BYTES = [1e6, 2e6, 5e6, 10e6, 20e6];

export async function poolOfRuns(say: (line: string) => void): Promise<Submission[]> {
  const file = path.join(
    tmpdir(),
    `jissoku-fleet-pool-${METHOD_VERSION}-${FULL_RUNS + LIMITED_RUNS}.jsonl.gz`,
  );
  if (existsSync(file)) return read(file);
  say(`making ${FULL_RUNS + LIMITED_RUNS} runs of the engine on simulated lines …`);
  const runs: Submission[] = [];
  for (let index = 0; index < FULL_RUNS + LIMITED_RUNS; index += 1) {
    const random = seededRandom(index + 1);
    const within = ([low, high]: readonly [number, number]) => low + random() * (high - low);
    const direction = () => ({ rateBps: within(RATE_SHARES), lossRatio: random(), queueMs: random() });
    const line = lineAt(
      { lossy: random() < 0.3, rttMs: within(RTT_SHARES), download: direction(), upload: direction() },
      index + 1,
    );
    const maxBytes = LIMITS_BYTES[index % LIMITS_BYTES.length];
    const { submission } = await runOn(line, index < FULL_RUNS || maxBytes === undefined ? {} : { maxBytes });
    runs.push(submission);
  }
  writeFileSync(`${file}.new`, gzipSync(runs.map((run) => `${JSON.stringify(run)}\n`).join('')));
  renameSync(`${file}.new`, file);
  return read(file);
}

function read(file: string): Submission[] {
  return gunzipSync(readFileSync(file))
    .toString()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Submission);
}

/** A run that moved no more than is allowed; null where there is none. */
export function drawRun(
  pool: readonly Submission[],
  maxBytes: number | null,
  random: () => number,
): Submission | null {
  const fitting =
    maxBytes === null ? pool : pool.filter(({ bytes }) => bytes.download + bytes.upload <= maxBytes);
  return fitting[Math.floor(random() * fitting.length)] ?? null;
}
