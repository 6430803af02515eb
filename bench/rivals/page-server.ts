import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { pages } from './pages.ts';

/** Serves the rivals' pages and nothing else: what they measure against is named in their query. */
export async function servePages(host: string, port: number): Promise<Server> {
  const files = await pages();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://server');
    const file = files.get(pathname);
    if (file === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', file.type).end(file.body);
  });
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
