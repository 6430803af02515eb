/** JSON bodies: read within bounds, parsed, and checked against the contract. */
import type * as z from 'zod/mini';
import { en } from 'zod/v4/locales';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import type { Violation } from '../../measurement-agent/protocol/problems.ts';
import { MAX_BODY_BYTES } from '../../measurement-agent/protocol/spec.ts';
import type { Refusal } from '../domain/refusal.ts';

/** A body can break a rule once per sample; nobody reads more than this. */
const MAX_VIOLATIONS = 50;

/** A body takes this long at most: half a megabyte over 0.25 Mbit/s. */
const BODY_WITHIN_MS = 20_000;

const JSON_TYPE = /^application\/json\s*(;|$)/i;
const { localeError } = en();

/** Reads a request's body as `schema`. `whenEmpty` stands for an empty body where the route takes one. */
export async function readJson<Value>(
  request: Request,
  schema: z.ZodMiniType<Value>,
  whenEmpty?: unknown,
): Promise<Fallible<Value, Refusal>> {
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  if (!bytes.ok) return bytes;
  if (bytes.value.byteLength === 0 && whenEmpty !== undefined) return checkJson(schema, whenEmpty);
  return jsonOf(request.headers, bytes.value, schema);
}

/** A body that has been read, as `schema`. */
export function jsonOf<Value>(
  headers: Headers,
  bytes: Uint8Array,
  schema: z.ZodMiniType<Value>,
): Fallible<Value, Refusal> {
  if (!JSON_TYPE.test(headers.get('content-type') ?? ''))
    return err({ reason: 'bad-content-type', detail: 'Send Content-Type: application/json.' });
  if ((headers.get('content-encoding') ?? 'identity') !== 'identity')
    return err({ reason: 'bad-content-type', detail: 'Send the body without Content-Encoding.' });
  const json = parse(bytes);
  return json.ok ? checkJson(schema, json.value) : json;
}

/** Counts while reading: a Content-Length may be missing, or a lie. */
export async function readBytes(request: Request, maxBytes: number): Promise<Fallible<Uint8Array, Refusal>> {
  const tooLarge = err<Refusal>({
    reason: 'body-too-large',
    detail: `A body may have ${maxBytes} bytes.`,
  });
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return tooLarge;
  const reader = request.body?.getReader();
  if (reader === undefined) return ok(new Uint8Array());
  let timer: ReturnType<typeof setTimeout> | null = null;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), BODY_WITHIN_MS);
  });
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const read = await Promise.race([reader.read(), late]);
      if (read === 'late')
        return err({
          reason: 'body-too-slow',
          detail: `A body may take ${BODY_WITHIN_MS / 1000} s to arrive.`,
        });
      if (read.done) return ok(new Uint8Array(await new Blob(chunks).arrayBuffer()));
      length += read.value.byteLength;
      if (length > maxBytes) return tooLarge;
      chunks.push(read.value);
    }
  } finally {
    clearTimeout(timer);
  }
}

function parse(bytes: Uint8Array): Fallible<unknown, Refusal> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes)));
  } catch (error) {
    const why = error instanceof SyntaxError ? error.message : 'It is not UTF-8, or nests too deeply.';
    return err({ reason: 'bad-json', detail: why });
  }
}

/** A value of JSON as `schema`; the refusal names every rule that it breaks. */
export function checkJson<Value>(schema: z.ZodMiniType<Value>, json: unknown): Fallible<Value, Refusal> {
  const parsed = schema.safeParse(json, { error: localeError });
  if (parsed.success) return ok(parsed.data);
  return err({
    reason: 'bad-request',
    detail: 'The body does not follow the contract.',
    violations: parsed.error.issues.flatMap(violationsOf).slice(0, MAX_VIOLATIONS),
  });
}

function violationsOf(issue: z.core.$ZodIssue): Violation[] {
  if (issue.code !== 'unrecognized_keys') return [{ field: issue.path.join('.'), rule: issue.message }];
  return issue.keys.map((key) => ({ field: [...issue.path, key].join('.'), rule: 'is not in the contract' }));
}
