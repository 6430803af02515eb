import { createServer, type Server } from 'node:http';
import { metricsText, type Observed } from './metrics-text.ts';

/** Serves what is observed to this machine: `/metrics`, `/healthz`, `/last.json`. The address is one of loopback (config). */
export function serveObserved(listen: string, observe: () => Observed): Promise<Server> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://loopback');
    const answer = request.method === 'GET' ? answerTo(pathname, observe) : null;
    response.writeHead(answer?.status ?? 404, {
      'content-type': answer?.type ?? 'text/plain',
      'cache-control': 'no-store',
    });
    response.end(answer?.text ?? 'not found\n');
  });
  // Nobody on this machine needs longer, and a connection that stays costs memory.
  server.requestTimeout = 5_000;
  server.maxConnections = 16;
  const at = listen.lastIndexOf(':');
  const host = listen.slice(0, at).replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(Number(listen.slice(at + 1)), host, () => resolve(server));
  });
}

function answerTo(
  path: string,
  observe: () => Observed,
): { status: number; type: string; text: string } | null {
  switch (path) {
    case '/metrics':
      return { status: 200, type: 'text/plain; version=0.0.4; charset=utf-8', text: metricsText(observe()) };
    case '/healthz': {
      const { trouble } = observe().status;
      // It runs and measures, whatever the server says: nothing that a restart would mend.
      return {
        status: 200,
        type: 'application/json',
        text: `${JSON.stringify({ status: 'ok', trouble })}\n`,
      };
    }
    case '/last.json': {
      const { last } = observe();
      return last === null
        ? { status: 404, type: 'application/json', text: 'null\n' }
        : { status: 200, type: 'application/json', text: `${JSON.stringify(last)}\n` };
    }
    default:
      return null;
  }
}
