/** Keys of the test worker: constant, so that a test can make tokens of its own. */
export const TEST_KEYS = {
  TOKEN_KEY: 'dGVzdC10b2tlbi1rZXktdGVzdC10b2tlbi1rZXktMDE',
  PREFIX_KEY: 'dGVzdC1wcmVmaXgta2V5LXRlc3QtcHJlZml4LWtleTE',
  SIGNING_KEY: 'dGVzdC1zaWduLWtleS10ZXN0LXNpZ24ta2V5LXRlc3Q',
};
