import type { Submitted } from '../../measurement-agent/protocol/api.ts';
import type { Declared } from '../../measurement-agent/protocol/result.ts';

/** Keys in this browser's local storage. Other pages of the site read them. */
const DECLARED_KEY = 'jissoku.declared';
const RESULTS_KEY = 'jissoku.results';
const DATA_SAVER_KEY = 'jissoku.data-saver';
const COST_KEY = 'jissoku.cost';

/** Own results kept for their delete tokens; the oldest fall out. */
const MAX_RESULTS = 200;

/** What is remembered of an own result. */
export interface OwnResult {
  id: string;
  deleteToken: string;
  /** RFC 3339 */
  at: string;
}

/** The part of Storage used here. Private windows may refuse every call, which must never stop a test. */
export type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

function read(store: Store, key: string): unknown {
  try {
    return JSON.parse(store.getItem(key) ?? 'null');
  } catch {
    return null;
  }
}

function write(store: Store, key: string, value: unknown): void {
  try {
    store.setItem(key, JSON.stringify(value));
  } catch {
    // Full or forbidden: the result is stored on the server all the same.
  }
}

/**
 * The answers of an earlier visit, unchecked: what is read here only ever selects options that the form offers.
 * Empty where nothing is remembered.
 */
export function rememberedDeclared(store: Store): Partial<Declared> {
  const kept = read(store, DECLARED_KEY);
  return typeof kept === 'object' && kept !== null ? kept : {};
}

export function rememberDeclared(store: Store, declared: Declared): void {
  write(store, DECLARED_KEY, declared);
}

/** Remembers one answer beside those that are remembered already. */
export function rememberAnswer<Field extends keyof Declared>(
  store: Store,
  field: Field,
  answer: Declared[Field],
): void {
  write(store, DECLARED_KEY, { ...rememberedDeclared(store), [field]: answer });
}

/** Whether the data saver was on when it was last touched; null when it never was. */
export function rememberedDataSaver(store: Store): boolean | null {
  const kept = read(store, DATA_SAVER_KEY);
  return typeof kept === 'boolean' ? kept : null;
}

export function rememberDataSaver(store: Store, on: boolean): void {
  write(store, DATA_SAVER_KEY, on);
}

/** Bytes that the last whole test moved; null when there was none. */
export function rememberedCost(store: Store): number | null {
  const kept = read(store, COST_KEY);
  return typeof kept === 'number' && kept > 0 ? kept : null;
}

export function rememberCost(store: Store, bytes: number): void {
  write(store, COST_KEY, bytes);
}

export function forgetDeclared(store: Store): void {
  try {
    store.removeItem(DECLARED_KEY);
  } catch {
    // Nothing could have been remembered either.
  }
}

export function ownResults(store: Store): OwnResult[] {
  const kept = read(store, RESULTS_KEY);
  return Array.isArray(kept) ? (kept as OwnResult[]) : [];
}

/** Forgets the token of a result that is deleted. */
export function forgetResult(store: Store, id: string): void {
  write(
    store,
    RESULTS_KEY,
    ownResults(store).filter((own) => own.id !== id),
  );
}

/** Keeps the delete token of a result, newest first. */
export function rememberResult(store: Store, submitted: Submitted, at: string): void {
  const others = ownResults(store).filter(({ id }) => id !== submitted.id);
  const own: OwnResult = { id: submitted.id, deleteToken: submitted.deleteToken, at };
  write(store, RESULTS_KEY, [own, ...others].slice(0, MAX_RESULTS));
}
