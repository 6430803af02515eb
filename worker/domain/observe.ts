import { type Network, networkSchema, UNKNOWN_NETWORK } from '../../measurement-agent/protocol/network.ts';
import type { ClientAddress } from './address.ts';
import type { Config } from './config.ts';

/** The fields of `request.cf` that are read (Cloudflare: IncomingRequestCfProperties), before any check. */
interface EdgeFacts {
  asn?: unknown;
  asOrganization?: unknown;
  country?: unknown;
  regionCode?: unknown;
  timezone?: unknown;
  colo?: unknown;
}

/**
 * What the edge knows of the client's network; the brand is looked up elsewhere and null here.
 * Locally workerd invents a location (AS395747, Austin): there nothing but NETWORK_OVERRIDE is believed.
 */
export function observeNetwork(
  edge: object | undefined,
  address: ClientAddress | null,
  config: Pick<Config, 'local' | 'networkOverride'>,
): Network {
  const facts: EdgeFacts = edge ?? {};
  const ipVersion = address?.version ?? null;
  if (config.local) return { ...UNKNOWN_NETWORK, ...config.networkOverride, ipVersion };
  const countryCode = field('countryCode', facts.country);
  return {
    ...UNKNOWN_NETWORK,
    asn: field('asn', facts.asn),
    asName: field('asName', typeof facts.asOrganization === 'string' ? facts.asOrganization || null : null),
    countryCode,
    subdivisionCode:
      countryCode !== null && typeof facts.regionCode === 'string'
        ? field('subdivisionCode', `${countryCode}-${facts.regionCode}`)
        : null,
    timeZone: field('timeZone', facts.timezone),
    ipVersion,
    edge: field('edge', facts.colo),
  };
}

/** A value that does not fit the contract is unknown, not an error: the edge's data changes without notice. */
function field<Name extends keyof Network>(name: Name, value: unknown): Network[Name] {
  const parsed = networkSchema.shape[name].safeParse(value ?? null);
  return parsed.success ? (parsed.data as Network[Name]) : null;
}
