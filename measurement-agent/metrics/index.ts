/** From samples to figures: pure arithmetic on plain data (docs/metrics.md). */
export * from './delay.ts';
export * from './goodput.ts';
export * from './loss.ts';
export * from './quantile.ts';
export * from './rate-interval.ts';
export * from './responsiveness.ts';
export * from './scores/aim.ts';
export * from './scores/iqb.ts';
export * from './scores/measured-figures.ts';
export * from './scores/use-requirements.ts';
export * from './scores/use-scores.ts';
export * from './stability.ts';
export * from './verification.ts';
