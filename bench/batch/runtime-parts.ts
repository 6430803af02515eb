/** What the local runtime takes for the parts of keeping a document that are its own: packing it, and one object in R2. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertV4MiniflareOptions, Miniflare } from 'miniflare';

const COUNT = 500;
const SCRIPT = `
const pack = async (text) =>
  new Response(new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer();
export default {
  async fetch(request, { DOCUMENTS }) {
    const text = await request.text();
    const count = ${COUNT};
    if (new URL(request.url).pathname === '/pack') await Promise.all(Array.from({ length: count }, () => pack(text)));
    else {
      const body = await pack(text);
      const onlyIf = { etagDoesNotMatch: '*' };
      await Promise.all(
        Array.from({ length: count }, () => DOCUMENTS.put('results/' + crypto.randomUUID(), body, { onlyIf })),
      );
    }
    return new Response('done');
  },
};`;

/** ms for one document each, of many at once; the second time, as the first pays for the start. */
export async function runtimeParts(document: unknown): Promise<{ packMs: number; putMs: number }> {
  const directory = await mkdtemp(path.join(tmpdir(), 'jissoku-parts-'));
  const runtime = new Miniflare(
    convertV4MiniflareOptions({
      host: '127.0.0.1',
      port: 0,
      cf: false,
      resourcePersistencePath: directory,
      workers: [
        {
          name: 'parts',
          modules: true,
          script: SCRIPT,
          compatibilityDate: '2026-10-23',
          r2Buckets: { DOCUMENTS: 'documents' },
        },
      ],
    }),
  );
  const address = await runtime.ready;
  const body = JSON.stringify(document);
  const timed = async (name: 'pack' | 'put') => {
    let ms = 0;
    for (let turn = 0; turn < 2; turn += 1) {
      const beganAtMs = performance.now();
      const response = await fetch(new URL(name, address), { method: 'POST', body });
      await response.text();
      ms = (performance.now() - beganAtMs) / COUNT;
    }
    return ms;
  };
  const parts = { packMs: await timed('pack'), putMs: await timed('put') };
  await runtime.dispose();
  await rm(directory, { recursive: true, force: true });
  return parts;
}
