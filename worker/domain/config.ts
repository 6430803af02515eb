import * as z from 'zod/mini';
import { err, type Fallible, ok } from '../../measurement-agent/protocol/fallible.ts';
import { type Network, networkSchema } from '../../measurement-agent/protocol/network.ts';
import type { Variables } from '../variables.ts';
import { FOREIGN_PROTOCOLS, type ForeignProtocol } from './foreign-protocols.ts';

/** The worker's variables, checked. */
export interface Config {
  tokenKey: string;
  prefixKey: string;
  /** Seed of the key that signs summaries and results, and of the one that will; 32 bytes, base64url. */
  signingKey: string;
  nextSigningKey: string | null;
  publicUrl: string | null;
  /** Local start or tests: the location that the edge reports is a placeholder. */
  local: boolean;
  /** Requests say what time it is: under a simulator alone. */
  clockOfRequests: boolean;
  /** The public figures are of made-up results only, and every page says so. */
  synthetic: boolean;
  /** Fields of `network` that a local start takes as true. */
  networkOverride: Partial<Network>;
  /** Where each IP version is reached by itself, as `v4.jissoku.example:443`; null without such names. */
  measureHosts: MeasureHosts | null;
  /** Cloudflare Access in front of the fleet's pages; null where links log in. */
  access: Access | null;
  /** Where contact data of owners lies; null without one, or where a service binding is taken instead. */
  contactStore: ContactStoreAt | null;
  /** Measurement protocols of others that this server speaks. */
  foreignProtocols: readonly ForeignProtocol[];
  /** Where credentials for a TURN server come from; null without one. */
  turn:
    | { from: 'secret'; url: string; secret: string }
    | { from: 'realtime'; id: string; apiToken: string }
    | null;
}

/** An application of Cloudflare Access. */
export interface Access {
  /** Host of the team, as `example.cloudflareaccess.com`. */
  team: string;
  /** The application's audience tag. */
  aud: string;
}

/** A store of contact data that is asked over HTTPS. */
export interface ContactStoreAt {
  /** Without a slash at the end. */
  url: string;
  token: string;
}

/** A host, with its port where that is not the scheme's own, for each IP version. */
export interface MeasureHosts {
  v4: string;
  v6: string;
}

/** Why the worker refuses to serve, as one sentence for its operator. */
export type ConfigFault = { sentence: string };

const KEY_PATTERN = /^[A-Za-z0-9_-]{43}$/;
/** Of the characters of a host and its port; what would begin another part of a URL, or of a policy, is none of them. */
const HOST_PATTERN = /^[A-Za-z0-9._:[\]-]+$/;
const overrideSchema = z.partial(networkSchema);

/** Reads and checks every variable; the first fault is reported. */
export function readConfig(env: Variables): Fallible<Config, ConfigFault> {
  const local = env.LOCAL === '1';
  for (const name of ['TOKEN_KEY', 'PREFIX_KEY', 'SIGNING_KEY'] as const) {
    if (!env[name])
      return err({ sentence: `${name} is not set: put 32 random bytes, base64url, into the secret.` });
    if (!KEY_PATTERN.test(env[name]))
      return err({ sentence: `${name} must be 32 bytes in base64url (43 characters).` });
  }
  if (env.NEXT_SIGNING_KEY && !KEY_PATTERN.test(env.NEXT_SIGNING_KEY))
    return err({ sentence: 'NEXT_SIGNING_KEY must be 32 bytes in base64url (43 characters).' });
  if (env.NETWORK_OVERRIDE && !local) {
    return err({
      sentence: 'NETWORK_OVERRIDE is set but this is not a local start: it would falsify every result.',
    });
  }
  if (env.CLOCK && !local)
    return err({
      sentence: 'CLOCK is set but this is not a local start: whoever asks would say what time it is.',
    });
  if (env.CLOCK && env.CLOCK !== 'request')
    return err({ sentence: 'CLOCK is `request`, for a simulator, or not set.' });
  let networkOverride: Partial<Network> = {};
  if (env.NETWORK_OVERRIDE) {
    const parsed = parseOverride(env.NETWORK_OVERRIDE);
    if (!parsed.ok) return parsed;
    networkOverride = parsed.value;
  }
  if (env.PUBLIC_URL && !isWebsite(env.PUBLIC_URL))
    return err({ sentence: 'PUBLIC_URL is not the URL of a website, as https://jissoku.example.' });
  if (env.SOURCE_URL && !isWebsite(env.SOURCE_URL))
    return err({ sentence: 'SOURCE_URL is not the URL of a website, as https://code.example/jissoku.' });
  const turn = readTurn(env);
  if (!turn.ok) return turn;
  const access = readAccess(env);
  if (!access.ok) return access;
  const contactStore = readContactStore(env);
  if (!contactStore.ok) return contactStore;
  const foreignProtocols = readForeign(env);
  if (!foreignProtocols.ok) return foreignProtocols;
  const measureHosts = readHosts(env);
  if (!measureHosts.ok) return measureHosts;
  return ok({
    tokenKey: env.TOKEN_KEY ?? '',
    prefixKey: env.PREFIX_KEY ?? '',
    signingKey: env.SIGNING_KEY ?? '',
    nextSigningKey: env.NEXT_SIGNING_KEY || null,
    publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : null,
    local,
    clockOfRequests: env.CLOCK === 'request',
    synthetic: env.SYNTHETIC === '1',
    networkOverride,
    measureHosts: measureHosts.value,
    access: access.value,
    contactStore: contactStore.value,
    foreignProtocols: foreignProtocols.value,
    turn: turn.value,
  });
}

