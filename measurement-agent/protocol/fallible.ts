/**
 * Expected failure as a value. A function that can fail in a way its caller must handle returns `Fallible`;
 * programming errors throw.
 */
export type Fallible<Value, Failure> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: Failure };

export function ok<Value>(value: Value): { ok: true; value: Value } {
  return { ok: true, value };
}

export function err<Failure>(error: Failure): { ok: false; error: Failure } {
  return { ok: false, error };
}
