import { type Context, Hono } from 'hono';
import { API_PATHS } from '../../measurement-agent/protocol/spec.ts';
import { catalogOf } from '../domain/open-data/catalog.ts';
import { listOf } from '../domain/open-data/edition-list.ts';
import { publicOrigin } from '../domain/public-origin.ts';
import type { App } from '../middleware/app.ts';
import { capped } from '../middleware/caps.ts';
import { methodNotAllowed, problem } from '../middleware/problem.ts';
import { fileKey, getFile, getIndex, getManifest } from '../storage/open-data-files.ts';

/** Whoever has a list or a manifest asks again after this long, s; a new edition comes once a month. */
const LIST_CACHE = 'public, max-age=300';

/** A file never changes: another edition has other names. */
const FILE_CACHE = 'public, max-age=31536000, immutable';

/** `/api/v1/open-data` and what lies under it. */
export const openData = new Hono<App>();

openData.use(capped('READ_LIMIT'));

openData.get('/', async (c) => {
  const { synthetic } = c.var.config;
  const index = await getIndex(c.env.DOCUMENTS, synthetic);
  return c.json(listOf(index, synthetic), 200, { 'cache-control': LIST_CACHE });
});

openData.get('/catalog.jsonld', async (c) => {
  const { synthetic } = c.var.config;
  const { editions } = listOf(await getIndex(c.env.DOCUMENTS, synthetic), synthetic);
  const manifests = await Promise.all(
    editions.map(({ month }) => getManifest(c.env.DOCUMENTS, synthetic, month)),
  );
  const catalog = catalogOf(
    manifests.filter((manifest) => manifest !== null),
    publicOrigin(c.req.raw, c.var.config),
  );
  return c.body(JSON.stringify(catalog), 200, {
    'content-type': 'application/ld+json',
    'cache-control': LIST_CACHE,
  });
});

openData.get('/:month/manifest.json', async (c) => {
  const manifest = await manifestOf(c);
  if (manifest === null) return missing(c);
  return c.json(manifest, 200, { 'cache-control': LIST_CACHE });
});

/** Addresses of the month's rows, one a line: what a shell can loop over. */
openData.get('/:month/rows.txt', async (c) => {
  const manifest = await manifestOf(c);
  if (manifest === null) return missing(c);
  const origin = publicOrigin(c.req.raw, c.var.config);
  const rows = manifest.files.filter(({ table, format }) => table === 'rows' && format === 'parquet');
  const text = rows.map(({ path }) => `${origin}${path}\n`).join('');
  return c.text(text, 200, { 'cache-control': LIST_CACHE });
});

openData.on(['GET', 'HEAD'], '/:month/:file', async (c) => {
  const manifest = await manifestOf(c);
  const file = manifest?.files.find(({ name }) => name === c.req.param('file'));
  if (manifest === null || file === undefined) return missing(c);
  const { synthetic, month, edition } = manifest;
  const range = c.req.header('range');
  // R2 may send the whole file instead (RFC 9110, 14.2 lets it); whoever goes on with a download wants to be told.
  if (Number(/^bytes=(\d+)-\d*$/.exec(range ?? '')?.[1] ?? 0) >= file.bytes)
    return noSuchRange(c, file.bytes);
  const found = await getFile(
    c.env.DOCUMENTS,
    fileKey(synthetic, month, edition, file.name),
    c.req.raw.headers,
  );
  if (found === 'no-such-range') return noSuchRange(c, file.bytes);
  if (found === null) return missing(c);
  const headers: Record<string, string> = {
    etag: found.httpEtag,
    'cache-control': FILE_CACHE,
    'accept-ranges': 'bytes',
    'content-type': found.httpMetadata?.contentType ?? 'application/octet-stream',
    'content-disposition': `attachment; filename="${file.name}"`,
  };
  if (!('body' in found)) return c.body(null, 304, headers);
  const { offset, length } = rangeOf(found, file.bytes);
  headers['content-length'] = String(length);
  if (range === undefined || length === file.bytes) return c.body(found.body, 200, headers);
  headers['content-range'] = `bytes ${offset}-${offset + length - 1}/${file.bytes}`;
  return c.body(found.body, 206, headers);
});

for (const path of ['/', '/catalog.jsonld', '/:month/manifest.json', '/:month/rows.txt', '/:month/:file'])
  openData.all(path, methodNotAllowed('GET'));

/** The manifest of the month in the address; null for what is no month, or has none. */
function manifestOf(c: Context<App>) {
  const month = c.req.param('month') ?? '';
  if (!/^\d{4}-(?:0[1-9]|1[0-2])$/.test(month)) return Promise.resolve(null);
  return getManifest(c.env.DOCUMENTS, c.var.config.synthetic, month);
}

function noSuchRange(c: Context<App>, size: number): Response {
  return c.body(null, 416, { 'content-range': `bytes */${size}`, 'accept-ranges': 'bytes' });
}

function missing(c: Context<App>): Response {
  return problem(c, {
    reason: 'not-found',
    detail: `There is no such file: ${API_PATHS.openData} lists what there is. Files of earlier editions are removed.`,
  });
}

function rangeOf({ range }: R2Object, size: number): { offset: number; length: number } {
  if (range === undefined) return { offset: 0, length: size };
  // The runtime names all three, those that were not asked for as undefined.
  if ('suffix' in range && range.suffix !== undefined) {
    const length = Math.min(size, range.suffix);
    return { offset: size - length, length };
  }
  const { offset = 0, length } = range as { offset?: number; length?: number };
  return { offset, length: Math.min(length ?? size, size - offset) };
}
