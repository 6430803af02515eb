import { expect } from 'vitest';
import type { Requirement } from './requirement.ts';

export interface NqConfig {
  version: number;
  urls: { large_download_url: string; small_download_url: string; upload_url: string };
}

export async function nqConfig(origin: string): Promise<NqConfig> {
  return (await (await fetch(`${origin}/.well-known/nq`)).json()) as NqConfig;
}

const IDENTITY = { 'accept-encoding': 'identity' };

/** draft-ietf-ippm-responsiveness-09. */
export const RESPONSIVENESS: readonly Requirement[] = [
  {
    section: 'Responsiveness Test Server, 4; Well-Known URI',
    requirement: 'the well-known resource is JSON with version 1 and three URLs on one host',
    async check({ origin }) {
      const answer = await fetch(`${origin}/.well-known/nq`);
      expect(answer.headers.get('content-type')).toContain('application/json');
      const { version, urls } = (await answer.json()) as NqConfig;
      expect(version).toBe(1);
      expect(Object.keys(urls).toSorted()).toEqual([
        'large_download_url',
        'small_download_url',
        'upload_url',
      ]);
      expect(new Set(Object.values(urls).map((url) => new URL(url).origin))).toEqual(new Set([origin]));
    },
  },
  {
    section: 'Responsiveness Test Server, 1',
    requirement: 'the small object is one byte',
    async check({ origin }) {
      const { urls } = await nqConfig(origin);
      const answer = await fetch(urls.small_download_url, { headers: IDENTITY });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect((await answer.arrayBuffer()).byteLength).toBe(1);
    },
  },
  {
    section: 'Responsiveness Test Server, 2',
    requirement: 'the large object has 8 GB and more',
    async check({ origin }) {
      const { urls } = await nqConfig(origin);
      const answer = await fetch(urls.large_download_url, { headers: IDENTITY });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect(Number(answer.headers.get('content-length'))).toBeGreaterThanOrEqual(8e9);
      await answer.body?.cancel();
    },
  },
  {
    section: 'Responsiveness Test Server, 3',
    requirement: 'the upload takes a body of any size, and a client that hangs up in it',
    async check({ origin }) {
      const { urls } = await nqConfig(origin);
      const whole = await fetch(urls.upload_url, { method: 'POST', body: new Uint8Array(2e6) });
      expect(whole.status).toBe(200);
      const stop = new AbortController();
      const broken = fetch(urls.upload_url, {
        method: 'POST',
        signal: stop.signal,
        duplex: 'half',
        body: new ReadableStream({
          pull: (controller) => {
            controller.enqueue(new Uint8Array(1e6));
            stop.abort();
          },
        }),
      } as RequestInit);
      await expect(broken).rejects.toThrow();
      expect((await fetch(urls.small_download_url)).status).toBe(200);
    },
  },
];
