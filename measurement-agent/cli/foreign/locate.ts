import * as z from 'zod/mini';
import { err, type Fallible, ok } from '../../protocol/fallible.ts';
import { NDT7_PATHS } from './numbers.ts';

/** Where one server measures each direction. */
export interface Ndt7Server {
  machine: string;
  download: URL;
  upload: URL;
}

export type LocateFailure = { reason: 'unreachable' | 'no-server'; detail: string };

const LOCATE_WITHIN_MS = 20_000;
const NO_CAPACITY = 204;

const answerSchema = z.object({
  results: z.array(z.object({ machine: z.string(), urls: z.record(z.string(), z.string()) })),
});

/** A server that is known by its address. */
export function serverAt(origin: string): Ndt7Server {
  const base = origin.replace(/^http/, 'ws');
  return {
    machine: new URL(origin).host,
    download: new URL(base + NDT7_PATHS.download),
    upload: new URL(base + NDT7_PATHS.upload),
  };
}

/**
 * The servers that a Locate service (v2) names, nearest first. Of each the encrypted way, or the plain one where it has no other. The
 * URLs carry whatever token the service gave.
 */
export async function locate(
  url: string,
  signal: AbortSignal,
): Promise<Fallible<Ndt7Server[], LocateFailure>> {
  let answer: unknown;
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(LOCATE_WITHIN_MS)]),
    });
    if (response.status === NO_CAPACITY)
      return err({ reason: 'no-server', detail: 'it has no server to spare now' });
    if (!response.ok) return err({ reason: 'no-server', detail: `it answered ${response.status}` });
    answer = await response.json();
  } catch (error) {
    return err({ reason: 'unreachable', detail: error instanceof Error ? error.message : String(error) });
  }
  const parsed = answerSchema.safeParse(answer);
  if (!parsed.success) return err({ reason: 'no-server', detail: 'its answer is not one of Locate v2' });
  const servers = parsed.data.results.flatMap(({ machine, urls }) => {
    for (const scheme of ['wss', 'ws']) {
      const [download, upload] = [NDT7_PATHS.download, NDT7_PATHS.upload].map(
        (path) => urls[`${scheme}://${path}`],
      );
      if (download !== undefined && upload !== undefined && URL.canParse(download) && URL.canParse(upload))
        return [{ machine, download: new URL(download), upload: new URL(upload) }];
    }
    return [];
  });
  return servers.length === 0
    ? err({ reason: 'no-server', detail: 'it names no server for ndt7' })
    : ok(servers);
}
