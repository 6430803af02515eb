/** Breaches that are kept of one watch; the rest is in its CSV. By itself, as a page that only writes needs no schema. */
export const MAX_KEPT_BREACHES = 200;
