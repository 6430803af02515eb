/** The engine in a Node process of its own: `node bench/ceiling/engine-node.ts ORIGIN` prints the rates as JSON. */
import { nodeTransport } from '../../measurement-agent/engine/transports/node.ts';
import { runEngine } from './engine-run.ts';

const [origin = ''] = process.argv.slice(2);
console.log(JSON.stringify(await runEngine(nodeTransport({ origin, ipVersion: null }), 'node')));
