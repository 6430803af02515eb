import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import { type Check, verification } from '../metrics/verification.ts';
import { err, type Fallible, ok } from '../protocol/fallible.ts';
import { type ResultDocument, resultSchema } from '../protocol/result.ts';
import { type KeySet, keySetSchema } from '../protocol/signed.ts';
import { API_PATHS, KEYS_PATH } from '../protocol/spec.ts';
import { EXIT_CODES, type ExitCode } from './exit-codes.ts';

/** What `jissoku verify` was asked to do. Sources are file names, `-` for stdin, or addresses. */
export interface VerifyRequest {
  source: string;
  /** Where the keys are; null for the server that the source is of. */
  keys: string | null;
  json: boolean;
}

/** What was found, or why nothing could be looked at. */
export interface Verified {
  id: string;
  valid: boolean;
  checks: Check[];
}
export type VerifyFailure = { sentence: string; exitCode: ExitCode };

const isUrl = (source: string) => /^https?:\/\//.test(source);

/** Checks a stored result against the keys of its server. Needs no network when both are files. */
export async function verifyResultOf(request: VerifyRequest): Promise<Fallible<Verified, VerifyFailure>> {
  const { source } = request;
  const keySource = request.keys ?? (isUrl(source) ? new URL(KEYS_PATH, source).href : null);
  if (keySource === null)
    return err({
      sentence: `No keys: give --keys with a file of ${KEYS_PATH} or the address of the server.`,
      exitCode: EXIT_CODES.usage,
    });
  const document = await readJson(isUrl(source) ? documentAddress(source) : source, documentOf);
  if (!document.ok) return document;
  const keys = await readJson(keyAddress(keySource), keysOf);
  if (!keys.ok) return keys;
  const checks = await verification(document.value, keys.value);
  const valid = checks.every(({ fault }) => fault === null);
  return ok({ id: document.value.measurementId, valid, checks });
}

/** The address of a result's page names the result; its document is at the API. */
function documentAddress(address: string): string {
  const [, id] = /^(?:\/[a-z]{2})?\/r\/([A-Za-z0-9_-]{22})$/.exec(new URL(address).pathname) ?? [];
  return id === undefined ? address : new URL(`${API_PATHS.results}/${id}`, address).href;
}

/** The address of a server alone means its keys. */
function keyAddress(source: string): string {
  return isUrl(source) && new URL(source).pathname === '/' ? new URL(KEYS_PATH, source).href : source;
}

function documentOf(json: unknown): Fallible<ResultDocument, string> {
  // What `jissoku test --json` prints has the page's address beside the document, and its last event a type.
  const { url: _url, type: _type, ...document } = (json ?? {}) as Record<string, unknown>;
  const parsed = resultSchema.safeParse(document);
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return err(`is no stored result: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
}

function keysOf(json: unknown): Fallible<KeySet, string> {
  const parsed = keySetSchema.safeParse(json);
  return parsed.success ? ok(parsed.data) : err('is no key set');
}

async function readJson<Value>(
  source: string,
  valueOf: (json: unknown) => Fallible<Value, string>,
): Promise<Fallible<Value, VerifyFailure>> {
  const read = isUrl(source) ? await fetchText(source) : await readText(source);
  if (!read.ok) return read;
  let json: unknown;
  try {
    json = JSON.parse(read.value);
  } catch {
    return err({ sentence: `${source} is not JSON.`, exitCode: EXIT_CODES.usage });
  }
  const value = valueOf(json);
  return value.ok ? value : err({ sentence: `${source} ${value.error}.`, exitCode: EXIT_CODES.usage });
}

async function readText(file: string): Promise<Fallible<string, VerifyFailure>> {
  try {
    return ok(file === '-' ? await readAll(process.stdin) : await readFile(file, 'utf8'));
  } catch (error) {
    return err({ sentence: `${file} cannot be read: ${reasonOf(error)}.`, exitCode: EXIT_CODES.usage });
  }
}

async function fetchText(address: string): Promise<Fallible<string, VerifyFailure>> {
  try {
    const response = await fetch(address, { headers: { accept: 'application/json' } });
    if (response.ok) return ok(await response.text());
    return err({ sentence: `${address} answered ${response.status}.`, exitCode: EXIT_CODES.refused });
  } catch (error) {
    return err({
      sentence: `${address} cannot be reached: ${reasonOf(error)}.`,
      exitCode: EXIT_CODES.network,
    });
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? cause.message : String(cause);
}
