/** Starts the engine's worker against `?origin=…` and leaves its rates in `window.outcome`. */
const server = new URLSearchParams(location.search).get('origin') ?? '';
const worker = new Worker('/engine-worker.js', { type: 'module', name: server });
worker.addEventListener('message', ({ data }) => Object.assign(globalThis, { outcome: data }));
