/** The requests of Cloudflare's module (@cloudflare/speedtest 1.14). It measures with Resource Timing and Server-Timing. */
import { capOfBody, capOfBytes, randomBody, sink } from '../load.ts';
import { refuse } from '../refuse.ts';
import { ANY_ORIGIN, type Asked, type ForeignRoutes } from '../route.ts';

/** The largest object of the module's own plan. */
const LARGEST_BYTES = 250_000_000;

/**
 * The worker cannot time its own work (its clock stands still between two events), and what it does here takes some microseconds.
 * The module takes 0.01 ms and less for no figure.
 */
const SERVER_TIME = 'cfRequestDuration;dur=0.1';

const HEADERS = {
  ...ANY_ORIGIN,
  'access-control-expose-headers': 'server-timing, retry-after',
  // Without it a page of another origin sees no times (Resource Timing section 4.5).
  'timing-allow-origin': '*',
  'server-timing': SERVER_TIME,
} as const;

export const CLOUDFLARE: ForeignRoutes = {
  '/__down': {
    methods: ['GET'],
    headers: () => HEADERS,
    cap: (_, url) => capOfBytes(bytesOf(url) ?? 0),
    answer: down,
  },
  '/__up': {
    methods: ['POST'],
    headers: () => HEADERS,
    cap: capOfBody,
    answer: ({ request }) => sink(request, 'ok'),
  },
};

/** Null when it is no number of bytes that can be had. */
function bytesOf(url: URL): number | null {
  const text = url.searchParams.get('bytes') ?? '0';
  return /^\d{1,9}$/.test(text) && Number(text) <= LARGEST_BYTES ? Number(text) : null;
}

function down({ url }: Asked): Response {
  const bytes = bytesOf(url);
  if (bytes === null)
    return refuse({ reason: 'bad-request', detail: `bytes must be a number up to ${LARGEST_BYTES}.` });
  return new Response(bytes === 0 ? '' : randomBody(bytes), {
    headers: { 'content-type': 'application/octet-stream', 'content-encoding': 'identity' },
    encodeBody: 'manual',
  });
}
