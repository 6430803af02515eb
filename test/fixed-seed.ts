import fc from 'fast-check';

/**
 * Properties are tried on the same cases in every run: a change that did not cause a failure must not meet one.
 * `FC_SEED=$RANDOM npm test` looks for new ones.
 */
fc.configureGlobal({ seed: Number(globalThis.process?.env.FC_SEED ?? 20_261_127) });
