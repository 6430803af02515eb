/** What somebody else on the line downloads: bytes without end. */
import { createServer, type ServerResponse } from 'node:http';

const CHUNK = Buffer.alloc(65_536, 1);

createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'application/octet-stream' });
  fill(response);
  response.on('drain', () => fill(response));
}).listen(Number(process.argv[2]), '0.0.0.0');

function fill(response: ServerResponse): void {
  while (!response.destroyed && response.write(CHUNK));
}
