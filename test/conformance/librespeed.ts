import { expect } from 'vitest';
import { askFrom } from '../ask-from.ts';
import type { Requirement } from './requirement.ts';

const MIB = 1024 * 1024;

/** What LibreSpeed 6.2's page relies on; its doc.md is the specification. */
export const LIBRESPEED: readonly Requirement[] = [
  {
    section: 'doc.md, Implementation details: download test',
    requirement: 'garbage.php answers ckSize MiB of bytes that do not compress',
    async check({ origin }) {
      const answer = await fetch(`${origin}/backend/garbage.php?r=0.5&ckSize=2`);
      expect(answer.headers.get('content-type')).toBe('application/octet-stream');
      expect((await answer.arrayBuffer()).byteLength).toBe(2 * MIB);
    },
  },
  {
    section: 'doc.md, Implementation details: download test',
    requirement: 'ckSize is 4 where it is not said, and no more than 1024',
    async check({ origin }) {
      const usual = await fetch(`${origin}/backend/garbage.php`);
      expect(usual.headers.get('content-length')).toBe(String(4 * MIB));
      await usual.body?.cancel();
      const most = await fetch(`${origin}/backend/garbage.php?ckSize=99999`);
      expect(most.headers.get('content-length')).toBe(String(1024 * MIB));
      await most.body?.cancel();
    },
  },
  {
    section: 'doc.md, Implementation details: upload and ping test',
    requirement: 'empty.php answers nothing, to GET and to a POST of any body',
    async check({ origin }) {
      const ping = await fetch(`${origin}/backend/empty.php?r=0.1`);
      const upload = await fetch(`${origin}/backend/empty.php`, {
        method: 'POST',
        body: new Uint8Array(3 * MIB),
      });
      for (const answer of [ping, upload]) {
        expect([answer.status, await answer.text()]).toEqual([200, '']);
        expect(answer.headers.get('cache-control')).toContain('no-store');
      }
    },
  },
  {
    section: 'doc.md, Implementation details: getIP',
    requirement: 'getIP.php tells whoever asks their own address, and does not believe what they say it is',
    async check({ origin }) {
      const { text } = await askFrom(`${origin}/backend/getIP.php?isp=true`, {
        method: 'GET',
        localAddress: '127.0.0.1',
        headers: {
          'x-forwarded-for': '192.0.2.1',
          'client-ip': '192.0.2.1',
          'cf-connecting-ip': '192.0.2.1',
        },
      });
      expect(JSON.parse(text)).toEqual({ processedString: '127.0.0.1', rawIspInfo: '' });
    },
  },
  {
    section: 'doc.md, Cross-origin',
    requirement: 'pages of other origins are let in where they ask with cors=true, and not where they do not',
    async check({ origin }) {
      const answers = await Promise.all(
        ['?cors=true', ''].map((query) => fetch(`${origin}/backend/getIP.php${query}`)),
      );
      expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual(['*', null]);
    },
  },
];
