/** The wire contract, whole. */
export * from './api.ts';
export * from './fallible.ts';
export * from './messages.ts';
export * from './network.ts';
export * from './plan.ts';
export * from './problems.ts';
export * from './quality.ts';
export * from './receipts.ts';
export * from './result.ts';
export * from './signed.ts';
export * from './spec.ts';
export * from './summary.ts';
export * from './surroundings.ts';
export * from './vocabulary.ts';