/** Other URLs have no origin that a page could be at. */
function isWebsite(url: string): boolean {
  return URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);
}

function readHosts({
  MEASURE_HOST_V4: v4,
  MEASURE_HOST_V6: v6,
}: Variables): Fallible<MeasureHosts | null, ConfigFault> {
  if (!v4 && !v6) return ok(null);
  if (!v4 || !v6) return err({ sentence: 'MEASURE_HOST_V4 and MEASURE_HOST_V6 must be set together.' });
  for (const [name, host] of [
    ['MEASURE_HOST_V4', v4],
    ['MEASURE_HOST_V6', v6],
  ] as const) {
    if (!HOST_PATTERN.test(host) || !URL.canParse(`https://${host}`))
      return err({ sentence: `${name} is not a host such as v4.jissoku.example.` });
  }
  return ok({ v4, v6 });
}

function readAccess({ ACCESS_TEAM: team, ACCESS_AUD: aud }: Variables): Fallible<Access | null, ConfigFault> {
  if (!team && !aud) return ok(null);
  if (!team || !aud) return err({ sentence: 'ACCESS_TEAM and ACCESS_AUD must be set together.' });
  if (!/^[a-z0-9-]+\.cloudflareaccess\.com$/.test(team))
    return err({ sentence: 'ACCESS_TEAM is not a host such as example.cloudflareaccess.com.' });
  return ok({ team, aud });
}

/** What goes there is personal, and the token opens all of it: neither may be read on the way. */
function readContactStore({
  CONTACT_STORE_URL: url,
  CONTACT_STORE_TOKEN: token,
}: Variables): Fallible<ContactStoreAt | null, ConfigFault> {
  if (!url && !token) return ok(null);
  if (!url || !token)
    return err({ sentence: 'CONTACT_STORE_URL and CONTACT_STORE_TOKEN must be set together.' });
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:')
    return err({ sentence: 'CONTACT_STORE_URL is not an https URL, as https://contacts.example.' });
  return ok({ url: url.replace(/\/$/, ''), token });
}

function readForeign({ FOREIGN_PROTOCOLS: text }: Variables): Fallible<ForeignProtocol[], ConfigFault> {
  const words = (text ?? '').split(/[\s,]+/).filter((word) => word !== '' && word !== 'none');
  const unknown = words.find((word) => !FOREIGN_PROTOCOLS.some((protocol) => protocol === word));
  if (unknown !== undefined) {
    const known = FOREIGN_PROTOCOLS.join(', ');
    return err({ sentence: `FOREIGN_PROTOCOLS names ${unknown}; this server knows ${known}.` });
  }
  return ok(FOREIGN_PROTOCOLS.filter((protocol) => words.includes(protocol)));
}

function readTurn({
  TURN_URL: url,
  TURN_SECRET: secret,
  TURN_KEY_ID: id,
  TURN_KEY_API_TOKEN: apiToken,
}: Variables): Fallible<Config['turn'], ConfigFault> {
  if (Boolean(url) !== Boolean(secret))
    return err({ sentence: 'TURN_URL and TURN_SECRET must be set together.' });
  if (Boolean(id) !== Boolean(apiToken))
    return err({ sentence: 'TURN_KEY_ID and TURN_KEY_API_TOKEN must be set together.' });
  if (url && id) return err({ sentence: 'Set TURN_URL or TURN_KEY_ID, not both: a session uses one relay.' });
  if (url && secret) return ok({ from: 'secret', url, secret });
  return ok(id && apiToken ? { from: 'realtime', id, apiToken } : null);
}

function parseOverride(text: string): Fallible<Partial<Network>, ConfigFault> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return err({ sentence: 'NETWORK_OVERRIDE is not valid JSON.' });
  }
  const parsed = overrideSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data as Partial<Network>);
  const issue = parsed.error.issues[0];
  return err({
    sentence: `NETWORK_OVERRIDE: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}.`,
  });
}
