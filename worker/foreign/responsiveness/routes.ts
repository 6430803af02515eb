/** What draft-ietf-ippm-responsiveness-09 asks of a test server (section "Responsiveness Test Server" and the one on discovery). */
import { publicOrigin } from '../../domain/public-origin.ts';
import { LOAD_BYTES } from '../limits.ts';
import { randomBody, sink } from '../load.ts';
import { ANY_ORIGIN, type Asked, type ForeignRoutes, LOAD, PROBE } from '../route.ts';

const PATHS = { large: '/nq/large', small: '/nq/small', upload: '/nq/upload' } as const;

const headers = () => ANY_ORIGIN;
const OCTETS = { 'content-type': 'application/octet-stream', 'content-encoding': 'identity' };

export const RESPONSIVENESS: ForeignRoutes = {
  '/.well-known/nq': { methods: ['GET'], headers, cap: PROBE, answer: discovery },
  [PATHS.large]: { methods: ['GET'], headers, cap: LOAD, answer: large },
  [PATHS.small]: { methods: ['GET'], headers, cap: PROBE, answer: small },
  [PATHS.upload]: { methods: ['POST'], headers, cap: LOAD, answer: ({ request }) => sink(request) },
};

/** All on one host, so that requests share a connection. */
function discovery({ request, config }: Asked): Response {
  const origin = publicOrigin(request, config);
  return Response.json({
    version: 1,
    urls: {
      large_download_url: origin + PATHS.large,
      small_download_url: origin + PATHS.small,
      upload_url: origin + PATHS.upload,
    },
  });
}

function large(): Response {
  return new Response(randomBody(LOAD_BYTES), { headers: OCTETS, encodeBody: 'manual' });
}

function small(): Response {
  return new Response(new Uint8Array(1), { headers: OCTETS, encodeBody: 'manual' });
}
