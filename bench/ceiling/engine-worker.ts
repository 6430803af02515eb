/** The engine in a Web Worker, as on the test page. Its name is the origin to measure against. */
import { browserTransport } from '../../measurement-agent/engine/transports/browser.ts';
import { runEngine } from './engine-run.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker answers its own page only
self.postMessage(await runEngine(browserTransport(self.name), 'browser'));
