/** The rivals' pages on an address of one's choice: `node bench/rivals/server.ts HOST PORT`. */
import { servePages } from './page-server.ts';

const [host = '127.0.0.1', port = '8790'] = process.argv.slice(2);
await servePages(host, Number(port));
console.log('is ready');
