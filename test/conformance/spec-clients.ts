/**
 * Clients that nobody ships: written from the specifications, for what has no client that runs here. Each does what the real one does
 * with the server, for as long as it takes to see that it works, and no figure of theirs is a measurement.
 */
import { nqConfig } from './responsiveness.ts';

/** Of LibreSpeed's page (doc.md): address, download, ping, upload. */
export async function librespeedPage(origin: string, loadMs: number) {
  const at = (file: string, query = '') => `${origin}/backend/${file}?r=${Math.random()}&cors=true${query}`;
  const { processedString } = (await (await fetch(at('getIP.php', '&isp=true'))).json()) as {
    processedString: string;
  };
  const downloadBytes = await loaded(loadMs, 6, (signal) =>
    drain(at('garbage.php', '&ckSize=100'), {}, signal),
  );
  const pings: number[] = [];
  for (let sent = 0; sent < 10; sent += 1) {
    const beganMs = performance.now();
    await (await fetch(at('empty.php'))).text();
    pings.push(performance.now() - beganMs);
  }
  const blob = crypto.getRandomValues(new Uint8Array(65_536));
  const body = new Blob(Array.from({ length: 320 }, () => blob));
  const uploadBytes = await loaded(loadMs, 3, async (signal) => {
    const answer = await fetch(at('empty.php'), { method: 'POST', body, signal });
    if (!answer.ok) throw new Error(`upload: ${answer.status}`);
    return body.size;
  });
  return { processedString, downloadBytes, pingMs: Math.min(...pings), uploadBytes };
}

/**
 * Of networkQuality (draft-ietf-ippm-responsiveness-09), over HTTP/1.1 without TLS as the draft allows where there is none: load on
 * connections that are added one by one, and probes on connections of their own meanwhile.
 */
export async function networkQuality(origin: string, loadMs: number) {
  const { urls } = await nqConfig(origin);
  const headers = { 'accept-encoding': 'identity' };
  const probes: number[] = [];
  const probe = async (signal: AbortSignal) => {
    const beganMs = performance.now();
    const answer = await fetch(urls.small_download_url, { headers, signal });
    if ((await answer.arrayBuffer()).byteLength !== 1) throw new Error('the small object is not one byte');
    probes.push(performance.now() - beganMs);
    await new Promise((resolve) => setTimeout(resolve, 10));
    return 0;
  };
  const body = new Blob([new Uint8Array(2_000_000)]);
  const directions = {
    download: (signal: AbortSignal) => drain(urls.large_download_url, { headers }, signal),
    upload: async (signal: AbortSignal) => {
      const answer = await fetch(urls.upload_url, { method: 'POST', body, signal });
      if (!answer.ok) throw new Error(`upload: ${answer.status}`);
      return body.size;
    },
  };
  const moved = { download: 0, upload: 0 };
  for (const direction of ['download', 'upload'] as const) {
    const [bytes] = await Promise.all([loaded(loadMs, 4, directions[direction]), loaded(loadMs, 1, probe)]);
    moved[direction] = bytes;
  }
  const mean = probes.reduce((sum, each) => sum + each, 0) / probes.length;
  return { ...moved, probes: probes.length, rpm: 60_000 / mean };
}

/** Runs `streams` of one kind of request again and again until the time is over, and answers what they moved. */
async function loaded(
  loadMs: number,
  streams: number,
  run: (signal: AbortSignal) => Promise<number>,
): Promise<number> {
  const stop = new AbortController();
  let bytes = 0;
  const stream = async () => {
    while (!stop.signal.aborted) bytes += await run(stop.signal);
  };
  const ended = Promise.all(
    Array.from({ length: streams }, () =>
      stream().catch((error: unknown) => {
        // Hanging up in the middle is how these tests end.
        if (!stop.signal.aborted) throw error;
      }),
    ),
  );
  await Promise.race([new Promise((resolve) => setTimeout(resolve, loadMs)), ended]);
  stop.abort();
  await ended;
  return bytes;
}

/** Bytes of an answer, until it ends or is not wanted any more. */
async function drain(url: string, init: RequestInit, signal: AbortSignal): Promise<number> {
  const answer = await fetch(url, { ...init, signal });
  if (!answer.ok || answer.body === null) throw new Error(`${url}: ${answer.status}`);
  let bytes = 0;
  try {
    for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) bytes += piece.byteLength;
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return bytes;
}
