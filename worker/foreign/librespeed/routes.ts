/** The back end that LibreSpeed's page (6.2, doc.md "Implementation details") asks for, under the names of its PHP files. */
import { clientAddress } from '../../domain/address.ts';
import { capOfBody, randomBody, sink } from '../load.ts';
import { ANY_ORIGIN, type Asked, type ForeignRoutes, LOAD, PROBE } from '../route.ts';

const CHUNK_BYTES = 1024 * 1024;
const CHUNKS = { fewest: 1, usual: 4, most: 1024 };

/** Its page says `cors=true` where it stands on another site. */
const headers = (url: URL) => (url.searchParams.has('cors') ? ANY_ORIGIN : {});

export const LIBRESPEED: ForeignRoutes = {
  '/backend/garbage.php': { methods: ['GET'], headers, cap: LOAD, answer: garbage },
  '/backend/empty.php': {
    methods: ['GET', 'POST'],
    headers,
    cap: capOfBody,
    answer: ({ request }) => sink(request),
  },
  '/backend/getIP.php': { methods: ['GET'], headers, cap: PROBE, answer: ownAddress },
};

function garbage({ url }: Asked): Response {
  const asked = Number.parseInt(url.searchParams.get('ckSize') ?? '', 10);
  const chunks = Number.isNaN(asked) || asked === 0 ? CHUNKS.usual : asked;
  const bytes = Math.min(Math.max(chunks, CHUNKS.fewest), CHUNKS.most) * CHUNK_BYTES;
  return new Response(randomBody(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'content-encoding': 'identity',
      'content-disposition': 'attachment; filename=random.dat',
    },
    encodeBody: 'manual',
  });
}

/** Tells whoever asks the address they ask from, as their page shows it to them. It is kept nowhere. */
function ownAddress({ request, url, config }: Asked): Response {
  const address = clientAddress(request.headers);
  const text = address === null ? 'unknown' : (request.headers.get('cf-connecting-ip') ?? '');
  const shown = text.replace(/^::ffff:(?=\d+\.)/i, '');
  const isp = url.searchParams.has('isp') && !config.local ? ispOf(request) : null;
  return Response.json({ processedString: isp === null ? shown : `${shown} - ${isp}`, rawIspInfo: '' });
}

/** As the edge knows it; no service is asked. */
function ispOf({ cf }: Request): string | null {
  const { asOrganization, country } = (cf ?? {}) as { asOrganization?: string; country?: string };
  const known = [asOrganization, country].filter((part) => part !== undefined);
  return known.length === 0 ? null : known.join(', ');
}
