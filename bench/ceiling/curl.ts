import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { CeilingRates } from './rates.ts';

const run = promisify(execFile);

/** Some seconds of what one core carries on loopback. */
const DOWNLOAD_BYTES = 4e9;
const UPLOAD_BYTES = 2 * 1024 ** 3;
const BLOCK_BYTES = 64 * 1024 ** 2;

/** curl against plain HTTP: one connection each way. */
export async function curlRates(origin: string): Promise<CeilingRates> {
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-curl-'));
  try {
    const file = await randomFile(directory);
    return {
      downloadBps: await bps('%{speed_download}', [`${origin}/__down?bytes=${DOWNLOAD_BYTES}`]),
      // Without `Expect:` curl would wait to be asked for the body.
      uploadBps: await bps('%{speed_upload}', ['-H', 'Expect:', '-T', file, `${origin}/__up`]),
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

async function bps(figure: string, args: string[]): Promise<number> {
  const { stdout } = await run('curl', ['-sf', '-o', '/dev/null', '-w', figure, ...args]);
  return Number(stdout) * 8;
}

async function randomFile(directory: string): Promise<string> {
  const name = path.join(directory, 'upload');
  const block = randomBytes(BLOCK_BYTES);
  const file = await open(name, 'w');
  for (let written = 0; written < UPLOAD_BYTES; written += BLOCK_BYTES) await file.write(block);
  await file.close();
  return name;
}
