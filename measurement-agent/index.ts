/** The engine as a library: measures a line from Node, as the command line does. */
export * from './engine/clock.ts';
export { type Measured, type MeasureOptions, measure } from './engine/engine.ts';
export type { EngineEvent, EngineFailure, Stage } from './engine/events.ts';
export { nodeSurroundings } from './engine/surroundings/node.ts';
export { systemClock } from './engine/system-clock.ts';
export type { RequestFailure, Transport } from './engine/transport.ts';
export { nodeDatagrams } from './engine/transports/data-channel-node.ts';
export { nodeTransport } from './engine/transports/node.ts';
export { NOTHING_DECLARED } from './protocol/result.ts';
