import { buildIfStale } from '../worker/local/build-if-stale.ts';

/** Tests that start the product run side by side; none of them may find the files half-built. */
export default buildIfStale;
