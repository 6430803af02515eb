import fc from 'fast-check';

type Path = readonly (string | number)[];

/** A value that was valid, with one place of it changed. */
export interface Spoilt {
  value: unknown;
  /** The place: of the field that is changed, gone or new. */
  path: Path;
}

/** JSON that programs stumble over. `1e400` is how JSON says what JavaScript reads as Infinity. */
export const NASTY: readonly unknown[] = [
  null,
  true,
  '',
  '\0',
  '\ud800',
  'a\udfffb',
  '__proto__',
  'x'.repeat(5_000),
  '1',
  'NaN',
  -1,
  -0,
  0.5,
  5e-324,
  -5e-324,
  2 ** 53,
  1e13,
  1.797e308,
  -1e308,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  [],
  [[]],
  {},
  JSON.parse('{"__proto__":{"polluted":true}}'),
  JSON.parse('{"constructor":{"prototype":{"polluted":true}}}'),
  JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`),
];

const KEYS = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '',
  '0',
  '\0',
  'ü',
  '\ud800',
];

/** Any JSON at all, the worst of it often. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(fc.constantFrom(...NASTY), fc.jsonValue());

/** One place of a valid value is replaced, removed or added. */
export function spoiltOf(valid: fc.Arbitrary<unknown>): fc.Arbitrary<Spoilt> {
  const how = fc.oneof(
    fc.record({ kind: fc.constant('replace' as const), by: anyJson }),
    // The type being right, only the ranges are left to refuse it.
    fc.record({
      kind: fc.constant('replace' as const),
      by: fc.constantFrom(...NASTY),
      sameType: fc.constant(true),
    }),
    fc.record({ kind: fc.constant('remove' as const) }),
    fc.record({
      kind: fc.constant('add' as const),
      key: fc.oneof(fc.constantFrom(...KEYS), fc.string()),
      by: anyJson,
    }),
  );
  return fc.tuple(valid, fc.nat(), how).map(([value, at, what]): Spoilt => {
    const all = what.kind === 'add' ? objectsIn(value, []) : placesIn(value, []);
    const places =
      'sameType' in what ? all.filter((each) => typeof there(value, each) === typeof what.by) : all;
    const place = places[at % places.length];
    // A value without such places is replaced as a whole.
    if (place === undefined) return { value: what.kind === 'remove' ? null : what.by, path: [] };
    const path = what.kind === 'add' ? [...place, what.key] : place;
    return { value: changed(value, path, what.kind === 'remove' ? undefined : { to: what.by }), path };
  });
}

/** JSON text, also of what JSON.stringify would silently make something else of. */
export function jsonText(value: unknown): string {
  if (value === Number.POSITIVE_INFINITY) return '1e400';
  if (value === Number.NEGATIVE_INFINITY) return '-1e400';
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}:${jsonText(field)}`)
    .join(',')}}`;
}

/** How the fault of a text ends. */
export const NO_UNICODE = 'is no Unicode';

/** What is wrong with the numbers and texts in a parsed value: nothing of the contract is negative, unbounded or no Unicode. */
export function faultsIn(value: unknown, path: Path = []): string[] {
  if (typeof value === 'number')
    return Number.isFinite(value) && value >= 0 ? [] : [`${path.join('.')} is ${value}`];
  if (typeof value === 'string') return value.isWellFormed() ? [] : [`${path.join('.')} ${NO_UNICODE}`];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => faultsIn(field, [...path, key]));
}

/** Every place but the root. */
function placesIn(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    return [place, ...placesIn(field, place)];
  });
}

function objectsIn(value: unknown, path: Path): Path[] {
  return [path, ...placesIn(value, path)].filter((place) => {
    const found = there(value, place);
    return typeof found === 'object' && found !== null && !Array.isArray(found);
  });
}

function there(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((parent, key) => (parent as Record<string, unknown>)[key], value);
}

function changed(value: unknown, [key, ...rest]: Path, to: { to: unknown } | undefined): unknown {
  if (key === undefined) return to?.to;
  if (Array.isArray(value)) {
    const items = value as unknown[];
    if (rest.length === 0 && to === undefined) return items.filter((_, index) => index !== key);
    return items.map((item, index) => (index === key ? changed(item, rest, to) : item));
  }
  const fields = Object.entries(value as object) as [string, unknown][];
  const others = fields.filter(([name]) => name !== key);
  if (rest.length === 0 && to === undefined) return Object.fromEntries(others);
  const before = fields.find(([name]) => name === key)?.[1];
  // Defines also `__proto__` as a field, as JSON.parse does.
  return Object.fromEntries([...others, [key, changed(before, rest, to)]]);
}
