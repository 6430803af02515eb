import type { Store } from './remembered.ts';

/** Remembers nothing: for browsers that refuse even to name their local storage, and where nothing shall be kept. */
export const NO_STORE: Store = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };

export function pageStore(): Store {
  try {
    return window.localStorage;
  } catch {
    return NO_STORE;
  }
}
