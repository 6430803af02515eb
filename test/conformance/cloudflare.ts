import { expect } from 'vitest';
import type { Requirement } from './requirement.ts';

/** What @cloudflare/speedtest 1.14 relies on; its README and its source are the specification. */
export const CLOUDFLARE: readonly Requirement[] = [
  {
    section: 'README, downloadApiUrl',
    requirement: 'GET answers as many bytes as the query asks',
    async check({ origin }) {
      for (const bytes of [0, 1, 100_000, 3_000_001]) {
        const answer = await fetch(`${origin}/__down?bytes=${bytes}&measId=1&during=download`);
        expect(answer.status).toBe(200);
        expect((await answer.arrayBuffer()).byteLength).toBe(bytes);
      }
    },
  },
  {
    section: 'README, downloadApiUrl',
    requirement: 'what comes is not compressed, not kept, and not twice the same',
    async check({ origin }) {
      const [one, two] = await Promise.all(
        [1, 2].map(async () => {
          const answer = await fetch(`${origin}/__down?bytes=100000`);
          expect(answer.headers.get('cache-control')).toContain('no-store');
          expect(answer.headers.get('content-length')).toBe('100000');
          return Buffer.from(await answer.arrayBuffer());
        }),
      );
      expect(one?.equals(two as Buffer)).toBe(false);
    },
  },
  {
    section: 'README, uploadApiUrl',
    requirement: 'POST takes a body and answers when all of it has come',
    async check({ origin }) {
      const answer = await fetch(`${origin}/__up?bytes=1000000`, { method: 'POST', body: '0'.repeat(1e6) });
      expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
    },
  },
  {
    section: 'BandwidthEngine, cfGetServerTime',
    requirement:
      'Server-Timing names the server time as a figure that the module takes, and its clients may read it',
    async check({ origin }) {
      for (const answer of [
        await fetch(`${origin}/__down?bytes=0`),
        await fetch(`${origin}/__up`, { method: 'POST', body: 'x' }),
      ]) {
        expect(answer.headers.get('server-timing')).toMatch(/^cfRequestDuration;dur=0\.[1-9]$/);
        expect(answer.headers.get('access-control-expose-headers')).toContain('server-timing');
      }
    },
  },
  {
    section: 'BandwidthEngine, Resource Timing',
    requirement: 'pages of other origins see the times of requests',
    async check({ origin }) {
      const { headers } = await fetch(`${origin}/__down?bytes=0`);
      expect(headers.get('timing-allow-origin')).toBe('*');
      expect(headers.get('access-control-allow-origin')).toBe('*');
    },
  },
  {
    section: 'BandwidthEngine, getRetryDelay',
    requirement: 'a number of bytes that cannot be had is refused, to pages of other origins too',
    async check({ origin }) {
      for (const bytes of ['-1', 'x', '1e9', '250000001']) {
        const answer = await fetch(`${origin}/__down?bytes=${bytes}`);
        expect(answer.status).toBe(400);
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      }
    },
  },
];
